import { canonicalJson } from '../../runtime/canonical-json.ts';
import type { DocumentChanged, DocumentTrace } from '../contract/change.ts';
import type { StoredHead } from '../contract/document.ts';

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

const traceOf = (head: StoredHead | undefined): DocumentTrace | undefined =>
  head && { revision: head.revision, status: head.status, lists: head.lists, entry: head.entry };
