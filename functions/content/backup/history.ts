import * as z from 'zod/mini';
import { kind, status } from '../api/api-answers.ts';
import { described } from '../api/described.ts';

/** A document's whole past, as the API answers it to editors, as a backup holds it and as it is handed in again. */

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'has to be a SHA-256 in hexadecimal'));
/** As stored: what is handed in again from it comes out the same. */
const instant = described('In UTC, to the millisecond, as it is stored (RFC 3339).', z.iso.datetime());
const date = z.string().check(z.regex(/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?)?)?$/));
const ulid = z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'has to be a ULID'));
const counted = z.int().check(z.positive());
const fileName = z.string().check(z.maxLength(300));

/** What was done to a document once: handed in, withdrawn, moved or deleted. */
export const pastState = z.strictObject({
  revision: counted,
  status,
  kind,
  name: fileName,
  order: ulid,
  by: z.string(),
  /** Their name at that time; histories from before names were kept have none. */
  byName: z.optional(z.string().check(z.maxLength(300))),
  at: instant,
  byWriter: z.optional(z.boolean()),
  /** Id of the revision that it began from, and whether it waited because something newer stood. */
  basedOn: z.optional(z.string().check(z.maxLength(400))),
  overtaken: z.optional(z.boolean()),
  /** Id of the revision whose text was restored. */
  restores: z.optional(z.string().check(z.maxLength(400))),
  published: z.optional(date),
  /** `published` is its own date, which the manuscript may not have; absent: the manuscript says. */
  dated: z.optional(z.boolean()),
  /** The date that an edition gave it, as long as its file names none. */
  givenDate: z.optional(date),
  publishAt: z.optional(instant),
  withdrawAt: z.optional(instant),
  withdrawReason: z.optional(z.string()),
  reason: z.optional(z.string()),
  to: z.optional(z.string()),
  /** SHA-256 of the file; without, there was no text. */
  manuscript: z.optional(sha256),
  /** SHA-256 of each picture it shows, by the name it was handed in under. */
  pictures: z.record(fileName, sha256),
  /** Site paths to which its links to other manuscripts lead, by the path as written. */
  pages: z.optional(
    z.record(z.string(), z.string().check(z.regex(/^\/(?!\/)/, 'has to be a path of the site'))),
  ),
});
export type PastState = z.output<typeof pastState>;

/** Which state stands now, and what is known of the document besides its states. */
const standing = {
  slug: z.string(),
  /** Order of the other document that stood here before, if there was one: this past is not of that one. */
  since: z.optional(ulid),
  status,
  /** The highest; a document stays as it is by these two: whatever changes it changes one of them. */
  order: ulid,
  revisions: counted,
};

export const history = z.strictObject({
  ...standing,
  /** Lasting identity; a backup from before there were ids has none. */
  id: z.optional(z.string().check(z.maxLength(300))),
  /** Every slug it had before. */
  former: z.optional(z.array(z.string())),
  /** The one that stands now. */
  revision: counted,
  /** When readers first got it. */
  first: z.optional(instant),
  /** Who brought revisions of it, also where it stood before, each with the order of their first. */
  people: z.optional(z.array(z.strictObject({ by: z.string(), order: ulid }))),
  /** Order of the hand-in that its text came with, where `order` is another. */
  handedIn: z.optional(ulid),
  /** The revision that waits beside it, and the one that becomes live by itself. */
  pending: z.optional(counted),
  scheduled: z.optional(counted),
  /** Files' names that stand for this document. */
  names: z.array(fileName),
  /** What it is gathered under, as the press spells it. */
  spelled: z.array(
    z.strictObject({
      kind: z.enum(['sections', 'tags', 'authors', 'series', 'serials', 'years', 'written']),
      name: z.string(),
    }),
  ),
  /** Oldest first. */
  past: z.array(pastState),
});
export type History = z.output<typeof history>;

/**
 * A history as it is handed in. A revision may show more pictures than one upload holds: `before` names the uploads that
 * brought the others, and with `more` what is missing comes with a later one.
 */
export const handedInHistory = z.strictObject({
  ...history.shape,
  part: z.optional(z.strictObject({ before: z.array(ulid).check(z.maxLength(100)), more: z.boolean() })),
});
export type HandedInHistory = z.output<typeof handedInHistory>;

const next = z.nullable(z.string());

/** One page of a past, with links to the files by their SHA-256. */
export const historyPage = z.strictObject({ ...history.shape, links: z.record(sha256, z.url()), next });

export const historyList = z.strictObject({ items: z.array(z.strictObject(standing)), next });
