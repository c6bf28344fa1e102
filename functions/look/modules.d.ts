/** What the bundler and the tests make of files that are not code. */
declare module '*.css' {
  const text: string;
  export default text;
}

declare module '*.woff2' {
  /** Path of the file, from the code's own folder. */
  const path: string;
  export default path;
}

declare module '*.ttf' {
  /** Path of the file, from the code's own folder. */
  const path: string;
  export default path;
}
