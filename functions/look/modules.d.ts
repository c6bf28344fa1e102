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

/** Made by the bundler of the desk's code for browsers (lib/desk-bundle.ts). */
declare module 'desk:names' {
  /** The names of its files, each with a hash of its content. */
  export const deskNames: readonly string[];
}

declare module 'desk:files' {
  /** Paths of its files by their names, from the code's own folder. */
  export const deskFiles: Readonly<Record<string, string>>;
}

declare module '*.ttf' {
  /** Path of the file, from the code's own folder. */
  const path: string;
  export default path;
}
