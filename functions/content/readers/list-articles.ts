import { slugOf } from '../../runtime/slug.ts';
import { type ListParameter, listParameters } from '../api/api-requests.ts';
import { afterCursor, answerOf } from '../api/cursor.ts';
import { shownEntry } from '../api/shown.ts';
import type { ListReader } from '../ports.ts';

type Asked = { limit: number; cursor?: string } & Partial<Record<ListParameter, string>>;

/** Published articles, newest first: all, or those of one list. A name does as well as its slug. */
export async function listArticles(asked: Asked, { lists, siteUrl }: { lists: ListReader; siteUrl: string }) {
  const after = afterCursor(asked.cursor, /^\d{4}[^#]*#.+$/);
  const name = listParameters.find((parameter) => asked[parameter] !== undefined);
  const list = name ? `${name}#${slugOf(asked[name] ?? '')}` : 'all';
  return answerOf(await lists.list(list, { limit: asked.limit, after }), shownEntry(siteUrl));
}
