import { canonicalJson } from '../runtime/canonical-json.ts';
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
  if (canonicalJson(traces.before) === canonicalJson(traces.after)) return undefined;
  return { slug: head.slug, kind: head.fields.kind, ...traces };
}

const traceOf = (head: StoredHead | undefined): Trace | undefined =>
  head && { revision: head.revision, status: head.status, lists: head.lists, entry: head.entry };
