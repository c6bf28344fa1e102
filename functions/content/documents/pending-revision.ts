import { type PendingRevision, type StoredHead, textOrderOf } from '../contract/document.ts';

/** The state as what waits beside another one. */
export function pendingOf(state: PendingRevision): PendingRevision {
  const { revision, status, order, published, source, body, by, byName, at } = state;
  return { revision, status, order, published, source, body, by, byName, at };
}

/** The newest of these that is newer than the text of the head, and another text. */
export function newestPending(
  head: StoredHead,
  waiting: readonly (PendingRevision | undefined)[],
): PendingRevision | undefined {
  const newer = waiting
    .filter((one) => one !== undefined)
    .filter((one) => one.order > textOrderOf(head) && !hasTextOf(one, head));
  return newestOf(newer);
}

export const newestOf = (all: readonly PendingRevision[]): PendingRevision | undefined =>
  [...all].sort((a, b) => (a.order < b.order ? 1 : -1))[0];

type Text = Pick<StoredHead, 'source' | 'body'>;

/** Whether both say the same, word for word and picture for picture. */
export const hasTextOf = (one: Text, other: Text): boolean =>
  one.source === other.source && one.body === other.body;
