import { describe, expect, it } from 'vitest';
import { compareHistories, compareWithPress, continues } from '../../../../bin/press/backup/compare.ts';
import type { History } from '../../../../bin/press/backup/history.ts';

/** A document by the orders of its revisions; the number of the first may be given. */
function aHistory(
  orders: string[],
  { first = 1, ...changes }: Partial<History> & { first?: number } = {},
): History {
  const past = orders.map((order, at) => ({
    revision: first + at,
    status: 'published',
    order,
    pictures: {},
  }));
  const last = first + orders.length - 1;
  const order = orders.at(-1) ?? '';
  return {
    slug: 'a',
    status: 'published',
    order,
    revision: last,
    revisions: last,
    names: [],
    past,
    ...changes,
  };
}

const nobody = { api: 'http://localhost:1', token: '' };
const saved = aHistory(['A', 'B', 'C']);
/** Its second revision is older than its first and never stood. */
const late = aHistory(['A', '0', 'C']);

describe('what the press has of a saved document', () => {
  it.each([
    ['nothing', undefined, 'behind'],
    ['all of it', saved, 'same'],
    ['its beginning', aHistory(['A', 'B']), 'behind'],
  ])('is %s', async (_, state, expected) => {
    expect(await compareWithPress(saved, state, nobody)).toBe(expected);
  });

  it.each<[string, History, History, string]>([
    ['an older one that is none of its own', aHistory(['0']), saved, 'another'],
    ['its beginning, handed in unchanged', aHistory(['A', 'B'], { order: 'BB' }), saved, 'behind'],
    ['its beginning, with a late one beside', aHistory(['A', '0'], { order: 'A' }), late, 'behind'],
    ['all of it, before it was handed in unchanged', saved, { ...saved, order: 'D' }, 'behind'],
    ['all of it, handed in unchanged since', { ...saved, order: 'D' }, saved, 'newer'],
    ['its beginning, handed in unchanged later', aHistory(['A', 'B'], { order: 'D' }), saved, 'newer'],
    ['one that went another way', aHistory(['A', 'X'], { order: 'A' }), saved, 'another'],
    ['one with more than it', aHistory(['A', 'B', 'C', '0'], { order: 'C' }), saved, 'newer'],
  ])('is %s', (_, current, wanted, expected) => {
    expect(compareHistories(wanted, current)).toBe(expected);
  });

  it.each([
    ['was handed in again since', aHistory(['A', 'B', 'C', 'D']), true],
    ['was handed in unchanged since', { ...saved, order: 'D' }, true],
    ['was deleted since', aHistory(['D'], { first: 4, status: 'deleted' }), true],
    ['was deleted since and came back', aHistory(['E'], { first: 5 }), true],
    ['was handed in here by somebody else', aHistory(['X', 'Y', 'Z']), false],
    ['is shorter', aHistory(['X']), false],
  ])('goes on from it when it %s: %#', (_, press, expected) => {
    expect(continues(press, saved)).toBe(expected);
  });
});
