import type { NameKind } from '../documents/membership.ts';
import type { NameReader } from '../ports.ts';
import { afterCursor, answerOf } from './cursor.ts';

/** The sections, tags, authors or series under which something is published, in order of slug. */
export async function listNames(
  kind: NameKind,
  { limit, cursor }: { limit: number; cursor?: string },
  { names }: { names: NameReader },
) {
  const after = afterCursor(cursor, /^[^#]+$/);
  return answerOf(await names.names(kind, { limit, after }), ({ slug, name }) => ({ slug, name }));
}
