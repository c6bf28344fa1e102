import {
  type DynamoDBClient,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Move } from '../../functions/bookings/ports.ts';
import { dynamoAccess } from '../../functions/bookings/store/dynamo-access.ts';
import { actionsOf } from '../../functions/bookings/store/dynamo-actions.ts';
import { dynamoBookings } from '../../functions/bookings/store/dynamo-bookings.ts';
import { outcomeOf } from '../../functions/bookings/store/dynamo-transaction.ts';
import { aBooking, aGathering } from '../functions/bookings/a-gathering.ts';
import { MemoryBookings } from '../functions/bookings/memory-bookings.ts';
import { type BookingsUnderTest, bookingRowsContract, bookingsContract, lineContract } from './bookings.ts';
import { bookingsTables } from './bookings-tables.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';

const contracts = (open: () => Promise<BookingsUnderTest>) => {
  describe('moves', () => bookingsContract(open));
  describe('the line', () => lineContract(open));
  describe('rows', () => bookingRowsContract(open));
};

describe('in memory', () => {
  contracts(async () => {
    const bookings = new MemoryBookings();
    return { bookings, access: bookings, letters: async () => bookings.letters.map(({ id }) => id).sort() };
  });
});

const noon = '2027-03-02T12:00:00.000Z';
const { id } = aGathering();

/** Ten places. */
const heard: Move = {
  gathering: id,
  at: noon,
  row: { after: aGathering() },
  quotas: [
    {
      name: 'all',
      isNew: true,
      add: { capacity: 10, free: 10 },
      set: { isOpen: true, terms: 1 },
    },
  ],
};

const booked = (code: string): Move => ({
  gathering: id,
  at: noon,
  quotas: [{ name: 'all', add: { free: -1, booked: 1 }, demands: { openBy: 1 } }],
  bookings: [{ after: aBooking({ code }) }],
});

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  contracts(async () => {
    const tables = await bookingsTables(dynamo.client);
    return {
      bookings: dynamoBookings(dynamo.client, tables),
      access: dynamoAccess(dynamo.client, tables.bookings),
      letters: () => lettersIn(dynamo.client, tables.post),
    };
  });

  /** Others are at the same rows for the first `times`. */
  function contended(times: number, Code = 'TransactionConflict') {
    let sent = 0;
    const client = new Proxy(dynamo.client, {
      get: (target, name) =>
        name === 'send'
          ? async (command: object) => {
              const isMove = command instanceof TransactWriteItemsCommand;
              if (isMove && ++sent <= times) throw cancelled([{ Code: 'None' }, { Code }]);
              return Reflect.apply(target.send, target, [command]);
            }
          : Reflect.get(target, name),
    });
    return { client, sent: () => sent };
  }

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'tries again while others are at the same rows (%s)',
    async (code) => {
      const tables = await bookingsTables(dynamo.client);
      await dynamoBookings(dynamo.client, tables).make(heard);
      const { client, sent } = contended(3, code);
      expect(await dynamoBookings(client, tables).make(booked('K7QM-0001'))).toEqual({ outcome: 'done' });
      expect(sent()).toBe(4);
    },
  );

  it('gives up after a second, and has changed nothing', async () => {
    const tables = await bookingsTables(dynamo.client);
    const bookings = dynamoBookings(dynamo.client, tables);
    await bookings.make(heard);
    const { client, sent } = contended(Number.POSITIVE_INFINITY);
    const since = performance.now();
    expect(await dynamoBookings(client, tables).make(booked('K7QM-0001'))).toEqual({ outcome: 'busy' });
    expect(performance.now() - since).toBeLessThan(1_500);
    expect(sent()).toBeGreaterThan(4);
    expect(await bookings.booking(id, 'K7QM-0001')).toBeUndefined();
  });

  it('throws what is no outcome', async () => {
    const tables = await bookingsTables(dynamo.client);
    await dynamoBookings(dynamo.client, tables).make(heard);
    const { client } = contended(1, 'ValidationError');
    await expect(dynamoBookings(client, tables).make(booked('K7QM-0001'))).rejects.toThrow(
      TransactionCanceledException,
    );
  });

  it('makes a move once whose answer was lost, under the token that the SDK repeats', async () => {
    const tables = await bookingsTables(dynamo.client);
    await dynamoBookings(dynamo.client, tables).make(heard);
    const client = dynamo.anotherClient();
    let lost = 0;
    client.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        if (lost++ === 0) throw Object.assign(new Error('The answer was lost'), { name: 'TimeoutError' });
        return answer;
      },
      { step: 'finalizeRequest', priority: 'low', name: 'loseFirstAnswer' },
    );
    const bookings = dynamoBookings(client, tables);
    expect(await bookings.make(booked('K7QM-0001'))).toEqual({ outcome: 'done' });
    expect(lost).toBe(2);
    expect((await bookings.quotas(id, ['all']))[0]).toMatchObject({ free: 9, booked: 1 });
    client.destroy();
  });

  it('books with at most six actions, an event of one quota in strict order', () => {
    const tables = { bookings: 'bookings', post: 'post' };
    const move: Move = {
      ...booked('K7QM-0001'),
      line: { demands: { nobodyWaits: true } },
      letters: [
        {
          ...{ id: '01L', room: 'bookings', kind: 'booked', to: 'a@b.example', addressHash: 'a', about: 'x' },
          ...{ mail: { subject: '', html: '', text: '' }, at: noon },
        },
      ],
      key: {
        ...{ hash: 'k', request: 'r', expiresAt: noon },
        answer: { outcome: 'booked', code: 'K7QM-0001', total: 0 },
      },
    };
    const items = actionsOf(tables, move).map(({ item }) => Object.keys(item)[0]);
    expect(items).toEqual(['Update', 'ConditionCheck', 'Put', 'Put', 'Put', 'Put']);
  });

  it('takes a refusal for what it says, though others are at another row', () => {
    const actions = actionsOf({ bookings: 'bookings' }, booked('K7QM-0001'));
    const busy = { Code: 'TransactionConflict' };
    const failed = { Code: 'ConditionalCheckFailed' };
    expect(outcomeOf(actions, [busy, failed, { Code: 'None' }])).toEqual({ outcome: 'conflict' });
    expect(outcomeOf(actions, [busy, { Code: 'None' }])).toEqual({ outcome: 'busy' });
    expect(outcomeOf(actions, [busy, { Code: 'ItemCollectionSizeLimitExceeded' }])).toBeUndefined();
  });
});

const cancelled = (CancellationReasons: { Code: string }[]) =>
  new TransactionCanceledException({ $metadata: {}, message: 'Cancelled', CancellationReasons });

async function lettersIn(client: DynamoDBClient, TableName: string): Promise<string[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.map((item) => item.id?.S ?? '').sort();
}
