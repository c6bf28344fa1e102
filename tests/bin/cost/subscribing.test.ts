import { expect, it } from 'vitest';
import { costOf, total } from '../../../bin/cost/prices.ts';
import { subscribing } from '../../../bin/cost/subscribing.ts';

const seen = {
  subscriber: { runs: 3, units: { reads: 2, writes: 10 }, calls: { 'A dynamodb:TransactWriteItems': 1 } },
  letter: { runs: 1, units: { reads: 1, writes: 4 }, calls: { 'B ses:SendEmail': 1, 'B s3:ListBucket': 2 } },
};

const amounts = (subscribers: number, others: number) =>
  Object.fromEntries(subscribing(subscribers, others, seen).map(({ of, amount }) => [of, amount]));

it('counts a letter for each who subscribes, and the others', () => {
  expect(amounts(10, 5)).toMatchObject({
    'ses:mail': 15,
    'dynamodb:write-unit': 10 * 10 + 15 * 4,
    'dynamodb:read-unit': 10 * 2 + 15,
    's3:put': 30,
    'lambda:invocation': 45,
    'apigateway:request': 40,
  });
});

it('bills letters as SES does: ten cents a thousand', () => {
  const mail = subscribing(0, 1000, seen).find(({ of }) => of === 'ses:mail');
  expect(mail && costOf(mail)).toBeCloseTo(0.1, 10);
});

it('costs nothing where nobody subscribes, and has a price for every call that was seen', () => {
  expect(total(subscribing(0, 0))).toBe(0);
  const [one, other] = [total(subscribing(1000, 0)), total(subscribing(0, 1000))];
  expect(other).toBeGreaterThan(0.1);
  expect(one).toBeGreaterThan(other);
});

it('refuses a call whose price is not known', () => {
  const letter = { ...seen.letter, calls: { 'B ses:SendBulkEmail': 1 } };
  expect(() => subscribing(1, 0, { ...seen, letter })).toThrow(
    'What ses:SendBulkEmail is billed as is not known',
  );
});
