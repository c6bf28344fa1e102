import { byteOrder } from '../../runtime/byte-order.ts';
import type { Contributor, Head, StoredHead } from './document.ts';

/** Who asks, as far as that decides what they see. */
export interface Viewer {
  /** Subject of their token. */
  by: string;
  isEditor: boolean;
}

/** @param who.scopes Those of their token. */
export const viewerOf = ({ by, scopes }: { by: string; scopes: string[] }): Viewer => ({
  by,
  isEditor: scopes.includes('press/editor'),
});

type Owned = Pick<StoredHead, 'by' | 'order' | 'pending' | 'people'>;

/** Who brought revisions of the document, who began it first. A head from before this was kept tells the last alone. */
export const peopleOf = ({ people, by, order, pending }: Owned): Contributor[] =>
  people ?? withPeople([], [{ by, order }, ...(pending ? [{ by: pending.by, order: pending.order }] : [])]);

/** Each once, with the lowest of their orders: the same whichever revision arrives first. */
export function withPeople(known: readonly Contributor[], others: readonly Contributor[]): Contributor[] {
  const first = new Map<string, string>();
  for (const { by, order } of [...known, ...others]) {
    const before = first.get(by);
    if (before === undefined || order < before) first.set(by, order);
  }
  return [...first]
    .map(([by, order]) => ({ by, order }))
    .sort((a, b) => byteOrder(a.order, b.order) || byteOrder(a.by, b.by));
}

/** Editors see every document, writers those that they brought something of. */
export const maySee = ({ by, isEditor }: Viewer, head: Owned): boolean =>
  isEditor || peopleOf(head).some((one) => one.by === by);

/**
 * The text of a revision. A writer reads all of what they began; of what others began, or what they do not take part in,
 * their own revisions, and what readers have: whoever hands in a draft at the address of another's must not read that.
 * Under an older slug the document had the same numbers before.
 */
export const mayRead = (
  { by, isEditor }: Viewer,
  head: Owned & Pick<StoredHead, 'slug' | 'status' | 'revision'>,
  revision: Pick<Head, 'by' | 'slug' | 'revision'>,
): boolean =>
  isEditor ||
  revision.by === by ||
  peopleOf(head)[0]?.by === by ||
  (head.status === 'published' && head.slug === revision.slug && head.revision === revision.revision);
