import { canonicalJson } from '../../runtime/canonical-json.ts';
import {
  type ContentEvent,
  type DocumentTrace,
  documentChanged,
  type RemovedContent,
  type TermChanged,
  termChanged,
} from '../contract/change.ts';
import { idOf, type StoredHead } from '../contract/document.ts';
import type { Announcer } from '../ports.ts';

/** One write to the content table; `place` is its sequence number in the stream. */
export type ContentWrite = { place: string } & (HeadWrite | { term: TermChanged });

/** A write to a document's head. */
interface HeadWrite {
  before?: StoredHead;
  after?: StoredHead;
}

/** Announces what was written, in order. Returns the places of those writes that could not be announced. */
export async function announceChange(writes: ContentWrite[], announcer: Announcer): Promise<string[]> {
  const events = writes.map((write) => ({ place: write.place, event: eventOf(write) }));
  const failed = await announcer.announce(events.flatMap(({ event }) => event ?? []));
  return events.flatMap(({ place, event }) => (event && failed.includes(event) ? [place] : []));
}

/** What a write means for other rooms; undefined when it means nothing. */
function eventOf(write: ContentWrite): ContentEvent | undefined {
  return 'term' in write ? { type: termChanged, detail: write.term } : changeOf(write);
}

function changeOf({ before, after }: HeadWrite): ContentEvent | undefined {
  const head = after ?? before;
  if (!head) return undefined;
  const traces = { before: traceOf(before), after: traceOf(after) };
  const isSame = canonicalJson(traces.before) === canonicalJson(traces.after);
  if (isSame && !isDeletedAgain(before, after)) return undefined;
  const removed = removedBy(before, after);
  const detail = { slug: head.slug, id: idOf(head), kind: head.fields.kind, ...traces };
  return { type: documentChanged, detail: { ...detail, ...(removed && { removed }) } };
}

/** It wakes the erasure once more, which may have failed for good. */
const isDeletedAgain = (before: StoredHead | undefined, after: StoredHead | undefined): boolean =>
  after?.status === 'deleted' && after.order !== before?.order;

function removedBy(
  before: StoredHead | undefined,
  after: StoredHead | undefined,
): RemovedContent | undefined {
  if (!after) return undefined;
  if (after.status === 'deleted') return { order: after.order, deleted: true };
  const left = picturesShown(after);
  const isMissing = before?.status === 'published' && after.status !== 'published';
  const dropsPictures = picturesShown(before).some((original) => !left.includes(original));
  return isMissing || dropsPictures ? { order: after.order } : undefined;
}

/** Keys of the originals of the pictures that readers see. */
const picturesShown = (head: StoredHead | undefined): string[] =>
  head?.status === 'published' ? Object.values(head.originals) : [];

const traceOf = (head: StoredHead | undefined): DocumentTrace | undefined =>
  head && {
    revision: head.revision,
    status: head.status,
    lists: head.lists,
    entry: head.entry,
    former: head.former,
  };
