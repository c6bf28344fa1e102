import { slugOf } from '../../runtime/slug.ts';
import type { StoredHead } from '../contract/document.ts';
import type { Kind } from '../kinds/kinds.ts';

/** What is looked for among all documents; all of it has to fit. */
export interface DocumentFilter {
  /** What stands has it, or what waits beside it. */
  state?: 'draft' | 'scheduled' | 'published' | 'withdrawn';
  kind?: Kind;
  /** A name as in front matter, or its slug. */
  author?: string;
  /** Words of the title and of the file's name; each may be the beginning of one. */
  q?: string;
}

/** Whether a document fits the filter. */
export function fits({ state, kind, author, q }: DocumentFilter): (head: StoredHead) => boolean {
  const [wantedAuthor, wantedWords] = [author && slugOf(author), wordsOf(q ?? '')];
  return (head) =>
    (state === undefined || head.status === state || head.pending?.status === state) &&
    (kind === undefined || head.fields.kind === kind) &&
    (wantedAuthor === undefined || authorsOf(head).includes(wantedAuthor)) &&
    (wantedWords.length === 0 || hasWords(wordsOf(`${head.fields.title} ${head.name}`), wantedWords));
}

const authorsOf = ({ fields }: StoredHead): string[] =>
  'authors' in fields ? fields.authors.map((name) => slugOf(name)) : [];

const hasWords = (words: string[], wanted: string[]): boolean =>
  wanted.every((beginning) => words.some((word) => begins(word, beginning)));

/** Scripts that write no spaces between words: one may begin anywhere. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

const begins = (word: string, beginning: string): boolean =>
  unspaced.test(beginning) ? word.includes(beginning) : word.startsWith(beginning);

/** In small letters, without accents and other marks, of every script. */
export const wordsOf = (text: string): string[] =>
  slugOf(text, Number.POSITIVE_INFINITY)
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .split('-')
    .filter(Boolean);
