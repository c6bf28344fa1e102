import { zipSync } from 'fflate';
import type { ReadManuscript } from '../../../../../functions/content/manuscripts/read-manuscript.ts';
import { readBytes, xmlText } from '../word/a-word-file.ts';

/** An OpenDocument text, written by hand: XML in a zip archive, of the parts that LibreOffice writes. */
export interface TextParts {
  /** What is in `<office:text>`. */
  body?: string;
  /** Further automatic styles of the text. */
  automatic?: string;
  /** Further styles with names. */
  styles?: string;
  /** What is in `<office:master-styles>`. */
  pages?: string;
  /** `meta.xml`: elements with their words. */
  meta?: [name: string, value: string][];
  /** Further entries of the manifest, by path their media type. */
  manifest?: Record<string, string>;
  /** Further parts, and those that stand in place of others. */
  parts?: Record<string, string | Uint8Array>;
}

const urn = 'urn:oasis:names:tc:opendocument:xmlns';
const spaces = [
  ...['office', 'text', 'table', 'style', 'meta'].map((name) => `xmlns:${name}="${urn}:${name}:1.0"`),
  `xmlns:draw="${urn}:drawing:1.0"`,
  `xmlns:svg="${urn}:svg-compatible:1.0"`,
  `xmlns:fo="${urn}:xsl-fo-compatible:1.0"`,
  'xmlns:xlink="http://www.w3.org/1999/xlink"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"',
].join(' ');
const head = '<?xml version="1.0" encoding="UTF-8"?>';
export const textType = 'application/vnd.oasis.opendocument.text';

/** A paragraph of elements, or of text, in a style. */
export const p = (content: string, style = 'Standard'): string =>
  `<text:p text:style-name="${style}">${content.includes('<') ? content : xmlText(content)}</text:p>`;

export const h = (content: string, level = 1): string =>
  `<text:h text:style-name="Heading_20_${level}" text:outline-level="${level}">${content}</text:h>`;

export const span = (text: string, style: string): string =>
  `<text:span text:style-name="${style}">${xmlText(text)}</text:span>`;

/** A list of paragraphs, or of what is in each item. */
export const list = (items: string[], attributes = 'text:style-name="L1"'): string =>
  `<text:list ${attributes}>${items.map((each) => `<text:list-item>${each.startsWith('<') ? each : p(each)}</text:list-item>`).join('')}</text:list>`;

export const note = (words: string, kind = 'footnote'): string =>
  `<text:note text:note-class="${kind}"><text:note-citation>1</text:note-citation><text:note-body>${words.startsWith('<') ? words : p(words)}</text:note-body></text:note>`;

export const frame = (picture: string, said = ''): string =>
  `<draw:frame text:anchor-type="as-char"><draw:image xlink:href="${picture}"/>${said}</draw:frame>`;

export const table = (...rows: string[][]): string =>
  `<table:table>${rows.map((cells) => `<table:table-row>${cells.map((cell) => `<table:table-cell>${p(cell)}</table:table-cell>`).join('')}</table:table-row>`).join('')}</table:table>`;

const style = (name: string, family: string, parent: string, properties = '') =>
  `<style:style style:name="${name}" style:family="${family}" style:parent-style-name="${parent}">${properties && `<style:text-properties ${properties}/>`}</style:style>`;

const level = (kind: string, format: string, at: number) =>
  `<text:list-level-style-${kind} text:level="${at}" ${format && `style:num-format="${format}"`}/>`;
const listStyle = (name: string, kind: string, format = '') =>
  `<text:list-style style:name="${name}">${[1, 2, 3].map((at) => level(kind, format, at)).join('')}</text:list-style>`;

const automatic = [
  style('B', 'text', '', 'fo:font-weight="bold"'),
  style('I', 'text', '', 'fo:font-style="italic"'),
  style('S', 'text', '', 'style:text-line-through-style="solid"'),
  style('U', 'text', '', 'style:text-underline-style="solid"'),
  style('Up', 'text', '', 'style:text-position="super 58%"'),
  style('Down', 'text', '', 'style:text-position="sub 58%"'),
  style('Plain', 'text', '', 'fo:font-weight="normal"'),
  style('Hidden', 'text', '', 'text:display="none"'),
  style('PB', 'paragraph', 'Standard', 'fo:font-weight="bold"'),
  style('PTitle', 'paragraph', 'Title', 'fo:font-size="20pt"'),
  listStyle('L1', 'bullet'),
  listStyle('L2', 'number', '1'),
  listStyle('L3', 'number', 'a'),
].join('');

const named = [
  ...['Standard', 'Title', 'Subtitle', 'Quotations', 'Horizontal_20_Line'].map((name) =>
    style(name, 'paragraph', '', 'fo:font-weight="bold"'),
  ),
  ...[1, 2, 3].map((at) => style(`Heading_20_${at}`, 'paragraph', 'Heading', 'fo:font-weight="bold"')),
  style('Preformatted_20_Text', 'paragraph', 'Standard'),
  style('Source_20_Text', 'text', ''),
  style('Internet_20_link', 'text', '', 'style:text-underline-style="solid"'),
].join('');

/** The parts of such a file by their names. */
export function partsOf(text: TextParts): Record<string, string | Uint8Array> {
  const entries = Object.entries({ '/': textType, 'content.xml': 'text/xml', ...text.manifest });
  return {
    mimetype: textType,
    'content.xml': `${head}<office:document-content ${spaces}><office:automatic-styles>${automatic}${text.automatic ?? ''}</office:automatic-styles><office:body><office:text>${text.body ?? ''}</office:text></office:body></office:document-content>`,
    'styles.xml': `${head}<office:document-styles ${spaces}><office:styles>${named}${text.styles ?? ''}</office:styles><office:master-styles>${text.pages ?? ''}</office:master-styles></office:document-styles>`,
    'meta.xml': `${head}<office:document-meta ${spaces}><office:meta>${(text.meta ?? []).map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`).join('')}</office:meta></office:document-meta>`,
    'META-INF/manifest.xml': `${head}<manifest:manifest xmlns:manifest="${urn}:manifest:1.0">${entries.map(([path, type]) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`).join('')}</manifest:manifest>`,
    ...text.parts,
  };
}

/** The type comes first and as it is, so that programs find it at a fixed place. */
export function anOpenDocument(text: TextParts): Uint8Array {
  const { mimetype = '', ...parts } = partsOf(text);
  const others = Object.entries(parts).map(([name, part]) => [name, Buffer.from(part)] as const);
  return zipSync({ mimetype: [Buffer.from(mimetype), { level: 0 }], ...Object.fromEntries(others) });
}

/** What must be read of an OpenDocument text. */
export async function readText(text: TextParts, pictures: string[] = []): Promise<ReadManuscript> {
  const read = await readBytes(anOpenDocument(text), 'essay.odt', pictures);
  if (read.outcome === 'refused') throw new Error(`Refused: ${JSON.stringify(read.notices)}`);
  return read;
}
