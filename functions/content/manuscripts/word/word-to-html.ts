import type { OfficeFile } from '../office/open-archive.ts';

/** Styles that mammoth does not know: of the title, and of quotations and code as Word and LibreOffice name them. */
const styles = [
  "p[style-name='Title'] => h1.title:fresh",
  "p[style-name='Subtitle'] => p.subtitle:fresh",
  ...['Quote', 'Intense Quote', 'Quotations', 'Block Text', 'Block Quotation', 'Quotation'].map(
    (name) => `p[style-name='${name}'] => blockquote > p:fresh`,
  ),
  ...['HTML Preformatted', 'Preformatted Text', 'Source Code', 'Plain Code'].map(
    (name) => `p[style-name='${name}'] => pre:separator('\n')`,
  ),
  "r[style-name='Source Text'] => code",
  "r[style-name='HTML Code'] => code",
  "r[style-name='Quote Char'] =>",
  "r[style-name='Emphasis'] => em",
  "r[style-name='Intense Emphasis'] => em",
  "p[style-name='Endnote Text'] => p:fresh",
  'u => u',
  'strike => s',
];

/** How ids begin that mammoth makes. */
export const idPrefix = 'word-';

export interface ConvertedWord {
  html: string;
  /** What mammoth says of characters that it left out. */
  messages: string[];
}

/**
 * Turns a Word document into HTML, in mammoth's words: notes are an ordered list at the end. Pictures are named by
 * their parts (`media/image1.png`). `ownStyles` maps styles of the document, after those that all have. Undefined for one that is not built as it should be.
 */
export async function wordToHtml(
  { xml, names }: OfficeFile,
  ownStyles: string[],
): Promise<ConvertedWord | undefined> {
  // Loaded with the first Word document: a third of what the thread loads, and most uploads are Markdown.
  const { default: mammoth } = await import('mammoth');
  const file = {
    exists: (name: string) => names.has(name),
    // Which part a picture is mammoth does not say: in place of its bytes it is given its name.
    read: async (name: string, encoding?: string) =>
      encoding === undefined || encoding === 'base64' ? Buffer.from(name) : transparent(xml.get(name) ?? ''),
  };
  const convertImage = mammoth.images.imgElement(async (image) => ({ src: String(await image.read()) }));
  try {
    const { value, messages } = await mammoth.convertToHtml(
      // With an empty path it reads the file that is open.
      Object.assign({ path: '' }, { file }),
      { styleMap: [...styles, ...ownStyles], idPrefix, convertImage, includeEmbeddedStyleMap: false },
    );
    return { html: value, messages: messages.map(({ message }) => message) };
  } catch (cause) {
    // Thousands of levels are told as such; anything else that it throws means that the XML is not a Word document's.
    if (cause instanceof RangeError) throw cause;
    return undefined;
  }
}

const wrapping = /<\/?w:(?:fldSimple|dir|bdo|ruby|rubyBase)(?:\s(?:"[^"]*"|'[^']*'|[^"'>])*)?\/?>/g;

/** A row that is not repeated on each page says so in Google Docs: for mammoth it is there, and so means that it is. */
const noHeader = /<w:tblHeader\s+w:val=["'](?:0|false|off)["']\s*\/>/g;

/** As LibreOffice writes raised and lowered words of no style: how far, in half points, and in small letters. */
const raised = /<w:position w:val="(-?)\d+"\/>(?=<w:sz w:val="(?:1?\d|2[0-2])"\/>)/g;

/** Without elements that only hold words, and with one kind of line break and of raised words: mammoth leaves out what it
 *  does not know. */
const transparent = (xml: string): string =>
  xml
    .replace(wrapping, '')
    .replaceAll('<w:cr/>', '<w:br/>')
    .replace(noHeader, '')
    .replace(raised, (_, sign: string) => `<w:vertAlign w:val="${sign ? 'sub' : 'super'}script"/>`);
