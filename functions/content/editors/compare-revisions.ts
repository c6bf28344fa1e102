import { type ChangeObject, diffArrays, diffWords } from 'diff';
import type { Body } from '../contract/values.ts';
import { commonFields, type Fields } from '../kinds/kinds.ts';

/** A run of words; without a change both texts have it. */
export interface Segment {
  text: string;
  change?: 'added' | 'removed';
}

/** What differs between two revisions. */
export interface Difference {
  /** Front matter by the names that files have; fields that are alike are left out. */
  fields: { name: string; segments: Segment[] }[];
  /** The text in its order: paragraphs that differ, and how many alike stand between them. */
  paragraphs: ({ segments: Segment[] } | { alike: number })[];
  /** The words are the same, and what the page makes of them is not: links, emphasis, headings, pictures. */
  markup: boolean;
  /** Somewhere too much differs for single words: there whole paragraphs are told. */
  coarse: boolean;
  /** There is more that differs than an answer holds. */
  cut: boolean;
}

interface Text {
  fields: Fields;
  body: Body;
}

/** What bounds the work, in milliseconds, edits and characters: a function has ten seconds, and an answer 6 MB. */
const limits = { milliseconds: 2_500, edits: 3_000, compared: 200_000, told: 1_500_000 };

/** By words, in every script: the texts' language tells where words end. */
export function compareRevisions(from: Text, to: Text): Difference {
  const { language = 'en' } = commonFields(to.fields);
  const words = new WordComparison(new Intl.Segmenter(language, { granularity: 'word' }));
  const fields = differingFields(from.fields, to.fields, words);
  const { paragraphs, cut } = cutTo(limits.told, differingParagraphs(from.body.text, to.body.text, words));
  const markup = from.body.html !== to.body.html && from.body.text === to.body.text;
  return { fields, paragraphs, markup, coarse: words.coarse, cut };
}

/** Compares texts as long as there is time for single words. */
class WordComparison {
  coarse = false;
  readonly #intlSegmenter: Intl.Segmenter;
  #left = limits.milliseconds;

  constructor(intlSegmenter: Intl.Segmenter) {
    this.#intlSegmenter = intlSegmenter;
  }

  compare(from: string, to: string): Segment[] {
    if (from === to) return from ? [{ text: from }] : [];
    const began = performance.now();
    const isTooLong = from.length + to.length > limits.compared || this.#left <= 0;
    const bounds = { timeout: this.#left, maxEditLength: limits.edits, intlSegmenter: this.#intlSegmenter };
    const found = from && to && !isTooLong ? diffWords(from, to, bounds) : undefined;
    this.#left -= performance.now() - began;
    if (found) return found.map(segmentOf);
    if (from && to) this.coarse = true;
    return [
      ...(from ? [{ text: from, change: 'removed' as const }] : []),
      ...(to ? [{ text: to, change: 'added' as const }] : []),
    ];
  }
}

const segmentOf = ({ value, added, removed }: ChangeObject<string>): Segment => ({
  text: value,
  ...(added && { change: 'added' as const }),
  ...(removed && { change: 'removed' as const }),
});

function differingFields(from: Fields, to: Fields, words: WordComparison): Difference['fields'] {
  const [before, after] = [spoken(from), spoken(to)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [one = '', other = ''] = [before.get(name), after.get(name)];
    return one === other ? [] : [{ name, segments: words.compare(one, other) }];
  });
}

/** Every field as text, by the name that it has in a file. */
const spoken = ({ kind, ...fields }: Fields): Map<string, string> =>
  new Map(
    Object.entries(fields).flatMap(([name, value]) => {
      const text = textOf(value);
      return text ? [[inSnakeCase(name), text] as const] : [];
    }),
  );

const inSnakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What the press made of a picture or a PDF says nothing to people. */
const ownMembers = ['width', 'height', 'variants', 'bytes', 'pages', 'html'];

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(textOf).join(value.every(isPlain) ? ', ' : '\n');
  if (isPlain(value)) return String(value);
  // A table gives them in any order.
  return Object.entries(Object(value))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([name, member]) => !(ownMembers.includes(name) && isMade(value, member)))
    .flatMap(([name, member]) => {
      const text = textOf(member);
      return text ? [`${inSnakeCase(name)}: ${text}`] : [];
    })
    .join('; ');
}

/** An edition of a book has `pages`, too, and there it is a number that an editor wrote. */
const isMade = (value: unknown, member: unknown): boolean =>
  'src' in Object(value) || 'path' in Object(value) || typeof member === 'string';

const isPlain = (value: unknown): boolean => typeof value !== 'object';

function differingParagraphs(from: string, to: string, words: WordComparison): Difference['paragraphs'] {
  const [before, after] = [paragraphsOf(from), paragraphsOf(to)];
  const bounds = { timeout: limits.milliseconds, maxEditLength: limits.edits };
  const hunks = diffArrays(before, after, bounds) ?? apart(before, after, words);
  const found: Difference['paragraphs'] = [];
  for (let at = 0; at < hunks.length; at++) {
    const hunk = hunks[at];
    if (!hunk) continue;
    if (!hunk.added && !hunk.removed) {
      found.push({ alike: hunk.value.length });
      continue;
    }
    const next = hunks[at + 1];
    const isPair = hunk.removed && next?.added;
    const [removed, added] = isPair
      ? [hunk.value, next.value]
      : hunk.removed
        ? [hunk.value, []]
        : [[], hunk.value];
    if (isPair) at += 1;
    found.push(...partedAt(words.compare(joined(removed), joined(added))));
  }
  return found;
}

const between = '\n\n';
const joined = (paragraphs: string[]): string => paragraphs.join(between);
const paragraphsOf = (text: string): string[] => text.split(between).filter(Boolean);

/** Texts with too little in common: what they begin and end with alike, and all that is between. */
function apart(before: string[], after: string[], words: WordComparison): ChangeObject<string[]>[] {
  words.coarse = true;
  const most = Math.min(before.length, after.length);
  let [start, end] = [0, 0];
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const middle = (all: string[]) => all.slice(start, all.length - end);
  const change = (value: string[], added = false, removed = false) => ({
    ...{ value, added, removed, count: value.length },
  });
  return [
    change(before.slice(0, start)),
    change(middle(before), false, true),
    change(middle(after), true),
    change(end ? before.slice(-end) : []),
  ].filter(({ value }) => value.length);
}

/** The segments of several paragraphs, by paragraph. */
function partedAt(segments: Segment[]): { segments: Segment[] }[] {
  const all: Segment[][] = [[]];
  for (const { text, ...change } of segments)
    for (const [at, part] of text.split(/\n\n+/).entries()) {
      if (at > 0) all.push([]);
      if (part) all.at(-1)?.push({ text: part, ...change });
    }
  return all.filter(({ length }) => length).map((one) => ({ segments: one }));
}

/** As many paragraphs as have room. */
function cutTo(most: number, paragraphs: Difference['paragraphs']): Pick<Difference, 'paragraphs' | 'cut'> {
  let told = 0;
  const end = paragraphs.findIndex((one) => {
    told += 'segments' in one ? one.segments.reduce((sum, { text }) => sum + text.length + 40, 0) : 20;
    return told > most;
  });
  return end < 0 ? { paragraphs, cut: false } : { paragraphs: paragraphs.slice(0, end), cut: true };
}
