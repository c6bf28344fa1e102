import {
  type DynamoDBClient,
  paginateQuery,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { readAll } from '../../runtime/dynamo-batches.ts';
import type { Batch, Entry, Heard } from '../issues/batch.ts';
import type { Batches } from '../issues/ports.ts';
import { batchKey, heardKey, leavesKey, positionOf } from '../table-keys.ts';
import { fromItem, type Item, itemOf, putAsRead, readItem } from './dynamo-rows.ts';

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

    all: (issue) => allOf(client, table, issue),

    async of(issue, person) {
      const batch = await query(issue, {
        condition: ' AND sk <= :position',
        position: positionOf(person),
        last: true,
      });
      if (!batch?.entries.some((entry) => entry.person === person)) return undefined;
      return { batch, heard: await heardOf(issue, batch.position) };
    },

    async hear(issue, position, what, people) {
      const old = await addPeople(client, table, heardKey(issue, position), what, people);
      return [...new Set(people)].filter((person) => !old.has(person));
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
async function* allOf(client: DynamoDBClient, table: string, issue: string) {
  const input = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: itemOf({ ':pk': batchKey(issue, '').pk }),
  };
  for await (const { Items = [] } of paginateQuery({ client }, input)) {
    const batches = Items.map((item) => batchOf(issue, item));
    const keys = batches.map(({ position }) => heardKey(issue, position));
    const found = await readAll(client, table, keys.map(itemOf));
    const heard = new Map(found.map((item) => [item.pk?.S, item]));
    for (const [at, batch] of batches.entries()) yield { batch, heard: heardIn(heard.get(keys[at]?.pk)) };
  }
}

/** Adds people to a set. @returns those who were in it before. */
async function addPeople(
  client: DynamoDBClient,
  table: string,
  key: object,
  set: string,
  people: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!people.length) return new Set();
  const update = new UpdateItemCommand({
    TableName: table,
    Key: itemOf(key),
    UpdateExpression: 'ADD #set :people',
    ExpressionAttributeNames: { '#set': set },
    ExpressionAttributeValues: { ':people': { SS: [...new Set(people)] } },
    ReturnValues: 'UPDATED_OLD',
  });
  const { Attributes } = await client.send(update);
  return new Set(Attributes?.[set]?.SS);
}
