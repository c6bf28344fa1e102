import { strToU8, zipSync } from 'fflate';
import {
  type ReadManuscript,
  type RefusedManuscript,
  readAnyManuscript,
} from '../../../../../functions/content/manuscripts/read-manuscript.ts';
import { picturesNamed } from '../../a-manuscript.ts';

/** A Word document, written by hand: XML in a zip archive, of the parts that Word, LibreOffice and others write. */
export interface WordParts {
  /** What is in `<w:body>`. */
  body?: string;
  footnotes?: Record<number, string>;
  endnotes?: Record<number, string>;
  comments?: string[];
  /** `docProps/core.xml`, by element. */
  properties?: Record<string, string>;
  /** Further relationships of the document: id, type and target. */
  relations?: [id: string, type: string, target: string][];
  /** Further parts, and those that stand in place of others. */
  parts?: Record<string, string | Uint8Array>;
}

const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const spaces = [
  w,
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
].join(' ');
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A run of text with these properties, such as `<w:b/>`. */
export const run = (text: string, properties = ''): string =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${xmlText(text)}</w:t></w:r>`;

/** A paragraph of runs, or of text, in a style. */
export const p = (content: string, style = ''): string =>
  `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${content.includes('<w:') ? content : run(content)}</w:p>`;

export const item = (text: string, { list = 1, level = 0 } = {}): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr></w:pPr>${run(text)}</w:p>`;

export const footnote = (id: number): string => `<w:r><w:footnoteReference w:id="${id}"/></w:r>`;
export const endnote = (id: number): string => `<w:r><w:endnoteReference w:id="${id}"/></w:r>`;

export const table = (...rows: string[][]): string =>
  `<w:tbl><w:tblPr/>${rows.map((cells) => `<w:tr>${cells.map((cell) => `<w:tc>${p(cell)}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`;

/** A picture as Word has it, with its alt text. */
export const drawing = (relation: string, alt = ''): string =>
  `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture"${alt && ` descr="${xmlText(alt)}"`}/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="${relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

const styleNames = {
  Title: 'Title',
  Subtitle: 'Subtitle',
  Heading1: 'heading 1',
  Heading2: 'heading 2',
  Heading3: 'heading 3',
  Quote: 'Quote',
  Quotations: 'Quotations',
};

const styles = Object.entries(styleNames)
  .map(([id, name]) => `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`)
  .join('');

const level = (format: string, at: number) =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/></w:lvl>`;
const numbering = ['bullet', 'decimal']
  .map(
    (format, id) =>
      `<w:abstractNum w:abstractNumId="${id}">${[0, 1, 2].map((at) => level(format, at)).join('')}</w:abstractNum>`,
  )
  .concat([1, 2].map((id) => `<w:num w:numId="${id}"><w:abstractNumId w:val="${id - 1}"/></w:num>`))
  .join('');

const notes = (kind: string, texts: Record<number, string>): string =>
  `${head}<w:${kind}s ${spaces}>${Object.entries(texts)
    .map(([id, text]) => `<w:${kind} w:id="${id}">${text.startsWith('<w:p>') ? text : p(text)}</w:${kind}>`)
    .join('')}</w:${kind}s>`;

const relation = ([id, type, target]: [string, string, string]): string =>
  `<Relationship Id="${id}" Type="${type.includes(':') ? type : `${office}/${type}`}" Target="${target}"${target.includes(':') ? ' TargetMode="External"' : ''}/>`;

const relations = (all: [string, string, string][]): string =>
  `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.map(relation).join('')}</Relationships>`;

/** The parts of such a file by their names, as text. */
export function partsOf(word: WordParts): Record<string, string | Uint8Array> {
  const { body = '', footnotes, endnotes, comments, properties } = word;
  return {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="emf" ContentType="image/x-emf"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': relations([['r1', 'officeDocument', 'word/document.xml']]),
    'word/_rels/document.xml.rels': relations([
      ['s1', 'styles', 'styles.xml'],
      ['s2', 'numbering', 'numbering.xml'],
      ['s3', 'footnotes', 'footnotes.xml'],
      ['s4', 'endnotes', 'endnotes.xml'],
      ['s5', 'comments', 'comments.xml'],
      ...(word.relations ?? []),
    ]),
    'word/document.xml': `${head}<w:document ${spaces}><w:body>${body}<w:sectPr/></w:body></w:document>`,
    'word/styles.xml': `${head}<w:styles ${w}>${styles}</w:styles>`,
    'word/numbering.xml': `${head}<w:numbering ${w}>${numbering}</w:numbering>`,
    ...(footnotes && { 'word/footnotes.xml': notes('footnote', footnotes) }),
    ...(endnotes && { 'word/endnotes.xml': notes('endnote', endnotes) }),
    ...(comments && {
      'word/comments.xml': `${head}<w:comments ${w}>${comments.map((text, id) => `<w:comment w:id="${id}" w:author="Ann">${p(text)}</w:comment>`).join('')}</w:comments>`,
    }),
    ...(properties && {
      'docProps/core.xml': `${head}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">${Object.entries(
        properties,
      )
        .map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`)
        .join('')}</cp:coreProperties>`,
    }),
    ...word.parts,
  };
}

export const zipOf = (parts: Record<string, string | Uint8Array>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part]),
    ),
  );

export const aWordFile = (word: WordParts): Uint8Array => zipOf(partsOf(word));

export const readBytes = (bytes: Uint8Array, name = 'essay.docx', pictures: string[] = []) =>
  readAnyManuscript({ name, bytes }, { pictures: picturesNamed(...pictures) });

/** What must be read of a Word document. */
export async function readWord(word: WordParts, pictures: string[] = []): Promise<ReadManuscript> {
  const read = await readBytes(aWordFile(word), 'essay.docx', pictures);
  if (read.outcome === 'refused') throw new Error(`Refused: ${JSON.stringify(read.notices)}`);
  return read;
}

/** What a receipt would say of it, short. */
export const told = ({ notices }: ReadManuscript | RefusedManuscript): string[] =>
  notices.map(({ level, text }) => `${level}: ${text}`);
