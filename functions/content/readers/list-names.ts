import { slugOf } from '../../runtime/slug.ts';
import { afterCursor, answerOf } from '../api/cursor.ts';
import type { TermKind } from '../contract/lists.ts';
import type { TermReader } from '../ports.ts';

/** The sections, tags, authors, series or serials under which something is published, in order of slug; those whose names begin so. */
export async function listNames(
  kind: TermKind,
  { limit, cursor, begins }: { limit: number; cursor?: string; begins?: string },
  { terms }: { terms: TermReader },
) {
  const after = afterCursor(cursor, /^[^#]+$/);
  const beginning = begins === undefined ? '' : slugOf(begins);
  // A name without letters begins like none.
  if (begins !== undefined && !beginning) return { items: [], next: null };
  const page = await terms.terms(kind, { limit, after: after ?? justBefore(beginning) });
  const items = page.items.filter(({ slug }) => slug.startsWith(beginning));
  const isOver = items.length < page.items.length;
  return answerOf({ items, ...(!isOver && { next: page.next }) }, ({ slug, name }) => ({ slug, name }));
}

/** The last slug that there can be before those that begin so: slugs are ordered by their UTF-8 bytes. */
function justBefore(beginning: string): string | undefined {
  const last = [...beginning].at(-1);
  if (last === undefined) return undefined;
  const before = String.fromCodePoint((last.codePointAt(0) ?? 1) - 1);
  return `${beginning.slice(0, -last.length)}${before}\u{10ffff}`;
}
