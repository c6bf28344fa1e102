import * as z from 'zod/mini';
import { edition, editionWithDocuments } from '../editions/edition-answers.ts';
import { kindNames } from '../kinds/kinds.ts';
import { described } from './described.ts';

/** What the API answers. Tests hold the answers to these, and the API's description is made of them. */

const slug = z.string();
/** Lasting identity of a document: it stays when the slug changes. */
const id = z.string();
export const date = described(
  'A year, a month, a day or an instant, as precisely as it is known; an instant is in UTC and to the second.',
  z.string().check(z.regex(/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}Z)?)?)?$/)),
);
export const dateOrRange = described(
  'A date as elsewhere, or a range of two with a stroke between them (EDTF, ISO 8601-2).',
  z
    .string()
    .check(
      z.regex(
        /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}Z)?)?)?(\/\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}Z)?)?)?)?$/,
      ),
    ),
);
export const instant = described('In UTC, to the second (RFC 3339).', z.iso.datetime({ precision: 0 }));
export const kind = z.enum(kindNames);
const next = z.nullable(z.string());
const optionalText = z.optional(z.string());

export const named = z.strictObject({ slug, name: z.string() });

export const picture = z.strictObject({
  name: z.string(),
  width: z.int(),
  height: z.int(),
  src: z.url(),
  variants: z.array(z.strictObject({ url: z.url(), width: z.int(), height: z.int(), type: z.string() })),
  alt: optionalText,
  credit: optionalText,
  caption: optionalText,
});

export const attachedFile = z.strictObject({
  name: z.string(),
  url: z.url(),
  bytes: z.int(),
  pages: z.int(),
  cover: z.optional(picture),
});

/** What it is, if it is no piece of the usual kind, and whose words it has. */
const ofOthers = {
  form: z.optional(z.enum(['appeal', 'statement', 'open letter'])),
  wordsOf: z.optional(z.array(z.string())),
};

const listed = {
  slug,
  id,
  title: z.string(),
  standfirst: optionalText,
  published: date,
  written: z.optional(date),
  language: optionalText,
  picture: z.optional(picture),
  file: z.optional(described('A PDF; lists tell it without its cover.', attachedFile)),
  updated: z.optional(described('Of its newest correction.', date)),
  changed: described('When this revision was made, whatever it changed.', instant),
  url: z.url(),
};

export const articleLine = z.strictObject({
  ...listed,
  section: optionalText,
  authors: z.array(z.string()),
  part: z.optional(z.int()),
  ...ofOthers,
});

export const articleList = z.strictObject({ items: z.array(articleLine), next });

export const provenance = z.strictObject({
  publication: optionalText,
  issue: optionalText,
  dates: z.optional(z.array(dateOrRange)),
  treatment: z.optional(z.enum(['edited', 'revised', 'abridged'])),
  note: optionalText,
  sentence: described('All but the note in one sentence, as the page has it.', z.string()),
});

export const reviewed = z.strictObject({
  title: z.string(),
  authors: z.optional(z.array(z.string())),
  publisher: optionalText,
  year: z.optional(z.int()),
  isbn: optionalText,
  url: optionalText,
});

export const translation = z.strictObject({
  language: z.string(),
  slug: z.optional(slug),
  url: optionalText,
  title: optionalText,
});

export const article = z.strictObject({
  ...listed,
  section: z.optional(named),
  tags: z.array(named),
  authors: z.array(named),
  series: z.optional(z.strictObject({ slug, name: z.string(), part: z.optional(z.number()) })),
  provenance: z.optional(provenance),
  reviews: z.optional(z.array(reviewed)),
  corrections: z.optional(
    z.array(
      z.strictObject({
        date,
        text: z.string(),
        html: z.optional(described('The text with its emphasis and links.', z.string())),
      }),
    ),
  ),
  translations: z.optional(z.array(translation)),
  related: z.optional(z.array(slug)),
  repliesTo: z.optional(z.array(slug)),
  credits: z.optional(z.array(z.strictObject({ role: z.string(), names: z.array(z.string()) }))),
  ...ofOthers,
  event: z.optional(slug),
  book: z.optional(slug),
  licence: optionalText,
  pictures: z.array(picture),
  html: z.string(),
  text: z.string(),
  revision: z.int(),
});

export const nameList = z.strictObject({ items: z.array(named), next });

export const notice = z.strictObject({
  level: z.enum(['error', 'warning', 'note']),
  file: z.string(),
  line: z.optional(z.int()),
  text: z.string(),
  choice: z.optional(
    described(
      'Where the press cannot tell whether it is a version of the document at `slug`, or another piece, at `other`: a `slug` in the front matter says so.',
      z.strictObject({ slug, title: z.string(), other: slug }),
    ),
  ),
});

export const status = z.enum(['published', 'scheduled', 'draft', 'withdrawn', 'deleted', 'moved']);

/** Ids of revisions: where a hand-in said what it began from, and whether something newer stood. */
const revisionId = described('The slug under which it was made, and its number there.', z.string());
const overtaken = z.optional(
  described(
    'It waits for an editor: something newer than what it began from stood when it came.',
    z.boolean(),
  ),
);
const base = { basedOn: z.optional(revisionId), overtaken };

export const receiptDocument = z.strictObject({
  slug,
  id: z.optional(id),
  kind,
  title: z.string(),
  revision: z.int(),
  status,
  url: z.url(),
  overtaken,
});

export const receipt = z.strictObject({
  id: z.string(),
  state: z.enum(['waiting', 'working', 'done', 'refused']),
  documents: z.array(receiptDocument),
  notices: z.array(notice),
});

export const openedUpload = z.strictObject({
  id: z.string(),
  expires: instant,
  files: z.array(
    z.strictObject({ name: z.string(), url: z.url(), fields: z.record(z.string(), z.string()) }),
  ),
});

/** The subject of the token, and the name at that time where it is known. */
const changedBy = { by: z.string(), byName: z.optional(z.string()) };

/** Of what readers do not have yet: the old slugs that lead here, and those of the documents whose place it takes, once
 *  it is published. */
const addresses = { aliases: z.optional(z.array(slug)), replaces: z.optional(z.array(slug)) };

/** A draft, or what is scheduled, that is newer than what stands. */
export const pendingRevision = z.strictObject({
  revision: z.int(),
  status,
  published: z.optional(date),
  ...changedBy,
  at: instant,
  ...addresses,
  ...base,
});

/** What happens to it by itself: which revision becomes live, and when; when it is withdrawn. */
export const schedule = z.strictObject({
  revision: z.optional(z.int()),
  publishAt: z.optional(instant),
  withdrawAt: z.optional(instant),
});

const { overtaken: _, ...document_ } = receiptDocument.shape;

export const changedDocument = z.strictObject({
  ...document_,
  id,
  section: optionalText,
  name: z.string(),
  published: z.optional(date),
  ...changedBy,
  at: instant,
  reason: optionalText,
  to: z.optional(slug),
  ...addresses,
  schedule: z.optional(schedule),
  pending: z.optional(pendingRevision),
  edition: z.optional(edition),
});

/** `searchedTo`: when the last document that was looked at was changed; null when all were. */
export const documentList = z.strictObject({
  items: z.array(changedDocument),
  next,
  searchedTo: z.nullable(instant),
});

/** In order of time. `publish` and `withdraw` happen to a document by themselves, `send` is a newsletter that goes out,
 *  `event` one that takes place until `ends`. Dates are days in the zone of the press. */
export const calendar = z.strictObject({
  timezone: z.string(),
  from: date,
  to: date,
  items: z.array(
    z.strictObject({
      at: instant,
      ends: z.optional(instant),
      what: z.enum(['publish', 'withdraw', 'send', 'event']),
      slug,
      kind,
      title: z.string(),
      revision: z.optional(z.int()),
      url: z.url(),
    }),
  ),
  complete: z.boolean(),
});

/** Old addresses that the manuscript named: `moved` lead here now, and so do `replaced`, where other documents stood; what
 *  stands at `kept` has changed since the draft came, and stays. */
export const publishedDocument = z.strictObject({
  ...changedDocument.shape,
  moved: z.array(slug),
  replaced: z.array(slug),
  kept: z.array(slug),
});

export const restoredDocument = z.strictObject({
  ...changedDocument.shape,
  droppedCorrections: described(
    'Notes at the head of the published page that the restored text does not have.',
    z.array(z.strictObject({ date, text: z.string() })),
  ),
});

export const revisionLine = z.strictObject({
  id: revisionId,
  revision: z.int(),
  status,
  title: z.string(),
  name: z.string(),
  published: z.optional(date),
  ...changedBy,
  at: instant,
  reason: optionalText,
  ...base,
  restores: z.optional(revisionId),
});

export const revision = z.strictObject({
  ...revisionLine.shape,
  ...addresses,
  slug,
  kind,
  fields: z.record(z.string(), z.unknown()),
  html: z.string(),
  text: z.string(),
  pictures: z.array(picture),
});

export const manuscriptLink = z.strictObject({
  name: z.string(),
  url: z.url(),
  expires: instant,
  text: optionalText,
});

const segment = z.strictObject({ text: z.string(), change: z.optional(z.enum(['added', 'removed'])) });
const segments = z.array(segment);

export const difference = z.strictObject({
  slug,
  from: revisionLine,
  to: revisionLine,
  fields: described(
    'Front matter that differs, by the names that files have.',
    z.array(z.strictObject({ name: z.string(), segments })),
  ),
  paragraphs: described(
    'The text in its order: paragraphs that differ, and how many alike stand between them.',
    z.array(z.union([z.strictObject({ segments }), z.strictObject({ alike: z.int() })])),
  ),
  markup: described('The words are the same; links, emphasis, headings or pictures are not.', z.boolean()),
  coarse: described(
    'Somewhere whole paragraphs are told, for too much differs for single words.',
    z.boolean(),
  ),
  cut: described('More differs than an answer holds; the rest is left out.', z.boolean()),
});

export const previewLink = z.strictObject({ url: z.url(), expires: instant });

export const document = z.strictObject({
  ...changedDocument.shape,
  edition: z.optional(editionWithDocuments),
  fields: z.record(z.string(), z.unknown()),
  revisions: z.array(revisionLine),
});

export const problem = z.strictObject({
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.optional(z.array(z.strictObject({ where: z.string(), text: z.string() }))),
});

/** What API Gateway answers by itself: to a token that it does not take, or to too many requests. */
export const gatewayError = z.strictObject({ message: z.string() });

/** Answered by the accounts' room. */
export const signIn = z.strictObject({
  issuer: z.url(),
  authorizationEndpoint: z.url(),
  tokenEndpoint: z.url(),
  logoutEndpoint: z.url(),
  clientId: z.string(),
  scopes: z.array(z.string()),
});

/** Of work that goes on after the answer. */
export const requested = z.strictObject({ requested: z.literal(true) });
