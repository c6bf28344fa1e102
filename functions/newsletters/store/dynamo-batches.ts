import {
  type DynamoDBClient,
  paginateQuery,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { backoff } from '../../runtime/backoff.ts';
import { readAll } from '../../runtime/dynamo-batches.ts';
import { type Item, itemOf, readItem } from '../../runtime/dynamo-items.ts';
import type { Instant } from '../address.ts';
import type { Batch, Entry, Heard } from '../issues/batch.ts';
import type { Batches } from '../issues/ports.ts';
import { batchKey, heardKey, leavesKey, positionOf } from '../table-keys.ts';
import { countOf } from './dynamo-reputation.ts';
import { fromItem, putAsRead } from './dynamo-rows.ts';
import { transact } from './dynamo-transaction.ts';

/** The ledger of an issue in the newsletters table: a row a batch, and one of what was heard of it. */
export function dynamoBatches(client: DynamoDBClient, table: string): Batches {
  const query = async (issue: string, more: { condition?: string; position?: string; last?: true }) => {
    const { condition = '', position, last } = more;
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: `pk = :pk${condition}`,
        ExpressionAttributeValues: itemOf({ ':pk': batchKey(issue, '').pk, ':position': position }),
        ScanIndexForward: !last,
        Limit: 1,
      }),
    );
    return Items[0] && batchOf(issue, Items[0]);
  };
  const heardOf = async (issue: string, position: string) =>
    heardIn(await readItem(client, table, heardKey(issue, position)));

  return {
    writeNew: (batch) => putAsRead(client, table, rowOf(batch), undefined),
    replace: (batch) => putAsRead(client, table, rowOf(batch), batch.writes),

    firstFrom: (issue, from) =>
      query(issue, from ? { condition: ' AND sk >= :position', position: from } : {}),

    last: (issue) => query(issue, { last: true }),

    all: (issue, from) => allOf(client, table, issue, from),

    async of(issue, person) {
      const batch = await query(issue, {
        condition: ' AND sk <= :position',
        position: positionOf(person),
        last: true,
      });
      if (!batch?.entries.some((entry) => entry.person === person)) return undefined;
      return { batch, heard: await heardOf(issue, batch.position) };
    },

    async hear(issue, position, what, people, at, { uncounted = false } = {}) {
      const heard = { key: heardKey(issue, position), what, people: [...new Set(people)] };
      if (what === 'delivered' || uncounted) await addPeople(client, table, heard.key, what, heard.people);
      else await countNew(client, table, { ...heard, what, at });
    },

    async countLeave(issue, person) {
      await addPeople(client, table, leavesKey(issue, person), 'left', [person]);
    },

    async leaves(issue) {
      const input = {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: itemOf({ ':pk': leavesKey(issue, '').pk }),
      };
      let count = 0;
      for await (const { Items = [] } of paginateQuery({ client }, input))
        for (const { left } of Items) count += left?.SS?.length ?? 0;
      return count;
    },
  };
}

/** Short names, and nothing of what most entries have: a batch of 50 stays one small item. */
interface StoredEntry {
  p: string;
  s?: Entry['state'];
  a?: number;
  r?: number;
  m?: string;
  w?: string;
}

const stored = ({ person, state, attempt, round, message, why }: Entry): StoredEntry => ({
  p: person,
  ...(state !== 'waiting' && { s: state }),
  ...(attempt && { a: attempt }),
  ...(round && { r: round }),
  ...(message !== undefined && { m: message }),
  ...(why !== undefined && { w: why }),
});

const entryOf = ({ p, s = 'waiting', a = 0, r = 0, m, w }: StoredEntry): Entry => ({
  ...{ person: p, state: s, attempt: a, round: r },
  ...(m !== undefined && { message: m }),
  ...(w !== undefined && { why: w }),
});

function rowOf({ issue, position, entries, ...rest }: Batch): object {
  return { ...batchKey(issue, position), ...rest, entries: entries.map(stored) };
}

function batchOf(issue: string, item: Item): Batch {
  const { entries, ...rest } = fromItem<Omit<Batch, 'entries'> & { entries: StoredEntry[] }>(item);
  return { ...rest, issue, position: item.sk?.S ?? '', entries: entries.map(entryOf) };
}

const heardIn = (item: Item | undefined): Heard => ({
  delivered: new Set(item?.delivered?.SS),
  bounced: new Set(item?.bounced?.SS),
  complained: new Set(item?.complained?.SS),
});

/** A page of batches at a time, each with one read of what was heard of up to 100. */
async function* allOf(client: DynamoDBClient, table: string, issue: string, from = '') {
  const input = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: from ? 'pk = :pk AND sk >= :from' : 'pk = :pk',
    ExpressionAttributeValues: itemOf({ ':pk': batchKey(issue, '').pk, ':from': from || undefined }),
  };
  for await (const { Items = [] } of paginateQuery({ client }, input)) {
    const batches = Items.map((item) => batchOf(issue, item));
    const keys = batches.map(({ position }) => heardKey(issue, position));
    const found = await readAll(client, table, keys.map(itemOf));
    const heard = new Map(found.map((item) => [item.pk?.S, item]));
    for (const [at, batch] of batches.entries()) yield { batch, heard: heardIn(heard.get(keys[at]?.pk)) };
  }
}

const adding = (table: string, key: object, set: string, people: readonly string[]) => ({
  TableName: table,
  Key: itemOf(key),
  UpdateExpression: 'ADD #set :people',
  ExpressionAttributeNames: { '#set': set },
  ExpressionAttributeValues: { ':people': { SS: [...people] } },
});

async function addPeople(
  client: DynamoDBClient,
  table: string,
  key: object,
  set: string,
  people: readonly string[],
): Promise<void> {
  if (people.length) await client.send(new UpdateItemCommand(adding(table, key, set, people)));
}

interface Counted {
  key: object;
  what: 'bounced' | 'complained';
  people: readonly string[];
  at: Instant;
}

const mostAttempts = 20;

/** Those that are new to the set are counted in the transaction that adds them; another one that was faster is read. */
async function countNew(
  client: DynamoDBClient,
  table: string,
  { key, what, people, at }: Counted,
): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (attempt) await backoff(attempt);
    const known = heardIn(await readItem(client, table, key))[what];
    const fresh = people.filter((person) => !known.has(person));
    if (!fresh.length) return;
    const Update = adding(table, key, what, fresh);
    const names = fresh.map((_, at) => `:new${at}`);
    const values = Object.fromEntries(fresh.map((person, at) => [`:new${at}`, person]));
    const isNew = {
      ConditionExpression: names.map((name) => `NOT contains(#set, ${name})`).join(' AND '),
      ExpressionAttributeValues: { ...Update.ExpressionAttributeValues, ...itemOf(values) },
    };
    const outcome = await transact(client, [
      { item: { Update: { ...Update, ...isNew } } },
      { item: { Update: countOf(table, { [what]: fresh.length }, at) } },
    ]);
    if (outcome === 'written') return;
  }
  throw new Error('Others write what was heard of this batch all the time: it is tried again.');
}
