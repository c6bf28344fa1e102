import { slugOf } from '../../runtime/slug.ts';
import { afterCursor, answerOf } from '../api/cursor.ts';
import { bulletinsList, numbersOf } from '../contract/serials.ts';
import type { ListReader } from '../ports.ts';
import { shownBulletinLine } from './shown-bulletin.ts';

/** Published bulletins, newest first; those of one serial by their numbers. Its name does as well as its slug. */
export async function listBulletins(
  { limit, cursor, serial }: { limit: number; cursor?: string; serial?: string },
  { lists, siteUrl }: { lists: ListReader; siteUrl: string },
) {
  const list = serial === undefined ? bulletinsList : numbersOf(slugOf(serial));
  const after = afterCursor(
    cursor,
    serial === undefined ? /^\d{4}[^#]*#.+$/ : /^[^,#]*,[^,#]*,\d{4}[^#]*#.+$/,
  );
  return answerOf(await lists.list(list, { limit, after }), shownBulletinLine(siteUrl));
}
