import * as z from 'zod/mini';
import { kindNames } from '../kinds/kinds.ts';

/** What the API answers. Tests hold the answers to these, and the API's description is made of them. */

const slug = z.string();
/** Lasting identity of a document: it stays when the slug changes. */
const id = z.string();
export const date = z.string().check(z.regex(/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?)?)?$/));
export const instant = z.iso.datetime();
export const kind = z.enum(kindNames);
const next = z.nullable(z.string());
const optionalText = z.optional(z.string());

const named = z.strictObject({ slug, name: z.string() });

export const picture = z.strictObject({
  name: z.string(),
  width: z.int(),
  height: z.int(),
  src: z.string(),
  variants: z.array(z.strictObject({ path: z.string(), width: z.int(), height: z.int(), type: z.string() })),
  alt: optionalText,
  credit: optionalText,
  caption: optionalText,
});

const listed = {
  slug,
  id,
  title: z.string(),
  standfirst: optionalText,
  published: date,
  written: z.optional(date),
  language: optionalText,
  picture: z.optional(picture),
  changed: instant,
  url: z.url(),
};

export const articleList = z.strictObject({
  items: z.array(
    z.strictObject({
      ...listed,
      section: optionalText,
      authors: z.array(z.string()),
      part: z.optional(z.int()),
    }),
  ),
  next,
});

const provenance = z.strictObject({
  publication: optionalText,
  issue: optionalText,
  dates: z.optional(z.array(date)),
  treatment: z.optional(z.enum(['edited', 'revised', 'abridged'])),
  note: optionalText,
});

const reviewed = z.strictObject({
  title: z.string(),
  authors: z.optional(z.array(z.string())),
  publisher: optionalText,
  year: z.optional(z.int()),
  isbn: optionalText,
  url: optionalText,
});

const translation = z.strictObject({
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
  corrections: z.optional(z.array(z.strictObject({ date, text: z.string() }))),
  translations: z.optional(z.array(translation)),
  related: z.optional(z.array(slug)),
  licence: optionalText,
  pictures: z.array(picture),
  html: z.string(),
  text: z.string(),
  revision: z.int(),
});

export const nameList = z.strictObject({ items: z.array(named), next });

const notice = z.strictObject({
  level: z.enum(['error', 'warning', 'note']),
  file: z.string(),
  line: z.optional(z.int()),
  text: z.string(),
});

export const status = z.enum(['published', 'scheduled', 'draft', 'withdrawn', 'deleted', 'moved']);

const receiptDocument = z.strictObject({
  slug,
  id: z.optional(id),
  kind,
  title: z.string(),
  revision: z.int(),
  status,
  url: z.url(),
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

const documentLine = {
  ...receiptDocument.shape,
  id,
  name: z.string(),
  published: z.optional(date),
  ...changedBy,
  at: instant,
  reason: optionalText,
  to: z.optional(slug),
  ...addresses,
  /** A draft, or what is scheduled, that is newer than what stands. */
  pending: z.optional(
    z.strictObject({
      ...{ revision: z.int(), status, published: z.optional(date), ...changedBy, at: instant },
      ...addresses,
    }),
  ),
};

export const documentList = z.strictObject({ items: z.array(z.strictObject(documentLine)), next });

export const changedDocument = z.strictObject(documentLine);

/** Old addresses that the manuscript named: `moved` lead here now, and so do `replaced`, where other documents stood; what
 *  stands at `kept` has changed since the draft came, and stays. */
export const publishedDocument = z.strictObject({
  ...documentLine,
  moved: z.array(slug),
  replaced: z.array(slug),
  kept: z.array(slug),
});

const revisionLine = {
  revision: z.int(),
  status,
  title: z.string(),
  name: z.string(),
  published: z.optional(date),
  ...changedBy,
  at: instant,
  reason: optionalText,
};

export const revision = z.strictObject({
  ...revisionLine,
  ...addresses,
  slug,
  kind,
  fields: z.record(z.string(), z.unknown()),
  html: z.string(),
  text: z.string(),
  pictures: z.array(picture),
});

export const manuscriptLink = z.strictObject({ name: z.string(), url: z.url(), expires: instant });

export const document = z.strictObject({
  ...documentLine,
  fields: z.record(z.string(), z.unknown()),
  revisions: z.array(z.strictObject(revisionLine)),
});

export const problem = z.strictObject({
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.optional(z.array(z.strictObject({ where: z.string(), text: z.string() }))),
});

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
