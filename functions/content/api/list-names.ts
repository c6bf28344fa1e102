import type { TermKind } from '../contract/lists.ts';
import type { TermReader } from '../ports.ts';
import { afterCursor, answerOf } from './cursor.ts';

/** The sections, tags, authors, series or serials under which something is published, in order of slug. */
export async function listNames(
  kind: TermKind,
  { limit, cursor }: { limit: number; cursor?: string },
  { terms }: { terms: TermReader },
) {
  const after = afterCursor(cursor, /^[^#]+$/);
  return answerOf(await terms.terms(kind, { limit, after }), ({ slug, name }) => ({ slug, name }));
}
