import { expect, it } from 'vitest';
import { documentsQuery } from '../../../functions/content/api/api-requests.ts';
import { kindNames } from '../../../functions/content/kinds/kinds.ts';
import { kinds, states } from '../../../functions/desk/browser/documents/filters.tsx';

it('documents are looked for by every kind, and by states that the API knows', () => {
  expect([...kinds].sort()).toEqual([...kindNames].sort());
  for (const state of states) expect(documentsQuery.safeParse({ state }).success).toBe(true);
});
