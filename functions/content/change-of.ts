import type { DocumentChanged, Trace } from './change.ts';
import type { StoredHead } from './stored-head.ts';

/** What a write to a document's head means for the rest of the press; undefined when it means nothing. */
export function changeOf(
  before: StoredHead | undefined,
  after: StoredHead | undefined,
): DocumentChanged | undefined {
  const head = after ?? before;
  if (!head) return undefined;
  const traces = { before: traceOf(before), after: traceOf(after) };
  if (JSON.stringify(traces.before) === JSON.stringify(traces.after)) return undefined;
  return { slug: head.slug, kind: head.fields.kind, ...traces };
}

function traceOf(head: StoredHead | undefined): Trace | undefined {
  if (!head) return undefined;
  // Written out, for DynamoDB does not keep the order in which a map was written.
  const lists = head.lists.map(({ list, sort, border }) =>
    border ? { list, sort, border } : { list, sort },
  );
  return { revision: head.revision, status: head.status, lists, entry: head.entry };
}
