import { posix } from 'node:path';
import type { Document } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { error, type Finding, note, warning } from '../findings.ts';
import { element, find, replace, textNode, wordsOf } from '../hypertext/elements.ts';
import { openedOffice } from '../office/opened-office.ts';
import { tellOfNumberedHeadings, tellOfOffice } from '../office/tell-of-office.ts';
import type { OpenedManuscript, Unopened } from '../opened-manuscript.ts';
import { openWordFile } from './word-file.ts';
import { markParagraphs, takeMarks } from './word-marks.ts';
import { isNamedAsByWord } from './word-names.ts';
import { propertiesOf } from './word-properties.ts';
import { countWord } from './word-source.ts';
import { styleMapOf, wordStylesIn } from './word-styles.ts';
import { wordToHtml } from './word-to-html.ts';

const program = { name: 'Word', file: 'Word file' };

/** A Word document (.docx). Its text takes the way of a web page; what mammoth does not read is counted beside it. */
export async function openWord({
  name,
  bytes,
}: {
  name: string;
  bytes: Uint8Array;
}): Promise<OpenedManuscript | Unopened> {
  const file = await openWordFile(bytes);
  if ('why' in file) return { findings: [error(file.why)] };
  if (!isNamedAsByWord(file)) return { findings: [error(unusual)] };
  const styles = wordStylesIn(file.xml.get('word/styles.xml') ?? '');
  const { marked, headings } = markParagraphs(file, styles);
  const converted = await wordToHtml(marked, styleMapOf(styles.values()));
  if (!converted) return { findings: [error(unreadable)] };
  const root = parseDocument(converted.html);
  showTicks(root);
  const findings = [
    ...tellOfOffice(countWord(file), wordsOf(root), program),
    ...tellOfNumberedHeadings(headings, program),
    ...converted.messages.filter((message) => !isMeant(message)).map(tellOfMessage),
  ];
  takeMarks(root);
  completeLinks(root);
  placePictures(root, name);
  return openedOffice(root, propertiesOf(file), { findings, titleStyle: 'Word’s style Title' });
}

const unreadable =
  'This Word file cannot be read: its inside is not built as a Word document’s. Open it in Word or LibreOffice, save it again as .docx, and hand that in.';

const lostPicture =
  'A picture was left out: the Word file names it, and does not say where it is. Put it into the document again (Insert, Pictures).';

const unusual =
  'Inside this file its parts have other names than Word gives them, so words of it could be lost. Open it in Word or LibreOffice, save it again as .docx, and hand that in.';

/** What mammoth says of elements that are counted, of pictures that are told by name, and of looks alone. */
const isMeant = (message: string): boolean =>
  /^(?:Unrecognised|An unrecognised element|Image of type|Did not understand|(?:Run|Table) style with ID)/.test(
    message,
  );

function tellOfMessage(message: string): Finding {
  const [, file] = /external image '([^']*)'/.exec(message) ?? [];
  if (file !== undefined) {
    const beside = `The picture “${file}” is not in the Word file itself, so it was left out. Put it into the document (Insert, Pictures).`;
    return { ...warning(beside), lost: 'picture' };
  }
  if (/^(?:Could not find image file|A v:imagedata element without)/.test(message))
    return { ...warning(lostPicture), lost: 'picture' };
  const [, style] = /^Paragraph style with ID (.*) was referenced but not defined/.exec(message) ?? [];
  if (style !== undefined)
    return note(
      `The file names a style “${style}” that it does not have, so its words are plain text, as in Word. If they are a heading, give them the style Heading 1 or Heading 2.`,
    );
  const [, font] = /unsupported character was ignored: char \w+ in font (.*)$/.exec(message) ?? [];
  if (font === undefined) return warning(`Left out: ${message}`);
  const sign = `A sign of the typeface “${font}” was left out, for no other typeface has it. Write as text what it means.`;
  return { ...warning(sign), lost: 'words' };
}

/** Boxes that are ticked or not become signs: readers have nothing to fill in. */
function showTicks(root: Document): void {
  for (const box of find(root.children, ({ name }) => name === 'input'))
    replace(box, textNode(box.attribs.checked === undefined ? '☐' : '☒'));
}

const switches = /^(.*?)"\s*((?:\\[a-z*@#].*)?)$/is;

/**
 * A link that is a field may have switches after its address (ECMA-376, 17.16.5.25), which mammoth takes for a part of that:
 * a place on the page, and what only concerns the program.
 */
function completeLinks(root: Document): void {
  for (const { attribs } of find(root.children, ({ name }) => name === 'a')) {
    const [, address, rest = ''] = switches.exec(attribs.href ?? '') ?? [];
    if (address === undefined) continue;
    const [, place] = /\\l\s+"?([^"\s]+)/i.exec(rest) ?? [];
    attribs.href = place && !address.includes('#') ? `${address}#${place}` : address;
  }
}

/** Pictures are named by the document that holds them; old ones stand beside paragraphs, and are to be one. */
function placePictures(root: Document, name: string): void {
  for (const picture of find(root.children, ({ name }) => name === 'img')) {
    picture.attribs.src = encodeURI(`${posix.basename(name)}/${posix.basename(picture.attribs.src ?? '')}`);
    if (picture.parent !== root) continue;
    const paragraph = element('p', {});
    replace(picture, paragraph);
    paragraph.children = [picture];
    picture.parent = paragraph;
  }
}
