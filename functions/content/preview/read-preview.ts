import type { Body, Notice } from '../contract/values.ts';
import type { Fields } from '../kinds/kinds.ts';
import {
  type ReadManuscript,
  type RefusedManuscript,
  readManuscript,
} from '../manuscripts/read-manuscript.ts';
import type { PictureShelf } from '../pictures/picture.ts';
import { earlierShelves } from '../uploads/earlier-files.ts';

/** A text that somebody is writing, and wants to see. */
export interface PreviewJob {
  /** As it would be handed in: the ending says how it is read. */
  name: string;
  text: string;
  /** A revision of its document, whose pictures and PDF it shows where it names them. */
  earlier?: { fields: Fields; body: Body; pages?: Record<string, string> };
}

/** A picture that the text names and nobody has handed in: what stands in its place leads to `src`, where nothing is. */
export interface AbsentPicture {
  /** As the text writes it. */
  path: string;
  src: string;
}

export interface ReadPreview
  extends Pick<ReadManuscript, 'outcome' | 'fields' | 'slug' | 'titleSlug' | 'body' | 'notices'> {
  absent: AbsentPicture[];
}

export type PreviewAnswer = ReadPreview | RefusedManuscript;

/** How many are told and stand in frames; the others are left out, as of a hand-in. */
const mostAbsent = 200;

/** Reads a text as a hand-in of it would be read; pure. A picture that is not there is no fault yet: it may come with the
 *  text. */
export function readPreview({ name, text, earlier }: PreviewJob): PreviewAnswer {
  const absent = new Map<string, AbsentPicture>();
  const standIn: PictureShelf['standIn'] = (path) => {
    if (!absent.has(path) && absent.size >= mostAbsent) return undefined;
    const { src } = absent.get(path) ?? { src: `/media/absent-${absent.size}` };
    absent.set(path, { path, src });
    return { name: path, width: 960, height: 640, src, variants: [] };
  };
  const pages = new Map(Object.entries(earlier?.pages ?? {}));
  const shelf = { pictures: new Map(), pages, standIn, ...(earlier && earlierShelves(earlier)) };
  const read = readManuscript({ name, bytes: new TextEncoder().encode(text) }, shelf);
  if (read.outcome === 'refused') return read;
  const { outcome, fields, slug, titleSlug, body, missingFile } = read;
  const notices = [...read.notices, ...(missingFile === undefined ? [] : [withoutPdf(name, missingFile)])];
  return { outcome, fields, slug, titleSlug, body, absent: [...absent.values()], notices };
}

/** A hand-in would be refused. */
const withoutPdf = (file: string, path: string): Notice => ({
  level: 'note',
  file,
  text: `The PDF “${path}” is not here yet. Hand it in together with the text.`,
});
