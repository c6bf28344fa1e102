import { expect, it } from 'vitest';
import { publishing } from '../../../bin/cost/activity.ts';

const amounts = (counts: Record<string, number>) =>
  Object.fromEntries(publishing(10, counts).map(({ of, amount }) => [of, amount]));

it('bills every call that was counted', () => {
  const few = amounts({ 'ContentShow dynamodb:GetItem': 3, 'ContentDelete dynamodb:DeleteItem': 2 });
  expect(few).toMatchObject({ 'dynamodb:read-unit': 30, 'dynamodb:write-unit': 20 });
  expect(amounts({ 'A dynamodb:TransactGetItems': 1 })['dynamodb:read-unit']).toBeGreaterThan(0);
});

it('knows what the calls are billed as that one article was seen to take', () => {
  expect(publishing(40).every(({ amount }) => amount > 0)).toBe(true);
});

it.each(['dynamodb:Scan', 's3:SelectObjectContent', 'kms:Sign'])(
  'refuses %s, whose price is not known',
  (call) => {
    expect(() => publishing(1, { [`A ${call}`]: 1 })).toThrow(`What ${call} is billed as is not known`);
  },
);
