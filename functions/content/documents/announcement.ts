import * as z from 'zod/mini';
import { canonicalJson } from '../../runtime/canonical-json.ts';
import {
  type ContentEvent,
  type DocumentTrace,
  documentBackfilled,
  documentChanged,
  type RemovedContent,
} from '../contract/change.ts';
import { idOf } from '../contract/document.ts';

/** The key of a head or of a term in the content table. */
export interface StoredKey {
  pk: string;
  sk: string;
}

const key = z.string().check(z.minLength(1));
const count = z.int().check(z.nonnegative());

/** What announcing a document reads of its head: the rest may be as it likes. */
const announcedHead = z.object({
  slug: key,
  id: z.optional(key),
  status: z.enum(['published', 'scheduled', 'draft', 'withdrawn', 'deleted', 'moved']),
  revision: count,
  version: z.optional(count),
  order: key,
  to: z.optional(z.string()),
  fields: z.object({ kind: key }),
  lists: z.array(z.object({ list: key, sort: key, border: z.optional(z.boolean()) })),
  entry: z.string(),
  former: z.optional(z.array(key)),
  originals: z.record(z.string(), z.string()),
});

export type AnnouncedHead = z.output<typeof announcedHead>;

/** Throws UnreadableHead, which names the members that are wrong and none of their values. */
export function readHead(stored: unknown): AnnouncedHead {
  const { data, error } = announcedHead.safeParse(stored);
  if (data) return data;
  throw new UnreadableHead(error.issues.map(({ path }) => path.join('.')));
}

export class UnreadableHead extends Error {
  override readonly name = 'UnreadableHead';

  constructor(members: string[], options?: ErrorOptions) {
    super(`A stored document cannot be read: ${members.join(', ')}`, options);
  }
}

/** What a write to a head means for other rooms; undefined when it means nothing. */
export function changeOf(before?: AnnouncedHead, after?: AnnouncedHead): ContentEvent | undefined {
  const head = after ?? before;
  if (!head) return undefined;
  const traces = { before: traceOf(before), after: traceOf(after) };
  const isSame = canonicalJson(traces.before) === canonicalJson(traces.after);
  if (isSame && !isDeletedAgain(before, after)) return undefined;
  const removed = removedBy(before, after);
  return {
    type: documentChanged,
    detail: { ...about(head), ...traces, ...(removed && { removed }) },
  };
}

/** A change that was lost, by what stands now: what it was before nobody knows, so anything may have been removed. */
export function changeTo(after: AnnouncedHead): ContentEvent {
  const { order, status } = after;
  const removed: RemovedContent = status === 'deleted' ? { order, deleted: true } : { order };
  return { type: documentChanged, detail: { ...about(after), after: traceOf(after), removed } };
}

export const backfillOf = (head: AnnouncedHead, backfill: string): ContentEvent => ({
  type: documentBackfilled,
  detail: { ...about(head), after: traceOf(head), backfill },
});

const about = (head: AnnouncedHead) => ({
  slug: head.slug,
  id: idOf(head),
  kind: head.fields.kind,
  version: head.version,
});

/** It wakes the erasure once more, which may have failed for good. */
const isDeletedAgain = (before?: AnnouncedHead, after?: AnnouncedHead): boolean =>
  after?.status === 'deleted' && after.order !== before?.order;

function removedBy(before?: AnnouncedHead, after?: AnnouncedHead): RemovedContent | undefined {
  if (!after) return undefined;
  if (after.status === 'deleted') return { order: after.order, deleted: true };
  const left = picturesShown(after);
  const isMissing = before?.status === 'published' && after.status !== 'published';
  const dropsPictures = picturesShown(before).some((original) => !left.includes(original));
  return isMissing || dropsPictures ? { order: after.order } : undefined;
}

/** Keys of the originals of the pictures that readers see. */
const picturesShown = (head: AnnouncedHead | undefined): string[] =>
  head?.status === 'published' ? Object.values(head.originals) : [];

function traceOf(head: AnnouncedHead): DocumentTrace;
function traceOf(head: AnnouncedHead | undefined): DocumentTrace | undefined;
function traceOf(head: AnnouncedHead | undefined): DocumentTrace | undefined {
  if (!head) return undefined;
  const { revision, status, lists, entry, former, to } = head;
  return { revision, status, lists, entry, former, ...(status === 'moved' && { to }) };
}
