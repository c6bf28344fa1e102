import { type Finding, note, shortened, warning } from './findings.ts';

/** Words of a manuscript that do not reach the page. */
export interface LostWords {
  /** As they stand in the file, from the line on. */
  text: string;
  line: number;
  /** What they are, such as “A comment”. */
  what: string;
  /** How they would be shown; without it they are left out on purpose. */
  wayOut?: string;
}

const word = /[\p{L}\p{N}]/u;

/** Tells of the words from where to where they stand and how they begin and end; nothing if there are none. */
export function tellOfLostWords({ text, line, what, wayOut }: LostWords): Finding[] {
  const lines = text.split('\n');
  const first = lines.findIndex((each) => word.test(each));
  if (first < 0) return [];
  const [from, to] = [line + first, line + lines.findLastIndex((each) => word.test(each))];
  const place = to > from ? `, from line ${from} to line ${to}` : '';
  const words = shortened(text.replace(/\s+/g, ' ').trim(), 80);
  const told = `${what} is not shown to readers${place}: “${words}”.`;
  const finding = wayOut === undefined ? note(told, from) : warning(`${told} ${wayOut}`, from);
  return [{ ...finding, lost: 'words' }];
}
