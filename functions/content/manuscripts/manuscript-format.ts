import { fileTypeOf } from '../pictures/file-type.ts';

export type ManuscriptFormat = 'markdown' | 'word' | 'opendocument' | 'html' | 'text';

const byEnding: Record<string, ManuscriptFormat> = {
  md: 'markdown',
  markdown: 'markdown',
  docx: 'word',
  docm: 'word',
  odt: 'opendocument',
  ott: 'opendocument',
  fodt: 'opendocument',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  txt: 'text',
};

const byContent: Record<string, ManuscriptFormat> = {
  'a Word document (.docx)': 'word',
  'an OpenDocument text (.odt)': 'opendocument',
  'a web page (HTML)': 'html',
};

/**
 * How a manuscript is read: as the ending of its name says, else as its content shows. A stored one is read again in
 * the same way, so both are all that decides.
 */
export function formatOf({ name, bytes }: { name: string; bytes: Uint8Array }): ManuscriptFormat {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const format = Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined;
  return format ?? byContent[fileTypeOf(bytes) ?? ''] ?? 'markdown';
}
