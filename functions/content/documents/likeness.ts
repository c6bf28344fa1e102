import type { Body } from '../contract/values.ts';
import { sha256 } from './archive-keys.ts';

/** How many minima a long text has, and how many of them two versions of one text share at least. */
const valueCount = 64;
const mostUnlike = valueCount / 2;
const wordsInShingle = 5;
/** In words. Shorter texts have too few shingles: they are alike only when their words are the same. */
const shortest = 40;
/** In UTF-16 code units. A longer text is judged by its beginning, so that the time is bounded. */
const longest = 200_000;

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/**
 * What tells whether two bodies are versions of one text, in at most about 360 characters: `shingles:` and the MinHash
 * of its five-word shingles (64 unsigned 32-bit integers, base64), `words:` and a SHA-256 of the normalised words of a
 * text below 40 words, or `markup:` and the SHA-256 of a body without words. Empty for an empty body. Words are those
 * of Unicode's segmentation (UAX 29), in any script. See Broder, "On the resemblance and containment of documents".
 */
export function likenessOf({ text, html }: Pick<Body, 'text' | 'html'>): string {
  const words = wordsOf(text);
  if (words.length >= shortest) return `shingles:${minHash(words.map(hashOf))}`;
  if (words.length) return `words:${sha256(words.join(' '))}`;
  return html ? `markup:${sha256(html)}` : '';
}

/** Whether two likenesses are of versions of one text. Nothing is like an empty body. */
export function areAlike(a: string, b: string): boolean {
  if (!a || !b) return false;
  if (!isOfLongText(a) || !isOfLongText(b)) return a === b;
  const [mine, theirs] = [valuesIn(a), valuesIn(b)];
  return mine.filter((value, at) => value === theirs[at]).length >= mostUnlike;
}

/** Whether the likeness is of a text so long that nobody else writes the same. */
export const isOfLongText = (likeness: string): boolean => likeness.startsWith('shingles:');

function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text.slice(0, longest))) {
    if (isWordLike) words.push(segment.normalize('NFKC').toLowerCase());
  }
  return words;
}

/** FNV-1a of the UTF-16 code units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash;
}

/** The least value of each of 64 hash functions over all shingles. */
function minHash(words: number[]): string {
  const minima = new Uint32Array(valueCount).fill(0xffffffff);
  for (let start = 0; start + wordsInShingle <= words.length; start++) {
    let shingle = 0;
    for (const word of words.slice(start, start + wordsInShingle))
      shingle = mixed(Math.imul(shingle, 31) + word);
    for (let at = 0; at < valueCount; at++) {
      const value = mixed(shingle ^ Math.imul(at + 1, 0x9e3779b9)) >>> 0;
      if (value < (minima[at] ?? 0)) minima[at] = value;
    }
  }
  const bytes = Buffer.alloc(valueCount * 4);
  for (const [at, value] of minima.entries()) bytes.writeUInt32LE(value, at * 4);
  return bytes.toString('base64');
}

/** The finaliser of MurmurHash3: every bit of the input changes about half of the output's. */
function mixed(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function valuesIn(likeness: string): number[] {
  const bytes = Buffer.from(likeness.slice('shingles:'.length), 'base64');
  return Array.from({ length: valueCount }, (_, at) => bytes.readUInt32LE(at * 4));
}
