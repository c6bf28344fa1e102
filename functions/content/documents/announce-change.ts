import { canonicalJson } from '../../runtime/canonical-json.ts';
import type { DocumentChanged, DocumentTrace } from '../contract/change.ts';
import { idOf, type StoredHead } from '../contract/document.ts';
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
  return { slug: head.slug, id: idOf(head), kind: head.fields.kind, ...traces };
}

const traceOf = (head: StoredHead | undefined): DocumentTrace | undefined =>
  head && {
    revision: head.revision,
    status: head.status,
    lists: head.lists,
    entry: head.entry,
    former: head.former,
  };
