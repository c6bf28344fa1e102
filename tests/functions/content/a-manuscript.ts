import type { Picture } from '../../../functions/content/contract/values.ts';
import { readManuscript } from '../../../functions/content/manuscripts/read-manuscript.ts';

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A picture as the picture reader leaves it. */
export const aPicture = (name: string): Picture => ({
  name,
  width: 1200,
  height: 800,
  src: `/media/${name.replace(/\W/g, '')}-960.jpg`,
  variants: [480, 960].map((width) => ({
    path: `/media/${name.replace(/\W/g, '')}-${width}.webp`,
    width,
    height: (width * 2) / 3,
    type: 'image/webp',
  })),
});

export const picturesNamed = (...names: string[]) => new Map(names.map((name) => [name, aPicture(name)]));

/** Reads a manuscript that is expected to be read or refused, `text.md` unless it is named. */
export const read = (text: string, pictures: string[] = [], name = 'text.md') =>
  readManuscript({ name, bytes: bytesOf(text) }, { pictures: picturesNamed(...pictures) });

/** The same, for what must be read. */
export function readWell(text: string, pictures: string[] = [], name = 'text.md') {
  const ingestQueue = read(text, pictures, name);
  if (ingestQueue.outcome === 'refused') throw new Error(`Refused: ${JSON.stringify(ingestQueue.notices)}`);
  return ingestQueue;
}

/** What a receipt would say, short: `error 3: text`. */
export const remarks = (ingestQueue: ReturnType<typeof read>) =>
  ingestQueue.notices.map(({ level, line, text }) => `${level} ${line ?? '-'}: ${text}`);

/** The HTML of a body under a title. */
export const htmlOf = (body: string, pictures: string[] = []) =>
  readWell(`---\ntitle: T\n---\n${body}`, pictures).body.html;
