import { Problem } from '../../runtime/problem.ts';
import type { ResultPage } from '../ports.ts';

/** Where the next page begins, encoded so that clients treat it as opaque. */
export const cursorOf = (after: string | undefined): string | null =>
  after === undefined ? null : Buffer.from(after).toString('base64url');

/** The position in a cursor, which must match `looks`. Throws a Problem (400). */
export function afterCursor(cursor: string | undefined, looks: RegExp): string | undefined {
  if (cursor === undefined) return undefined;
  const after = Buffer.from(cursor, 'base64url').toString();
  if (!looks.test(after) || cursorOf(after) !== cursor) {
    throw new Problem(400, 'cursor: has to be the “next” of the answer before, as it came.');
  }
  return after;
}

/** A page as the API answers it. */
export const answerOf = <T, A>({ items, next }: ResultPage<T>, shown: (item: T) => A) => ({
  items: items.map(shown),
  next: cursorOf(next),
});
