import { type Document, type Element, isTag } from 'domhandler';
import { type Finding, note, shortened, warning } from '../findings.ts';
import { isBlank, lineOf } from '../hypertext/elements.ts';

/** What stands in a document of a word processor, counted beside the converter that reads it. */
export interface OfficeSource {
  /** Words that readers are to have, of the text and its notes, a text for each paragraph. */
  paragraphs: string[];
  insertions: number;
  deletions: number;
  comments: number;
  equations: string[];
  textBoxes: number;
  /** What has words of its own elsewhere in the file, or in attributes, a name for each. */
  foreign: ForeignPart[];
  hidden: string[];
  headers: string[];
}

export type ForeignPart =
  | 'chart'
  | 'diagram'
  | 'drawing'
  | 'embedded object'
  | 'form'
  | 'inserted document'
  | 'choice from a list'
  | 'table of contents';

/** How an editor knows the format. */
export interface Program {
  name: string;
  /** Such as `Word file`. */
  file: string;
}

/** What a document has that readers do not get, or may not get as they should. */
export function tellOfOffice(source: OfficeSource, shown: string, program: Program): Finding[] {
  const { insertions, deletions, comments, equations, textBoxes, foreign, hidden, headers } = source;
  return [
    ...some(insertions + deletions, (count) =>
      note(`${counted(count, 'tracked change')} read as accepted: ${insertions} in, ${deletions} out.`),
    ),
    ...some(comments, (count) => note(`${counted(count, 'comment')} left out.`)),
    ...some(equations.length, (count) => ({
      ...warning(
        `${counted(count, 'equation')} left out: “${shortened(equations.join(' … '), 80)}”. Write them as text, or hand them in as pictures.`,
      ),
      lost: 'words' as const,
    })),
    ...some(textBoxes, (count) =>
      warning(
        `${counted(count, 'text box', 'text boxes')} taken out of place: the words stand after the paragraph, where they are not left out. Put them into the text.`,
      ),
    ),
    ...[...new Set(foreign)].map((kind) =>
      tellOfForeign(kind, foreign.filter((each) => each === kind).length),
    ),
    ...some(hidden.length, () =>
      warning(
        `Words that ${program.name} hides are shown to readers: “${shortened(hidden.join(' '), 80)}”. Delete them if readers are not to have them.`,
      ),
    ),
    ...some(headers.length, () =>
      note(`The head and foot of the pages are not shown: “${shortened(headers.join(' '), 80)}”.`),
    ),
    ...lostWords(source.paragraphs, shown, program),
  ];
}

const asPicture = 'Hand it in as a picture, and write what it says as text.';

const waysOut: Record<ForeignPart, string> = {
  chart: asPicture,
  diagram: asPicture,
  drawing: asPicture,
  form: 'Write its words as text.',
  'table of contents': 'The pages to which its links lead have no numbers here.',
  'embedded object': 'Write its words as text, or hand it in as a picture.',
  'inserted document': 'Open the file in Word and save it again, or copy those words into it.',
  'choice from a list': 'Write what was chosen as text.',
};

function tellOfForeign(kind: ForeignPart, count: number): Finding {
  const many = several[kind] ?? `${kind}s`;
  return { ...warning(`${counted(count, kind, many)} left out. ${waysOut[kind]}`), lost: 'words' };
}

const several: Partial<Record<ForeignPart, string>> = {
  'choice from a list': 'choices from lists',
  'table of contents': 'tables of contents',
};

const some = (count: number, tell: (count: number) => Finding): Finding[] => (count ? [tell(count)] : []);

const counted = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? `1 ${one} was` : `${count} ${many} were`;

/** Words that stand oftener in the file than on the page: whatever took them, they are told. */
function lostWords(paragraphs: string[], shown: string, { file }: Program): Finding[] {
  const left = countWords(shown);
  const lost: string[] = [];
  for (const word of paragraphs.flatMap(wordsIn)) {
    const times = left.get(word) ?? 0;
    if (times > 0) left.set(word, times - 1);
    else lost.push(word);
  }
  if (!lost.length) return [];
  const text = `Words of the ${file} that do not reach the page: “${shortened(lost.join(' '), 120)}”. Put them into plain paragraphs.`;
  return [{ ...warning(text), lost: 'words' }];
}

const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const longestHeading = 120;

/** Whether a paragraph is short, bold and nothing else. */
export function isBoldLine(block: Element): boolean {
  const [only, ...others] = block.children.filter((child) => !isBlank(child));
  const isBold = block.name === 'p' && only && isTag(only) && only.name === 'strong' && !others.length;
  return isBold === true && lineOf(block) !== '' && lineOf(block).length <= longestHeading;
}

/** Paragraphs that are bold and nothing else are often meant as headings. */
export function tellOfBoldLines(root: Document, title: Element | undefined): Finding[] {
  const bold = root.children
    .filter(isTag)
    .filter((block) => block !== title && isBoldLine(block))
    .map(lineOf);
  if (!bold.length) return [];
  const lines = bold.slice(0, 3).map((line) => `“${shortened(line, 60)}”`);
  const more = bold.length > 3 ? ' …' : '';
  return [
    note(
      `${bold.length === 1 ? 'A line is' : `${bold.length} lines are`} bold and nothing else: ${lines.join(', ')}${more}. If they are headings, give them the style Heading 1 or Heading 2.`,
    ),
  ];
}

/** Headings whose numbers the word processor counts. */
export function tellOfNumberedHeadings([first, ...others]: string[], { name }: Program): Finding[] {
  if (first === undefined) return [];
  const what = others.length
    ? `${others.length + 1} headings are numbered by ${name}, and have no numbers on the page, the first is`
    : `A heading is numbered by ${name}, and has no number on the page:`;
  const text = `${what} “${shortened(first, 60)}”. Write the numbers that readers need as text.`;
  return [{ ...warning(text), lost: 'words' }];
}
