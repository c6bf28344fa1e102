import { canonicalJson } from '../../runtime/canonical-json.ts';
import { type Head, isPublic, type StoredHead } from '../contract/document.ts';
import { entryOf, type ListItem, listOf, type Membership, opensPage, opensShard } from '../contract/lists.ts';
import type { PartialDate } from '../contract/values.ts';
import type { Term } from '../kinds/kind.ts';
import { commonFields, kindRules } from '../kinds/kinds.ts';
import { sha256 } from './archive-keys.ts';

/** Every term a document is gathered under; two names with one slug are one. */
export function termsOf({ fields, published, zone }: Head): Term[] {
  const slugs = new Set<string>();
  return (kindRules(fields.kind).terms?.(fields, published, zone) ?? []).filter(({ kind, slug }) => {
    const isNew = slug !== '' && !slugs.has(kind + slug);
    slugs.add(kind + slug);
    return isNew;
  });
}

type Listable = Head & Pick<StoredHead, 'byWriter' | 'pending'>;

/** The items of a document in every list it stands in. Only published ones stand in lists that readers see. */
export function listItemsOf(head: Listable): ListItem[] {
  const terms = head.status === 'published' ? termsOf(head) : [];
  const spelled = new Map(terms.map((term) => [listOf(term), term.name]));
  return placesOf(head, terms).map(({ list, sort }) => ({
    list,
    sort,
    entry: entryOf(head),
    term: spelled.get(list),
    border: opensPage(list, head.slug),
    shard: list === 'all' && opensShard(head.slug),
  }));
}

function placesOf(head: Listable, terms: Term[]): Omit<Membership, 'border'>[] {
  const { lists, waits } = kindRules(head.fields.kind);
  const shown = (head.status === 'published' && lists?.(head, terms)) || [];
  return isToCome(head) ? [...shown, ...(waits?.(head) ?? [])] : shown;
}

/** Readers do not have it, or something waits beside what they have or had. */
function isToCome({ status, byWriter, pending }: Listable): boolean {
  if (isPublic({ status })) return pending !== undefined;
  return (status === 'draft' || status === 'scheduled') && !byWriter;
}

/** Hash of what lists show of a document, without its id, which only feeds show, and the dates of its revision and of its
 *  last correction: feeds and sitemaps are made anew with every change. That there is a correction counts: items from
 *  before they told of it are renewed. */
export function entryHash(head: Head): string {
  const listed = kindRules(head.fields.kind).lists ? head : { ...head, fields: { title: head.fields.title } };
  const { changed, updated, id, ...shown } = entryOf(listed);
  const isCorrected = updated === undefined ? undefined : true;
  return sha256(canonicalJson({ ...shown, isCorrected })).slice(0, 32);
}

export const membershipOf = ({ list, sort, border }: ListItem): Membership =>
  border ? { list, sort, border } : { list, sort };

/** The head with all that follows from the other fields: the date readers see, its lists and their hash. */
export function withDerived(head: StoredHead): StoredHead {
  const isDated = head.status === 'published' || head.status === 'scheduled';
  const zone = head.zone === 'UTC' ? undefined : head.zone;
  const dated = { ...head, zone, published: isDated ? publishedOf(head) : head.published };
  return { ...dated, lists: listItemsOf(dated).map(membershipOf), entry: entryHash(dated) };
}

/** What is scheduled has the date at which readers get it. */
function publishedOf({ fields, first, publishAt }: StoredHead): PartialDate | undefined {
  return commonFields(fields).published ?? (publishAt ?? first)?.replace(/\.\d+Z$/, 'Z');
}
