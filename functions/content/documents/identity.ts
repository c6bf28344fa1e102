import { isLive, type StoredHead } from '../contract/document.ts';
import type { PartialDate } from '../contract/values.ts';
import { commonFields, isReserved, type Kind } from '../kinds/kinds.ts';
import { titleSlug } from '../manuscripts/slug.ts';

/** What a manuscript says of itself that tells which document it is. */
export interface Claim {
  /** The file's name as handed in. */
  name: string;
  kind: Kind;
  title: string;
  /** As set in the front matter. */
  slug?: string;
  aliases: string[];
  /** Readers will not see it: it says so itself, or a writer hands it in. */
  draft: boolean;
  written?: PartialDate;
  published?: PartialDate;
  language?: string;
}

/** What the press has already: heads by slug, and the slug of the document that a file's name last stood for. */
export interface Known {
  heads: ReadonlyMap<string, StoredHead>;
  filenames: ReadonlyMap<string, string>;
}

export type Identity =
  | { outcome: 'found'; slug: string; warning?: string }
  | { outcome: 'refused'; slug?: string; text: string };

/** Every slug whose head `identify` may ask for, besides the one the file's name stands for. */
export const slugsOf = (claim: Claim): string[] => [claim.slug ?? slugFromTitle(claim), ...claim.aliases];

const slugFromTitle = ({ title, language }: Claim): string => titleSlug(title, language);

/** Which document a manuscript is a version of. In doubt it is refused with the way out, never guessed. */
export function identify(claim: Claim, known: Known): Identity {
  const identity = claim.slug
    ? bySlug(claim, claim.slug, known)
    : (byFilename(claim, known) ?? byTitle(claim, known));
  if (identity.outcome === 'refused') return identity;
  const text = unfit(claim, identity.slug, known.heads.get(identity.slug));
  return text ? { outcome: 'refused', slug: identity.slug, text: oneLine(text) } : identity;
}

function bySlug({ name, aliases }: Claim, slug: string, known: Known): Identity {
  const before = follow(known.filenames.get(name), known);
  if (!before || before.slug === slug || aliases.includes(before.slug)) return { outcome: 'found', slug };
  const warning = `This file was handed in before as ${before.slug}, which stays as it is. If ${slug} is to take
    its place, add “aliases: [${before.slug}]”.`;
  return { outcome: 'found', slug, warning: oneLine(warning) };
}

function byFilename(claim: Claim, known: Known): Identity | undefined {
  const before = follow(known.filenames.get(claim.name), known);
  if (!before) return undefined;
  const same = slugFromTitle(claim) === before.slug || resemble(claim.title, before.fields.title);
  if (same) return { outcome: 'found', slug: before.slug };
  const text = `A file of this name was handed in before as “${before.fields.title}”. Add
    “slug: ${before.slug}” if this is a new version of it, or “slug: ${freeSlug(claim, before.slug)}” if it is
    another piece.`;
  return { outcome: 'refused', text: oneLine(text) };
}

function byTitle(claim: Claim, known: Known): Identity {
  const slug = slugFromTitle(claim);
  const before = follow(slug, known);
  if (!before || before.name === claim.name) return { outcome: 'found', slug: before?.slug ?? slug };
  if (datesDiffer(claim, before)) {
    const text = `There is “${before.fields.title}” of another date already. Add “slug: ${before.slug}” if this
      is a new version of it, or “slug: ${freeSlug(claim, before.slug)}” if it is another piece.`;
    return { outcome: 'refused', slug: before.slug, text: oneLine(text) };
  }
  const warning = `Taken as a new version of “${before.fields.title}”, which came as ${before.name}.`;
  return { outcome: 'found', slug: before.slug, warning };
}

/** The live document at a slug, or where that slug has moved to; a few steps, for editors can make rings. */
function follow(slug: string | undefined, { heads }: Known): StoredHead | undefined {
  let head = slug === undefined ? undefined : heads.get(slug);
  for (let step = 0; step < 3 && head?.to; step++) head = heads.get(head.to);
  return isLive(head) ? head : undefined;
}

/** Why this manuscript cannot stand at this slug, or undefined. */
function unfit(claim: Claim, slug: string, there: StoredHead | undefined): string | undefined {
  const wayOut = `Add “slug: ${freeSlug(claim, slug)}” or another of your choice.`;
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
export function mayHoldFilename(name: string, editor: boolean, { heads, filenames }: Known): boolean {
  const holder = heads.get(filenames.get(name) ?? '');
  const isEditors = holder?.status === 'moved' || (isLive(holder) && !holder.byWriter);
  return editor || !isEditors;
}

function datesDiffer(claim: Claim, { fields }: StoredHead): boolean {
  const { written, published } = commonFields(fields);
  const differ = (a?: string, b?: string) => a !== undefined && b !== undefined && a !== b;
  return differ(claim.written, written) || differ(claim.published, published);
}

/** Two titles share at least half their words (of the longer one), in any script. */
export function resemble(a: string, b: string): boolean {
  const [mine, theirs] = telling(wordsOf(a), wordsOf(b));
  const shared = [...mine].filter((word) => theirs.has(word)).length;
  return shared > 0 && shared * 2 >= Math.max(mine.size, theirs.size);
}

/** Words of up to three letters (the, of, der, un) make titles alike that are not; unless there are no others. */
function telling(mine: Set<string>, theirs: Set<string>): [Set<string>, Set<string>] {
  const long = [mine, theirs].map((words) => [...words].filter((word) => !shortWord.test(word)));
  return long.every(({ length }) => length) ? [new Set(long[0]), new Set(long[1])] : [mine, theirs];
}

const shortWord = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{1,3}$/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

const wordsOf = (title: string): Set<string> =>
  new Set(
    [...segmenter.segment(title.toLowerCase())].flatMap(({ segment, isWordLike }) =>
      isWordLike ? segment : [],
    ),
  );

/** A slug to suggest for a piece that is not the one at `taken`. */
function freeSlug(claim: Claim, taken: string): string {
  const slug = slugFromTitle(claim);
  return slug === taken ? `${taken}-2` : slug;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
