import { posix } from 'node:path';
import { isLive, type StoredHead } from '../contract/document.ts';
import type { PartialDate } from '../contract/values.ts';
import { commonFields, isReserved, type Kind } from '../kinds/kinds.ts';
import { titleSlug } from '../manuscripts/slug.ts';
import { sha256 } from './archive-keys.ts';
import { areAlike, isOfLongText } from './likeness.ts';

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
  /** Readers will not see it: it says so itself, or a writer hands it in. */
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
  likenesses: ReadonlyMap<string, string>;
}

export type Identity =
  | { outcome: 'found'; slug: string; warning?: string; note?: string }
  | { outcome: 'refused'; slug?: string; text: string };

/** The last part of a path: what is meant by the same file name. */
export const basenameOf = (name: string): string => posix.basename(name.replaceAll('\\', '/'));

/** The slug of the claim's title. */
export const slugFromTitle = ({ title, language }: Pick<Claim, 'title' | 'language'>): string =>
  titleSlug(title, language);

/** How many numbered slugs are looked up in order to suggest a free one. */
const mostSuggestions = 3;

const numbered = (slug: string): string[] =>
  Array.from({ length: mostSuggestions }, (_, n) => `${slug}-${n + 2}`);

/** Every slug whose head `identify` may ask for, besides those that the file's name stands for. */
export function slugsOf(claim: Claim): string[] {
  const slug = slugFromTitle(claim);
  return [claim.slug ?? slug, slug, ...numbered(slug), ...claim.aliases, ...claim.replaces];
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

/**
 * Which document a manuscript is a version of. In doubt it is refused with the ways out, never guessed.
 *
 * A slug in the front matter, or an alias, names it. Else it is the document of the same file name and title, unless
 * their dates differ; or one of the same file name or title with a like text. Otherwise another title makes a new
 * document, and the same title is refused.
 */
export function identify(claim: Claim, known: Known): Identity {
  const taken = takenByAlias(claim, known);
  if (taken) return { outcome: 'refused', slug: taken.slug, text: oneLine(namesAnother(claim, taken)) };
  const identity = claim.slug
    ? bySlug(claim, claim.slug, known)
    : (byAlias(claim, known) ?? byNameOrTitle(claim, known));
  if (identity.outcome === 'refused') return { ...identity, text: oneLine(identity.text) };
  const { slug, warning, note } = identity;
  const text = unfit(claim, slug, known);
  if (text) return { outcome: 'refused', slug, text: oneLine(text) };
  return {
    outcome: 'found',
    slug,
    ...(warning && { warning: oneLine(warning) }),
    ...(note && { note: oneLine(note) }),
  };
}

/** Somebody else's live document that an alias would take down. */
function takenByAlias(claim: Claim, known: Known): StoredHead | undefined {
  return aliasedHeads(claim, known).find(
    (head) =>
      !hasNameOf(claim, head, known) &&
      !hasTitleOf(claim, head, known) &&
      !(isOfLongText(claim.likeness) && likenessTo(claim, head, known) === 'alike'),
  );
}

const namesAnother = ({ name }: Claim, { slug, name: other, fields }: StoredHead) =>
  `The alias “${slug}” names ${piece(fields.title, slug)}, which came as ${other} and has neither the name nor the title
    nor the text of ${basenameOf(name)}; readers would lose it. If this is to take its place, add “replaces: [${slug}]”;
    if not, take “${slug}” out of the aliases.`;

/** Live documents at an alias, but for those that the manuscript says it replaces. An alias that is a single kind's
 *  address leads nowhere, so it takes nothing. */
const aliasedHeads = (claim: Claim, { heads }: Known): StoredHead[] =>
  [...new Set(claim.aliases)]
    .filter((alias) => alias !== (claim.slug ?? slugFromTitle(claim)) && !isReserved(alias, claim.kind))
    .filter((alias) => !claim.replaces.includes(alias))
    .flatMap((alias) => heads.get(alias) ?? [])
    .filter(isLive);

function bySlug({ name, title, aliases }: Claim, slug: string, known: Known): Identity {
  const before = follow(known.filenames.get(name), known);
  if (!before || before.slug === slug || aliases.includes(before.slug)) return { outcome: 'found', slug };
  // Another piece that happens to have this file's name is no reason to ask.
  const isAnother = slugFromTitle({ title }) !== titleSlugOf(before) && isLive(known.heads.get(slug));
  if (isAnother) return { outcome: 'found', slug };
  const warning = `This file was handed in before as ${before.slug}, which stays as it is. If ${slug} is to take
    its place, add “aliases: [${before.slug}]”.`;
  return { outcome: 'found', slug, warning };
}

/** Without a slug, a document whose alias still is its address moves to the address of its title. */
function byAlias(claim: Claim, known: Known): Identity | undefined {
  const slug = slugFromTitle(claim);
  for (const alias of claim.aliases) {
    const head = follow(alias, known);
    if (!head || head.fields.kind !== claim.kind || claim.replaces.includes(alias)) continue;
    const own = hasNameOf(claim, head, known) || hasTitleOf(claim, head, known);
    if (head.slug !== alias && own) return { outcome: 'found', slug: head.slug };
    const occupant = known.heads.get(slug);
    if (head.slug === alias && (alias === slug || !isLive(occupant))) return { outcome: 'found', slug };
  }
  return undefined;
}

/** A document that a manuscript without a slug may be a version of. */
interface Candidate {
  head: StoredHead;
  name: boolean;
  title: boolean;
  alike: boolean;
}

function byNameOrTitle(claim: Claim, known: Known): Identity {
  const candidates = candidatesOf(claim, known).map((head) => ({
    head,
    name: hasNameOf(claim, head, known),
    title: hasTitleOf(claim, head, known),
    alike: likenessTo(claim, head, known) === 'alike',
  }));
  const like = candidates
    .filter(({ alike }) => alike)
    .sort((a, b) => evidence(claim, b) - evidence(claim, a))[0];
  if (like) return { outcome: 'found', slug: like.head.slug, warning: guess(claim, like, known) };
  const both = candidates.filter(({ head, name, title }) => name && title && !datesDiffer(claim, head));
  if (both[0] && both.length === 1)
    return { outcome: 'found', slug: both[0].head.slug, warning: guess(claim, both[0], known) };
  const titled = both[0] ?? candidates.find(({ title }) => title);
  if (titled)
    return { outcome: 'refused', slug: titled.head.slug, text: sameTitle(claim, titled.head, known) };
  return newDocument(claim, known);
}

/** Of several texts that are alike the one is meant that shares name and title, then the one of the same date, then
 *  the one at the title's address. */
const evidence = (claim: Claim, { head, name, title }: Candidate): number =>
  4 * (Number(name) + Number(title)) +
  2 * Number(!datesDiffer(claim, head)) +
  Number(head.slug === slugFromTitle(claim));

/** What to say when name, title and text do not all agree. */
function guess(claim: Claim, { head, name, title, alike }: Candidate, known: Known): string | undefined {
  if (name && title && alike) return undefined;
  const why = alike ? 'the texts are alike' : 'name and title are the same, though the texts are not alike';
  return `Taken as a new version of ${piece(head.fields.title, head.slug)}, which came as ${head.name}: ${why}. If it is
    another piece, give it a slug of its own, such as “slug: ${freeSlug(claim, known)}”, and hand the other file in
    again.`;
}

const sameTitle = (claim: Claim, { slug, name, fields }: StoredHead, known: Known) =>
  `There is ${piece(fields.title, slug)} already, which came as ${name}, of another text or date. Add “slug: ${slug}” if
    this is a new version of it, or “slug: ${freeSlug(claim, known)}” if it is another piece.`;

function newDocument(claim: Claim, known: Known): Identity {
  const slug = slugFromTitle(claim);
  const before = follow(known.filenames.get(claim.name), known);
  const led = follow(slug, known);
  const warning =
    led && `The address “${slug}” led readers to ${piece(led.fields.title, led.slug)}, and does no more.`;
  const note =
    before &&
    `A new document: a file of this name was ${piece(before.fields.title, before.slug)} before, with another title and
      text, which stays as it is. If this is a new version of that, add “slug: ${before.slug}” and delete “${slug}”.`;
  return { outcome: 'found', slug, warning, note };
}

/** Live documents of the claim's kind that have, or had, its file name or its title. */
function candidatesOf(claim: Claim, known: Known): StoredHead[] {
  const slugs = [...namedSlugs(claim, known), slugFromTitle(claim)];
  const heads = slugs.flatMap((slug) => follow(slug, known) ?? []);
  const ofKind = heads.filter(({ fields }) => fields.kind === claim.kind);
  const distinct = [...new Map(ofKind.map((head) => [head.slug, head])).values()];
  return distinct.filter((head) => hasNameOf(claim, head, known) || hasTitleOf(claim, head, known));
}

function hasNameOf({ name }: Claim, head: StoredHead, known: Known): boolean {
  const base = basenameOf(name);
  if (basenameOf(head.name) === base || follow(known.filenames.get(name), known) === head) return true;
  return (known.namesakes.get(base) ?? []).some(({ slug }) => follow(slug, known) === head);
}

/** Titles are the same when their slugs are; a document also has the titles that it stood under, or stands at. */
function hasTitleOf(claim: Claim, head: StoredHead, known: Known): boolean {
  const title = slugFromTitle(claim);
  const { title: theirs, language } = commonFields(head.fields);
  if (title === titleSlug(theirs, claim.language) || title === titleSlug(theirs, language)) return true;
  if (head.slug === title) return true;
  const namesakes = known.namesakes.get(basenameOf(claim.name)) ?? [];
  return namesakes.some((one) => one.title === title && follow(one.slug, known) === head);
}

/** The row of a file's name holds the likeness of the text that came with it; else the body has to be read. */
function likenessTo(claim: Claim, head: StoredHead, known: Known): 'alike' | 'unlike' | 'unread' {
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

/** The live document at a slug, or where that slug has moved to; a few steps, for editors can make rings. */
function follow(slug: string | undefined, { heads }: Known): StoredHead | undefined {
  let head = slug === undefined ? undefined : heads.get(slug);
  for (let step = 0; step < 3 && head?.to; step++) head = heads.get(head.to);
  return isLive(head) ? head : undefined;
}

/** Why this manuscript cannot stand at this slug, or undefined. */
function unfit(claim: Claim, slug: string, known: Known): string | undefined {
  const there = known.heads.get(slug);
  const wayOut = `Add “slug: ${freeSlug(claim, known)}” or another of your choice.`;
  if (isReserved(slug, claim.kind)) {
    return `The slug “${slug}” belongs to the site itself. ${wayOut}`;
  }
  if (there?.status === 'moved' && claim.draft) {
    return `The slug “${slug}” leads readers to “${there.to}”, and a draft would take that from them. Add
      “slug: ${there.to}” if this is a new version of it, or another of your choice.`;
  }
  if (isLive(there) && there.fields.kind !== claim.kind) {
    return `The slug “${slug}” belongs to another kind of document (${there.fields.kind}). ${wayOut}`;
  }
  return undefined;
}

/** A writer's file does not take the name of an editor's document: the editor's next version of that file would
 *  be taken for the writer's. */
export function mayHoldFilename(
  claim: Claim,
  editor: boolean,
  { heads, filenames, namesakes }: Known,
): boolean {
  const title = slugFromTitle(claim);
  const rows = (namesakes.get(basenameOf(claim.name)) ?? []).filter((one) => one.title === title);
  const holders = [filenames.get(claim.name) ?? '', ...rows.map(({ slug }) => slug)].map((slug) =>
    heads.get(slug),
  );
  const isEditors = (holder: StoredHead | undefined) =>
    holder?.status === 'moved' || (isLive(holder) && !holder.byWriter);
  return editor || !holders.some(isEditors);
}

function datesDiffer(claim: Claim, { fields }: StoredHead): boolean {
  const { written, published } = commonFields(fields);
  const differ = (a?: string, b?: string) => a !== undefined && b !== undefined && a !== b;
  return differ(claim.written, written) || differ(claim.published, published);
}

/** A slug to suggest for another piece: nothing stands there as far as is known. */
function freeSlug(claim: Claim, { heads }: Known): string {
  const slug = slugFromTitle(claim);
  const isFree = (suggestion: string) => !heads.has(suggestion) && !isReserved(suggestion, claim.kind);
  const suggestions = [slug, ...numbered(slug)];
  return suggestions.find(isFree) ?? `${slug}-${sha256(claim.name + claim.body).slice(0, 8)}`;
}

/** A document as notices name it. */
export const piece = (title: string, slug: string): string => `“${title}” (${slug})`;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
