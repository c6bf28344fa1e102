import { expect, it } from 'vitest';
import { dynamoUnits } from './dynamo-units.ts';

const units = (action: string, request: object) => dynamoUnits(action, Buffer.from(JSON.stringify(request)));
const text = (length: number) => ({ S: 'x'.repeat(length) });

it('counts a row that is put by its size, and once more for each index that has it', () => {
  expect(units('PutItem', { Item: { pk: text(10) } })).toEqual({ reads: 0, writes: 1 });
  expect(units('PutItem', { Item: { pk: text(1500) } })).toEqual({ reads: 0, writes: 2 });
  expect(units('PutItem', { Item: { pk: text(1500), dueKey: text(5) } })).toEqual({ reads: 0, writes: 4 });
  expect(units('DeleteItem', { Key: { pk: text(10) } })).toEqual({ reads: 0, writes: 1 });
});

it('counts transactions twice, but not their indexes', () => {
  const TransactItems = [
    { Put: { Item: { pk: text(10), dueKey: text(5) } } },
    { Update: { Key: { pk: text(10) } } },
    { Delete: { Key: { pk: text(10) } } },
  ];
  expect(units('TransactWriteItems', { TransactItems })).toEqual({ reads: 0, writes: 7 });
  expect(units('TransactGetItems', { TransactItems })).toEqual({ reads: 6, writes: 0 });
});

it('counts consistent reads twice as much as others, and batches by their rows', () => {
  expect(units('GetItem', { ConsistentRead: true }).reads).toBe(1);
  expect(units('Query', {}).reads).toBe(0.5);
  expect(units('BatchGetItem', { RequestItems: { a: { Keys: [{}, {}] }, b: { Keys: [{}] } } }).reads).toBe(3);
  expect(units('BatchWriteItem', { RequestItems: { a: [{}, {}] } }).writes).toBe(2);
});

it('refuses an action that it does not know', () => {
  expect(() => units('ExecuteStatement', {})).toThrow('What ExecuteStatement costs is not known');
});
