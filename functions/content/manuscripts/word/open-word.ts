import { posix } from 'node:path';
import type { Document } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { error, type Finding, warning } from '../findings.ts';
import { find, wordsOf } from '../hypertext/elements.ts';
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
  const findings = [
    ...tellOfOffice(countWord(file), wordsOf(root), program),
    ...tellOfNumberedHeadings(headings, program),
    ...converted.messages.filter((message) => !isMeant(message)).map(tellOfMessage),
  ];
  takeMarks(root);
  nameApart(root, name);
  return openedOffice(root, propertiesOf(file), { findings, titleStyle: 'Word’s style Title' });
}

const unreadable =
  'This Word file cannot be read: its inside is not built as a Word document’s. Open it in Word or LibreOffice, save it again as .docx, and hand that in.';

const unusual =
  'Inside this file its parts have other names than Word gives them, so words of it could be lost. Open it in Word or LibreOffice, save it again as .docx, and hand that in.';

/** What mammoth says of styles, of elements that are counted, and of pictures that are told by name. */
const isMeant = (message: string): boolean =>
  /^(?:Unrecognised|An unrecognised element|Image of type|Did not understand)/.test(message);

function tellOfMessage(message: string): Finding {
  const [, file] = /external image '([^']*)'/.exec(message) ?? [];
  const beside = `The picture “${file}” is not in the Word file itself, so it was left out. Put it into the document (Insert, Pictures).`;
  return file === undefined ? warning(`Left out: ${message}`) : { ...warning(beside), lost: 'picture' };
}

/** Pictures are named by the document that holds them; ids are those of its own bookmarks. */
function nameApart(root: Document, name: string): void {
  for (const { attribs } of find(root.children, ({ name }) => name === 'img'))
    attribs.src = encodeURI(`${posix.basename(name)}/${posix.basename(attribs.src ?? '')}`);
}
