import { Problem } from '../../runtime/problem.ts';
import type { ResultPage } from '../ports.ts';

/** Cursors are where the next stretch begins, made so that nobody is tempted to write one by hand. */
export const cursorOf = (after: string | undefined): string | null =>
  after === undefined ? null : Buffer.from(after).toString('base64url');

/** Where a cursor points; what it has to look like tells a foreign one. Throws a Problem (400). */
export function afterCursor(cursor: string | undefined, looks: RegExp): string | undefined {
  if (cursor === undefined) return undefined;
  const after = Buffer.from(cursor, 'base64url').toString();
  if (!looks.test(after) || cursorOf(after) !== cursor) {
    throw new Problem(400, 'cursor: has to be the “next” of the answer before, as it came.');
  }
  return after;
}

/** A stretch as the API answers it. */
export const answerOf = <T, A>({ items, next }: ResultPage<T>, shown: (item: T) => A) => ({
  items: items.map(shown),
  next: cursorOf(next),
});
