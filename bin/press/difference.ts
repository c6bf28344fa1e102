import { call, type Press } from './client.ts';
import { type Command, queryOf, refuseMore, revisionWord, slugIn } from './command.ts';
import { countOf } from './terminal.ts';

interface Segment {
  text: string;
  change?: 'added' | 'removed';
}

interface Line {
  id: string;
  revision: number;
  status: string;
  by: string;
  byName?: string;
  at: string;
}

/** What `GET /api/documents/{slug}/diff` answers. */
interface Difference {
  from: Line;
  to: Line;
  fields: { name: string; segments: Segment[] }[];
  paragraphs: ({ segments: Segment[] } | { alike: number })[];
  markup: boolean;
  coarse: boolean;
  cut: boolean;
}

/** How words that were taken out and put in are told apart. */
export type Marks = Record<'removed' | 'added', (text: string) => string>;

/** Without colours, as `wdiff` has them. */
const signs: Marks = { removed: (text) => `[-${text}-]`, added: (text) => `{+${text}+}` };

const sequence = '\u001b[';
/** Struck and red, underlined and green: told apart without seeing colours, too. */
const colours: Marks = {
  removed: (text) => `${sequence}9;31m${text}${sequence}0m`,
  added: (text) => `${sequence}4;32m${text}${sequence}0m`,
};

/** Whatever a text holds, it paints nothing itself. */
const tame = (text: string): string => text.replace(/(?![\n\t])[\p{Cc}\u202a-\u202e]/gu, '');

/** How two revisions of a document differ, word by word: what stands and what waits, unless others are named. */
export const diff: Command = async (press: Press, [slug = '', ...rest], { json, colour }) => {
  const [from, to] = [revisionWord(rest.shift(), slug), revisionWord(rest.shift(), slug)];
  refuseMore(rest);
  const path = `/documents/${slugIn(slug ? [slug] : [])}/diff${queryOf({ from, to })}`;
  const data = await call<Difference>(press, 'GET', path);
  return { lines: differenceLines(data, colour && !json ? colours : signs), data, ok: true, painted: true };
};

export function differenceLines(difference: Difference, marks: Marks): string[] {
  const { from, to, fields, paragraphs, markup, coarse, cut } = difference;
  const text = ({ segments }: { segments: Segment[] }) => segments.map((one) => marked(one, marks)).join('');
  const hasWords = paragraphs.some((one) => 'segments' in one);
  return [
    ...[from, to].map((line, at) => marks[at ? 'added' : 'removed'](describe(line))),
    '',
    ...fields.map((field) => `${field.name}: ${text(field)}`),
    ...(fields.length && hasWords ? [''] : []),
    ...(hasWords
      ? paragraphs.flatMap((one) =>
          'alike' in one ? [`… ${countOf(one.alike, 'paragraph')} alike …`, ''] : [text(one), ''],
        )
      : []),
    ...(fields.length || hasWords || markup ? [] : ['The two say the same.']),
    ...(markup ? ['The words are the same; links, emphasis, headings or pictures are not.'] : []),
    ...(coarse ? ['Where too much differs for single words, whole paragraphs are shown.'] : []),
    ...(cut ? ['More differs than is shown here: look at both with “press show SLUG REVISION”.'] : []),
  ];
}

/** Each line by itself: pagers and terminals end colours with the line. */
const marked = ({ text, change }: Segment, marks: Marks): string =>
  change
    ? tame(text)
        .split('\n')
        .map((line) => (line ? marks[change](line) : ''))
        .join('\n')
    : tame(text);

const describe = ({ id, status, by, byName, at }: Line): string =>
  tame(`${id}, ${status}, by ${byName ?? by} on ${at.slice(0, 10)} at ${at.slice(11, 16)} UTC`);
