import type { OfficeFile } from '../office/open-archive.ts';
import { withChoices } from './alternate-content.ts';
import { relationshipIds, textParts } from './word-parts.ts';

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
export async function wordToHtml(file: OfficeFile, ownStyles: string[]): Promise<ConvertedWord | undefined> {
  // Loaded with the first Word document: a third of what the thread loads, and most uploads are Markdown.
  const { default: mammoth } = await import('mammoth');
  const opened = {
    exists: (name: string) => file.names.has(name),
    // Which part a picture is mammoth does not say: in place of its bytes it is given its name.
    read: async (name: string, encoding?: string) =>
      encoding === undefined || encoding === 'base64' ? Buffer.from(name) : readable(file, name),
  };
  const convertImage = mammoth.images.imgElement(async (image) => ({ src: String(await image.read()) }));
  try {
    const { value, messages } = await mammoth.convertToHtml(
      // With an empty path it reads the file that is open.
      Object.assign({ path: '' }, { file: opened }),
      { styleMap: [...styles, ...ownStyles], idPrefix, convertImage, includeEmbeddedStyleMap: false },
    );
    return { html: value, messages: messages.map(({ message }) => message) };
  } catch (cause) {
    // Thousands of levels are told as such; anything else that it throws means that the XML is not a Word document's.
    if (cause instanceof RangeError) throw cause;
    return undefined;
  }
}

/** A part as mammoth reads it. */
function readable(file: OfficeFile, name: string): string {
  const xml = file.xml.get(name) ?? '';
  return textParts.test(name) ? withoutLost(transparent(withChoices(xml)), file, name) : transparent(xml);
}

const leading = /<(?:a:blip|v:imagedata|w:hyperlink)\s[^<>]*>/g;

/** Without what leads nowhere: mammoth stops where a picture or a link names a relationship that there is not. */
function withoutLost(xml: string, file: OfficeFile, part: string): string {
  const ids = relationshipIds(file, part);
  return xml.replace(leading, (tag) =>
    tag.replace(/\sr:(?:embed|link|id)=(?:"([^"]*)"|'([^']*)')/g, (attribute, double, single) =>
      ids.has(double ?? single) ? attribute : '',
    ),
  );
}

const wrapping = /<\/?w:(?:dir|bdo|ruby|rubyBase)(?:\s(?:"[^"]*"|'[^']*'|[^"'>])*)?\/?>/g;

const simpleField = /<w:fldSimple(\s(?:"[^"]*"|'[^']*'|[^"'<>])*?)(\/?)>|<\/w:fldSimple>/g;

/** As a field of several parts, which mammoth reads: a link may be either. */
function fieldInParts(_: string, attributes: string | undefined, isEmpty: string | undefined): string {
  if (attributes === undefined) return partOfField('end');
  const [, instruction = ''] = /\sw:instr=["'](\s*HYPERLINK\s.*)["']/s.exec(attributes) ?? [];
  if (isEmpty) return '';
  return `${partOfField('begin')}<w:r><w:instrText>${instruction}</w:instrText></w:r>${partOfField('separate')}`;
}

const partOfField = (part: string) => `<w:r><w:fldChar w:fldCharType="${part}"/></w:r>`;

/** A row that is not repeated on each page says so in Google Docs: for mammoth it is there, and so means that it is. */
const noHeader = /<w:tblHeader\s+w:val=["'](?:0|false|off)["']\s*\/>/g;

/** As LibreOffice writes raised and lowered words of no style: how far, in half points, and in small letters. */
const raised = /<w:position w:val="(-?)\d+"\/>(?=<w:sz w:val="(?:1?\d|2[0-2])"\/>)/g;

/** A large first letter stands in a paragraph of its own before the one that it begins: as if its end were struck out. */
const dropCap = /<w:framePr\s[^<>]*w:dropCap="(?:drop|margin)"[^<>]*\/>/g;

const oldPicture =
  /(<v:(?:shape|rect|roundrect)\s[^<>]*?\salt=("[^"<>]*"|'[^'<>]*')[^<>]*>\s*(?:<v:(?!imagedata)\w+[^<>]*\/>\s*)*)<v:imagedata\s[^<>]*?r:id=("[^"<>]*"|'[^'<>]*')[^<>]*\/>/g;

/** A picture of an old program, as those of newer ones: mammoth does not read what it shows (`alt`). */
const newPicture = (_: string, shape: string, alt: string, id: string): string => {
  const drawing = 'http://schemas.openxmlformats.org/drawingml/2006';
  const spaces = `xmlns:wp="${drawing}/wordprocessingDrawing" xmlns:a="${drawing}/main" xmlns:pic="${drawing}/picture"`;
  const blip = `<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed=${id}/></pic:blipFill></pic:pic></a:graphicData></a:graphic>`;
  return `${shape}<wp:inline ${spaces}><wp:docPr descr=${alt}/>${blip}</wp:inline>`;
};

/** Without elements that only hold words, and with one kind of each thing that XML has several for: mammoth leaves out what
 *  it does not know. */
const transparent = (xml: string): string =>
  xml
    .replace(simpleField, fieldInParts)
    .replace(wrapping, '')
    .replaceAll('<w:cr/>', '<w:br/>')
    .replace(/<w:ptab\s[^<>]*\/>/g, '<w:tab/>')
    .replace(/<w:dstrike(?=[\s/])/g, '<w:strike')
    .replace(dropCap, '<w:rPr><w:del/></w:rPr>')
    .replace(oldPicture, newPicture)
    .replace(noHeader, '')
    .replace(raised, (_, sign: string) => `<w:vertAlign w:val="${sign ? 'sub' : 'super'}script"/>`);
