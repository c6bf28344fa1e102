import { canonicalJson } from '../../runtime/canonical-json.ts';
import type { DocumentChanged, DocumentTrace, RemovedContent } from '../contract/change.ts';
import type { StoredHead } from '../contract/document.ts';
import type { Announcer } from '../ports.ts';

/** One write to a document's head. */
export interface HeadWrite {
  /** Its sequence number in the stream. */
  place: string;
  before?: StoredHead;
  after?: StoredHead;
}

/** Announces what was written, in order. Returns the places of those writes that could not be announced. */
export async function announceChange(writes: HeadWrite[], announcer: Announcer): Promise<string[]> {
  const changes = writes.map(({ place, before, after }) => ({ place, change: changeOf(before, after) }));
  const failed = await announcer.announce(changes.flatMap(({ change }) => change ?? []));
  return changes.flatMap(({ place, change }) => (change && failed.includes(change) ? [place] : []));
}

/** What a write to a document's head means for other rooms; undefined when it means nothing. */
function changeOf(
  before: StoredHead | undefined,
  after: StoredHead | undefined,
): DocumentChanged | undefined {
  const head = after ?? before;
  if (!head) return undefined;
  const traces = { before: traceOf(before), after: traceOf(after) };
  if (canonicalJson(traces.before) === canonicalJson(traces.after)) return undefined;
  const removed = removedBy(before, after);
  return { slug: head.slug, kind: head.fields.kind, ...traces, ...(removed && { removed }) };
}

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
  head && { revision: head.revision, status: head.status, lists: head.lists, entry: head.entry };
