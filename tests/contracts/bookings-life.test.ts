import { isDeepStrictEqual } from 'node:util';
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Booking } from '../../functions/bookings/booking.ts';
import type { Bookings } from '../../functions/bookings/ports.ts';
import { dynamoBookings } from '../../functions/bookings/store/dynamo-bookings.ts';
import { live, roundsOf } from '../functions/bookings/life/live.ts';
import { aStart } from '../functions/bookings/life/steps.ts';
import { id } from '../functions/bookings/life/world.ts';
import type { MemoryBookings } from '../functions/bookings/memory-bookings.ts';
import { times } from '../times.ts';
import { bookingsTables } from './bookings-tables.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';

let dynamo: DynamoTables;
beforeAll(async () => {
  dynamo = await dynamoTables();
});
afterAll(() => dynamo.close());

/** Bookings in both tables: each call has to come to the same. What is due at the same instant has no order. */
function both(memory: MemoryBookings, stored: Bookings): Bookings {
  return new Proxy(stored, {
    get: (_, name) => {
      const [one, other]: unknown[] = [Reflect.get(memory, name), Reflect.get(stored, name)];
      if (typeof one !== 'function' || typeof other !== 'function') return other;
      return async (...given: unknown[]) => {
        const expected: unknown = await Reflect.apply(one, memory, structuredClone(given));
        const found: unknown = await Reflect.apply(other, stored, given);
        const isUnordered = name === 'due' || name === 'lapsedOf';
        if (!isUnordered && !isDeepStrictEqual(found, expected))
          throw new Error(`${String(name)} of ${text(given)}: ${text(found)}, in memory ${text(expected)}`);
        return found;
      };
    },
  });
}

const text = (value: unknown): string => JSON.stringify(value);

async function lettersIn(client: DynamoDBClient, TableName: string): Promise<string[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.map((item) => item.id?.S ?? '').sort();
}

const byCode = (one: Booking, other: Booking) => (one.code < other.code ? -1 : 1);

/** What stands in both at the end. */
async function expectTheSame(memory: MemoryBookings, stored: Bookings, outbox: string): Promise<void> {
  const { bookings, quotas, lines, wishes } = memory.rows();
  const names = quotas.map(({ name }) => name);
  expect((await stored.bookings(id, 1_000)).items).toEqual(bookings.sort(byCode));
  expect(await stored.quotas(id, names)).toEqual(quotas);
  expect([await stored.line(id)]).toEqual(lines);
  expect(await stored.wishes(id, 1_000)).toEqual(
    wishes.sort((one, other) => one.number - other.number).map(({ gathering: _, ...wish }) => wish),
  );
  expect(await lettersIn(dynamo.client, outbox)).toEqual(memory.letters.map((letter) => letter.id).sort());
  const ends = '2099-01-01T00:00:00.000Z';
  const due = async (table: Bookings) => (await table.due(ends, 1_000)).map(text).sort();
  expect(await due(stored)).toEqual(await due(memory));
  expect((await stored.lapsedOf(id, ends, 1_000)).sort()).toEqual(
    (await memory.lapsedOf(id, ends, 1_000)).sort(),
  );
}

it('a booking’s life is the same in DynamoDB as in memory, call by call', {
  timeout: 3_600_000,
}, async () => {
  const life = fc.asyncProperty(aStart, roundsOf(8), async (start, rounds) => {
    const tables = await bookingsTables(dynamo.client);
    const stored = dynamoBookings(dynamo.client, tables);
    let known: MemoryBookings | undefined;
    const table = (memory: MemoryBookings) => {
      known = memory;
      return both(memory, stored);
    };
    await live(start, rounds, { table });
    if (known) await expectTheSame(known, stored, tables.post);
  });
  await fc.assert(life, { numRuns: times(50) });
});
