import { describe, expect, it } from 'vitest';
import type { History } from '../../../bin/press/history.ts';
import { continues, stateInPress } from '../../../bin/press/state-in-press.ts';

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

describe('what the press has of a saved document', () => {
  it.each([
    ['nothing', undefined, 'left'],
    ['all of it', saved, 'there'],
    ['its beginning', aHistory(['A', 'B']), 'left'],
    ['an older one that is none of its own', aHistory(['0']), 'another'],
  ])('is %s', async (_, standing, expected) => {
    expect(await stateInPress(saved, standing, nobody)).toBe(expected);
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
