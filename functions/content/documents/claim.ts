import { posix } from 'node:path';
import { isLive, type StoredHead } from '../contract/document.ts';
import type { PartialDate } from '../contract/values.ts';
import { commonFields, isReserved, type Kind } from '../kinds/kinds.ts';
import { titleSlug } from '../manuscripts/slug.ts';
import { areAlike } from './likeness.ts';

/** What a manuscript says of itself that tells which document it is. */
export interface Claim {
  /** The file's name as handed in. */
  name: string;
  kind: Kind;
  title: string;
  /** As set in the front matter. */
  slug?: string;
  aliases: string[];
  /** Slugs of other documents whose place it takes. */
  replaces: string[];
  /** Slugs of documents that it names or began from, and of the press where it names sections: they are only looked up. */
  names?: string[];
  /** Readers will not see it: it says so itself, its date is to come, or a writer hands it in. */
  draft: boolean;
  written?: PartialDate;
  published?: PartialDate;
  language?: string;
  /** Key of its body, and what `likenessOf` says of it. */
  body: string;
  likeness: string;
}

/** A document that a file became whose path ends with a certain name. */
export interface Namesake {
  slug: string;
  /** Slug of the title it had then. */
  title: string;
  /** Of its text then; absent after a restore. */
  likeness?: string;
}

/** What is stored: heads by slug, the slug of the document that a path last stood for, and by the last part of a path
 *  the documents that files of that name became. */
export interface StoredNames {
  heads: ReadonlyMap<string, StoredHead>;
  filenames: ReadonlyMap<string, string>;
  namesakes: ReadonlyMap<string, readonly Namesake[]>;
}

/** What the press has already; likenesses by the key of the body, where one had to be read. */
export interface Known extends StoredNames {
  /** By the slugs of markers, the documents to which they lead now, if any. */
  leads?: ReadonlyMap<string, StoredHead | undefined>;
  likenesses: ReadonlyMap<string, string>;
}

/** The last part of a path: what is meant by the same file name. */
export const basenameOf = (name: string): string => posix.basename(name.replaceAll('\\', '/'));

/** The slug of the claim's title. */
export const slugFromTitle = ({ title, language }: Pick<Claim, 'title' | 'language'>): string =>
  titleSlug(title, language);

/** How many numbered slugs are looked up in order to suggest a free one. */
const mostSuggestions = 3;

export const numberedSlugs = (slug: string): string[] =>
  Array.from({ length: mostSuggestions }, (_, n) => `${slug}-${n + 2}`);

/** Every slug whose head `identify` may ask for, besides those that the file's name stands for. */
export function slugsOf(claim: Claim): string[] {
  const slug = slugFromTitle(claim);
  return [
    claim.slug ?? slug,
    slug,
    ...numberedSlugs(slug),
    ...claim.aliases,
    ...claim.replaces,
    ...(claim.names ?? []),
  ];
}

/** How many namesakes without a likeness are considered: each costs a read of its body. */
const mostUnread = 5;

/** Slugs of documents that the file's name may stand for, as far as is known without their heads. */
export function namedSlugs(
  claim: Claim,
  { filenames, namesakes }: Pick<Known, 'filenames' | 'namesakes'>,
): string[] {
  const title = slugFromTitle(claim);
  const all = namesakes.get(basenameOf(claim.name)) ?? [];
  const likely = all.filter(
    (one) => one.title === title || (one.likeness && areAlike(one.likeness, claim.likeness)),
  );
  const unread = all.filter(({ likeness }) => likeness === undefined).slice(0, mostUnread);
  const path = filenames.get(claim.name) ?? [];
  return [...new Set([path, ...likely.map(({ slug }) => slug), ...unread.map(({ slug }) => slug)].flat())];
}

/** The heads whose bodies have to be read before `identify` can judge their likeness to the claim. */
export function unreadHeads(claim: Claim, known: Known): StoredHead[] {
  const named = (head: StoredHead) => hasNameOf(claim, head, known) || hasTitleOf(claim, head, known);
  const aliased = aliasedHeads(claim, known).filter((head) => !named(head));
  const heads = [...(claim.slug ? [] : candidatesOf(claim, known)), ...aliased];
  return claim.likeness ? heads.filter((head) => likenessTo(claim, head, known) === 'unread') : [];
}

/** Live documents at an alias, but for those that the manuscript says it replaces. An alias that is a single kind's
 *  address leads nowhere, so it takes nothing. */
export const aliasedHeads = (claim: Claim, { heads }: Known): StoredHead[] =>
  [...new Set(claim.aliases)]
    .filter((alias) => alias !== (claim.slug ?? slugFromTitle(claim)) && !isReserved(alias, claim.kind))
    .filter((alias) => !claim.replaces.includes(alias))
    .flatMap((alias) => heads.get(alias) ?? [])
    .filter(isLive);

/** Live documents of the claim's kind that have, or had, its file name or its title. */
export function candidatesOf(claim: Claim, known: Known): StoredHead[] {
  const slugs = [...namedSlugs(claim, known), slugFromTitle(claim)];
  const heads = slugs.flatMap((slug) => follow(slug, known) ?? []);
  const ofKind = heads.filter(({ fields }) => fields.kind === claim.kind);
  const distinct = [...new Map(ofKind.map((head) => [head.slug, head])).values()];
  return distinct.filter((head) => hasNameOf(claim, head, known) || hasTitleOf(claim, head, known));
}

export function hasNameOf({ name }: Claim, head: StoredHead, known: Known): boolean {
  const base = basenameOf(name);
  if (basenameOf(head.name) === base || follow(known.filenames.get(name), known) === head) return true;
  return (known.namesakes.get(base) ?? []).some(({ slug }) => follow(slug, known) === head);
}

/** Titles are the same when their slugs are; a document also has the titles that it stood under, or stands at. */
export function hasTitleOf(claim: Claim, head: StoredHead, known: Known): boolean {
  const title = slugFromTitle(claim);
  const { title: theirs, language } = commonFields(head.fields);
  if (title === titleSlug(theirs, claim.language) || title === titleSlug(theirs, language)) return true;
  if (head.slug === title) return true;
  const namesakes = known.namesakes.get(basenameOf(claim.name)) ?? [];
  return namesakes.some((one) => one.title === title && follow(one.slug, known) === head);
}

/** The row of a file's name holds the likeness of the text that came with it; else the body has to be read. */
export function likenessTo(claim: Claim, head: StoredHead, known: Known): 'alike' | 'unlike' | 'unread' {
  if (!claim.likeness) return 'unlike';
  if (claim.body === head.body) return 'alike';
  const rows = [...(known.namesakes.get(basenameOf(claim.name)) ?? [])].filter(
    ({ slug }) => follow(slug, known) === head,
  );
  if (rows.some(({ likeness }) => likeness && areAlike(likeness, claim.likeness))) return 'alike';
  const read = known.likenesses.get(head.body);
  if (read !== undefined) return areAlike(read, claim.likeness) ? 'alike' : 'unlike';
  const current = basenameOf(head.name) === basenameOf(claim.name) && titleSlugOf(head);
  return rows.some(({ title, likeness }) => likeness && title === current) ? 'unlike' : 'unread';
}

/** The slug of a stored document's title. */
export function titleSlugOf({ fields }: Pick<StoredHead, 'fields'>): string {
  const { title, language } = commonFields(fields);
  return titleSlug(title, language);
}

export function datesDiffer(claim: Claim, { fields }: StoredHead): boolean {
  const { written, published } = commonFields(fields);
  const differ = (a?: string, b?: string) => a !== undefined && b !== undefined && a !== b;
  return differ(claim.written, written) || differ(claim.published, published);
}

/** The live document at a slug, or where that slug leads. */
export function follow(
  slug: string | undefined,
  { heads, leads }: Pick<Known, 'heads' | 'leads'>,
): StoredHead | undefined {
  const there = slug === undefined ? undefined : heads.get(slug);
  const head = there?.status === 'moved' ? leads?.get(there.slug) : there;
  return isLive(head) ? head : undefined;
}
