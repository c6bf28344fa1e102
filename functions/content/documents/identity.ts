import { isLive, type StoredHead } from '../contract/document.ts';
import type { Choice } from '../contract/values.ts';
import { isReserved } from '../kinds/kinds.ts';
import { sha256 } from './archive-keys.ts';
import {
  aliasedHeads,
  basenameOf,
  type Claim,
  candidatesOf,
  datesDiffer,
  follow,
  hasNameOf,
  hasTitleOf,
  type Known,
  likenessTo,
  numberedSlugs,
  slugFromTitle,
  titleSlugOf,
} from './claim.ts';
import { isOfLongText } from './likeness.ts';

export type Identity =
  | { outcome: 'found'; slug: string; warning?: string; note?: string; choice?: Choice }
  | { outcome: 'refused'; slug?: string; text: string; choice?: Choice };

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
  const { slug, warning, note, choice } = identity;
  const text = unfit(claim, slug, known);
  if (text) return { outcome: 'refused', slug, text: oneLine(text) };
  return {
    outcome: 'found',
    slug,
    ...(warning && { warning: oneLine(warning) }),
    ...(note && { note: oneLine(note) }),
    ...(choice && { choice }),
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

function bySlug(claim: Claim, slug: string, known: Known): Identity {
  const { name, title, aliases } = claim;
  const isTaken = isLive(known.heads.get(slug));
  const before = follow(known.filenames.get(name), known) ?? (isTaken ? undefined : earlierOf(claim, known));
  if (!before || before.slug === slug || aliases.includes(before.slug)) return { outcome: 'found', slug };
  // Another piece that happens to have this file's name is no reason to ask.
  if (isTaken && slugFromTitle({ title }) !== titleSlugOf(before)) return { outcome: 'found', slug };
  const came = before.name === name ? 'This file' : `The same, as ${before.name},`;
  const warning = `${came} was handed in before as ${before.slug}, which stays as it is. If ${slug} is to take
    its place, add “aliases: [${before.slug}]”.`;
  return { outcome: 'found', slug, warning };
}

/** What seems to be the same piece, handed in from another folder or under another name. */
const earlierOf = (claim: Claim, known: Known): StoredHead | undefined =>
  candidatesOf(claim, known).find(
    (head) =>
      !claim.replaces.includes(head.slug) &&
      (likenessTo(claim, head, known) === 'alike' ||
        (hasNameOf(claim, head, known) && hasTitleOf(claim, head, known) && !datesDiffer(claim, head))),
  );

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
    return {
      outcome: 'refused',
      slug: titled.head.slug,
      text: sameTitle(claim, titled.head, known),
      choice: choiceOf(titled.head, freeSlug(claim, known)),
    };
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
  return { outcome: 'found', slug, warning, note, ...(before && { choice: choiceOf(before, slug) }) };
}

const choiceOf = ({ slug, fields: { title } }: StoredHead, other: string): Choice => ({ slug, title, other });

/** Why this manuscript cannot stand at this slug, or undefined. */
function unfit(claim: Claim, slug: string, known: Known): string | undefined {
  const there = known.heads.get(slug);
  const wayOut = `Add “slug: ${freeSlug(claim, known)}” or another of your choice.`;
  if (isReserved(slug, claim.kind)) {
    return `The slug “${slug}” belongs to the site itself. ${wayOut}`;
  }
  if (there?.status === 'moved' && claim.draft) {
    const present = follow(slug, known)?.slug ?? there.to;
    return `The slug “${slug}” leads readers to “${present}”, and a draft would take that from them. Add
      “slug: ${present}” if this is a new version of it, or another of your choice.`;
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

/** A slug to suggest for another piece: nothing stands there as far as is known. */
function freeSlug(claim: Claim, { heads }: Known): string {
  const slug = slugFromTitle(claim);
  const isFree = (suggestion: string) => !heads.has(suggestion) && !isReserved(suggestion, claim.kind);
  const suggestions = [slug, ...numberedSlugs(slug)];
  return suggestions.find(isFree) ?? `${slug}-${sha256(claim.name + claim.body).slice(0, 8)}`;
}

/** A document as notices name it. */
export const piece = (title: string, slug: string): string => `“${title}” (${slug})`;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
