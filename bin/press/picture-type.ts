/** Kinds of pictures by their first bytes, in Latin letters. */
const kinds = [
  { begins: /^\u00ff\u00d8\u00ff/, extension: 'jpg', type: 'image/jpeg' },
  { begins: /^\u0089PNG/, extension: 'png', type: 'image/png' },
  { begins: /^GIF8/, extension: 'gif', type: 'image/gif' },
  { begins: /^RIFF.{4}WEBP/s, extension: 'webp', type: 'image/webp' },
];

/** What the name of a picture with these bytes ends with. */
export function extensionOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return kinds.find(({ begins }) => begins.test(start))?.extension ?? 'bin';
}

/** The type of a picture by its name in a backup. */
export const typeOfPicture = (path: string): string =>
  kinds.find(({ extension }) => path.endsWith(`.${extension}`))?.type ?? 'image/jpeg';
