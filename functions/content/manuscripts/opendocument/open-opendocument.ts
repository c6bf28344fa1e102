import { parseDocument } from 'htmlparser2';
import { error, type Finding, note, shortened, warning } from '../findings.ts';
import { find, wordsOf } from '../hypertext/elements.ts';
import type { OfficeFile } from '../office/open-archive.ts';
import { openedOffice } from '../office/opened-office.ts';
import { tellOfNumberedHeadings, tellOfOffice } from '../office/tell-of-office.ts';
import type { OpenedManuscript, Unopened } from '../opened-manuscript.ts';
import { openOpenDocumentFile } from './opendocument-file.ts';
import { propertiesOf } from './opendocument-properties.ts';
import { countOpenDocument } from './opendocument-source.ts';
import { OpenDocumentStyles } from './opendocument-styles.ts';
import { TextConverter } from './text-converter.ts';

const program = { name: 'LibreOffice', file: 'OpenDocument file' };

/** An OpenDocument text (.odt), as LibreOffice writes it. It becomes HTML and takes the way of a web page; what the
 *  converter does not read is counted beside it. */
export async function openOpenDocument({
  name,
  bytes,
}: {
  name: string;
  bytes: Uint8Array;
}): Promise<OpenedManuscript | Unopened> {
  const file = await openOpenDocumentFile(bytes);
  if ('why' in file) return { findings: [error(file.why)] };
  const content = parseDocument(file.xml.get('content.xml') ?? '', { xmlMode: true });
  const [text] = find(content.children, (element) => element.name === 'office:text');
  if (!text) return { findings: [error(noText)] };
  if (!hasOwnPrefixes(file)) return { findings: [error(unusual)] };
  const converter = new TextConverter(text, new OpenDocumentStyles(file), name);
  const root = converter.convert(text);
  const findings = [
    ...tellOfOffice(countOpenDocument(file), wordsOf(root), program),
    ...tellOfNumberedHeadings(converter.numberedHeadings, program),
    ...tellOfLostPlaces(converter.lostPlaces),
    ...tellOfCutRepeats(converter.cutRepeats),
    ...tellOfOwnMarks(converter.ownMarks),
  ];
  return openedOffice(root, propertiesOf(file), { findings, titleStyle: 'the style Title' });
}

const noText =
  'This OpenDocument file has no text in it: it may be a drawing or a table. Copy what is in it into a text document, save that as .odt, and hand it in.';

const unusual =
  'Inside this file its parts have other names than LibreOffice gives them, so words of it could be lost. Open it in LibreOffice, save it again as .odt, and hand that in.';

function tellOfLostPlaces(addresses: string[]): Finding[] {
  const [first, ...others] = addresses.map((address) => `“${address.slice(1)}”`);
  if (!first) return [];
  const what = others.length
    ? `${others.length + 1} links lead to places that are not in the text, the first to ${first}`
    : `A link leads to a place that is not in the text: ${first}`;
  return [warning(`${what}. The words stay without the link.`)];
}

function tellOfCutRepeats([first]: string[]): Finding[] {
  if (first === undefined) return [];
  const text = `A table repeats a cell more than 100 times or a row more than 1,000 times: “${shortened(first, 60)}”. No more than that is shown. Make the table smaller, or hand it in in parts.`;
  return [{ ...warning(text), lost: 'words' }];
}

function tellOfOwnMarks(marks: string[]): Finding[] {
  if (!marks.length) return [];
  const what =
    marks.length === 1 ? 'A note has a mark of its own' : `${marks.length} notes have marks of their own`;
  const some = [...new Set(marks)].slice(0, 5).join(' ');
  return [note(`${what} (${shortened(some, 40)}). On the page all notes are numbered.`)];
}

const declaration =
  /\sxmlns:([^\s=]+)\s*=\s*["']urn:oasis:names:tc:opendocument:xmlns:(office|text|table|style|drawing):1\.0["']/g;

/** Other prefixes mean the same to XML, but what counts the words of the file beside the converter reads these alone. */
const hasOwnPrefixes = ({ xml }: OfficeFile): boolean =>
  [...(xml.get('content.xml') ?? '').matchAll(declaration)].every(
    ([, prefix, space]) => prefix === (space === 'drawing' ? 'draw' : space),
  );
