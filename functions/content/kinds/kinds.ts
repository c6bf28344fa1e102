import * as z from 'zod/mini';
import type { PartialDate } from '../contract/values.ts';
import { fieldsOf } from '../manuscripts/front-matter/check-fields.ts';
import { article } from './article.ts';
import { book } from './book-rules.ts';
import { bulletin } from './bulletin.ts';
import { edition } from './edition.ts';
import { event } from './event-rules.ts';
import { front } from './front.ts';
import type { CommonFields, KindRules } from './kind.ts';
import { newsletter } from './newsletter.ts';
import { page } from './page.ts';
import { press } from './press.ts';

/** Every kind of document, by the word in its front matter. */
export const kinds = { article, page, book, bulletin, front, press, newsletter, event, edition };

export type Kind = keyof typeof kinds;

/** The stored front matter of a document of any kind. */
export type Fields = ReturnType<(typeof kinds)[Kind]['fields']>;

export const kindNames = Object.keys(kinds) as Kind[];

export const isKind = (word: unknown): word is Kind => kindNames.some((kind) => kind === word);

export const kindRules = (kind: Kind): KindRules<Fields> => kinds[kind];

/** The path under which readers find a document, percent-encoded. */
export const pathOf = (fields: Fields, slug: string): string => kindRules(fields.kind).path(slug, fields);

/** The fields that any kind may have, of a kind that need not be known. */
export const commonFields = (fields: Fields): CommonFields => fields;

/** The fields with another date of publication, where they have one. */
export const redated = (fields: Fields, published: PartialDate): Fields =>
  'published' in fields ? { ...fields, published } : fields;

/** The fields with a date of publication, or without one, of a kind that may have one. */
export function dated(fields: Fields, published: PartialDate | undefined): Fields {
  const date = fieldsOf(kindRules(fields.kind).input).includes('published') ? { published } : {};
  return { ...fields, ...date };
}

/** The fields with the date that was given to the document, if they name none. */
export const withGivenDate = (
  fields: Fields,
  given: PartialDate | undefined,
): { fields: Fields; givenDate?: PartialDate } =>
  given === undefined || commonFields(fields).published !== undefined
    ? { fields }
    : { fields: dated(fields, given), givenDate: given };

/** Of what has no text: a marker at an old address, the tombstone of a deleted document. */
export function blankFields(kind: Kind): Fields {
  switch (kind) {
    case 'event':
      return { kind, title: '', starts: '', ends: '', timezone: 'UTC', tickets: [] };
    case 'book':
      return { kind, title: '', authors: [], editions: [] };
    case 'bulletin':
      return { kind, title: '', serial: { slug: 'bulletin', title: '' }, number: '' };
    case 'edition':
      return { kind, title: '', documents: [] };
    default:
      return { kind, title: '', tags: [], authors: [] };
  }
}

/** Whether this is the slug of a kind of which there is one document. */
export const isSingle = (slug: string): boolean => isKind(slug) && kindRules(slug).single === true;

/** Whether a document of this kind cannot have this slug, because the site or another kind needs it. */
export function isReserved(slug: string, kind: Kind): boolean {
  if (isSingle(slug)) return slug !== kind;
  return kindRules(kind).reserved?.has(slug) ?? false;
}

/** The front matter of one kind as JSON Schema (2020-12), for editors' tools: from the schema that reads it. */
export const fieldSchema = (kind: Kind) => z.toJSONSchema(kindRules(kind).input, { io: 'input' });
