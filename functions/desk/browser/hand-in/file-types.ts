const manuscriptTypes: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  markdown: 'text/markdown',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
};

const pictureTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  jfif: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  svg: 'image/svg+xml',
};

/** What a file is to the press: a text, a picture, a PDF that a text brings; or nothing that it takes. */
export type FileRole = 'text' | 'picture' | 'pdf';

export interface FileKind {
  role: FileRole;
  /** Media type, as it is announced. */
  type: string;
}

/** By the ending of its name, as the press itself goes by it. */
export function kindOf(name: string): FileKind | undefined {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const text = manuscriptTypes[ending];
  if (text) return { role: 'text', type: text };
  const picture = pictureTypes[ending];
  if (picture) return { role: 'picture', type: picture };
  return ending === 'pdf' ? { role: 'pdf', type: 'application/pdf' } : undefined;
}

/** Whether it can be read and corrected here as it is: Word's files are archives. */
export const isPlainText = (name: string): boolean => /\.(md|markdown|txt|html?)$/i.test(name);

export const isMarkdown = (name: string): boolean => /\.(md|markdown)$/i.test(name);

/** For a file field. */
export const accepted = [...Object.keys(manuscriptTypes), ...Object.keys(pictureTypes), 'pdf']
  .map((ending) => `.${ending}`)
  .join(',');
