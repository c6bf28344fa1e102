import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { writeAll } from '../../runtime/dynamo-batches.ts';
import type {
  Export,
  Exports,
  HashKeys,
  Import,
  ImportBatch,
  Imports,
  RefusedRow,
} from '../editors/ports.ts';
import { hashKeysKey, partitions } from '../table-keys.ts';
import { rowOf } from './dynamo-subscribers.ts';
import { type Action, actionsOf, type Tables, transact } from './dynamo-transaction.ts';

/*
 * What editors' work leaves in the newsletters table: `import#<id>` with its refused rows, `export#<subject>`, how many
 * erasures there have been, and the hash keys of other presses. All but the last two goes after a day.
 */

const importKey = (id: string) => ({ pk: partitions.imports + id, sk: 'import' });
const refusedPrefix = 'refused#';
const refusedRowKey = (id: string, row: number) => ({
  pk: importKey(id).pk,
  sk: refusedPrefix + String(row).padStart(9, '0'),
});
const exportKey = (by: string) => ({ pk: partitions.exports + by, sk: 'export' });
/** No subject of a token is empty. */
const erasuresKey = { pk: partitions.exports, sk: 'erasures' };

/** Epoch seconds, the unit of DynamoDB's time to live. */
const inADay = (instant: string): number => Math.ceil(Date.parse(instant) / 1000) + 86_400;

const itemOf = (row: object) => marshall(row, { removeUndefinedValues: true });

const readRow = async <Row>(client: DynamoDBClient, table: string, key: object): Promise<Row | undefined> => {
  const get = new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true });
  return rowOf<Row>((await client.send(get)).Item);
};

/** A failed condition is an expected answer, not a fault. */
const unlessRefused = (cause: unknown): false => {
  if (cause instanceof ConditionalCheckFailedException) return false;
  throw cause;
};

export function dynamoImports(client: DynamoDBClient, tables: Tables): Imports {
  const table = tables.newsletters;
  const update = async (id: string, condition: string, members: Partial<Import>): Promise<void> => {
    const names = Object.keys(members);
    const command = new UpdateItemCommand({
      TableName: table,
      Key: marshall(importKey(id)),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: condition,
      ExpressionAttributeNames: Object.fromEntries([...names, 'state'].map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: itemOf({
        ...Object.fromEntries(Object.entries(members).map(([name, value]) => [`:${name}`, value])),
        ...(condition.includes(':waiting') && { ':waiting': 'waiting' }),
        ...(condition.includes(':working') && { ':working': 'working' }),
      }),
    });
    await client.send(command).catch(unlessRefused);
  };
  return {
    async open(one) {
      const Item = itemOf({ ...importKey(one.id), ...one, ttl: inADay(one.openedAt) });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    find: (id) => readRow<Import>(client, table, importKey(id)),
    begin: (id, found, position) => update(id, '#state = :waiting', { state: 'working', found, position }),
    async commit(batch) {
      const actions = [...actionsOf(tables, batch.write), ...batchActions(table, batch)];
      const outcome = await transact(client, actions);
      if (outcome === 'written' || outcome === 'conflict') return outcome;
      return 'moved';
    },
    fail: (id, failed) => update(id, '#state IN (:waiting, :working)', { failed }),
    end: (id, outcome) => update(id, '#state IN (:waiting, :working)', outcome),
    async refused(id, after = 0) {
      const { Items = [], LastEvaluatedKey } = await client.send(refusedQuery(table, id, after));
      const rows = Items.flatMap((item) => rowOf<{ rows: RefusedRow[] }>(item)?.rows ?? []);
      const last = rows.at(-1)?.row;
      return { rows, ...(LastEvaluatedKey && last !== undefined && { next: last }) };
    },
    async forgetRefused(id) {
      for (;;) {
        const { Items = [], LastEvaluatedKey } = await client.send(refusedQuery(table, id, 0));
        const deletions = Items.map(({ pk = { S: '' }, sk = { S: '' } }) => ({
          DeleteRequest: { Key: { pk, sk } },
        }));
        await writeAll(client, table, deletions);
        if (!LastEvaluatedKey) return;
      }
    },
  };
}

/** The refused rows of a batch are one item, under the number of the first. */
function batchActions(table: string, { id, from, to, counts, refused, write }: ImportBatch): Action[] {
  const [first] = refused;
  const row = first && { ...refusedRowKey(id, first.row), rows: refused, ttl: inADay(write.at) };
  const position: Action = {
    item: {
      Update: {
        TableName: table,
        Key: marshall(importKey(id)),
        UpdateExpression:
          'SET #position = :to, #counts.#added = #counts.#added + :added, #counts.#there = #counts.#there + :there, ' +
          '#counts.#refused = #counts.#refused + :refused',
        ConditionExpression: '#state = :working AND #position = :from',
        ExpressionAttributeNames: {
          ...{ '#state': 'state', '#position': 'position', '#counts': 'counts' },
          ...{ '#added': 'added', '#there': 'there', '#refused': 'refused' },
        },
        ExpressionAttributeValues: marshall({
          ...{ ':working': 'working', ':from': from, ':to': to },
          ...{ ':added': counts.added, ':there': counts.there, ':refused': counts.refused },
        }),
      },
    },
    otherwise: 'settled',
  };
  return [position, ...(row ? [{ item: { Put: { TableName: table, Item: itemOf(row) } } }] : [])];
}

const refusedQuery = (table: string, id: string, after: number) =>
  new QueryCommand({
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: marshall({
      ':pk': importKey(id).pk,
      ':first': refusedRowKey(id, after + 1).sk,
      ':last': `${refusedPrefix}~`,
    }),
  });

export const dynamoExports = (client: DynamoDBClient, table: string): Exports => {
  const stored = (by: string) => readRow<Export & { write?: string }>(client, table, exportKey(by));
  const put = async (one: Export, condition: object): Promise<boolean> => {
    const write = randomUUID();
    const Item = itemOf({ ...exportKey(one.by), ...one, write, ttl: inADay(one.startedAt) });
    const command = new PutItemCommand({ TableName: table, Item, ...condition });
    if (await client.send(command).then(() => true, unlessRefused)) return true;
    // The SDK repeats a write whose answer was lost, and the second finds the first: the export would go on no more.
    return (await stored(one.by))?.write === write;
  };
  return {
    async find(by) {
      const { write: _, ...one } = (await stored(by)) ?? {};
      return 'id' in one ? one : undefined;
    },
    start: (one, before) =>
      put(one, before ? asRead(before) : { ConditionExpression: 'attribute_not_exists(pk)' }),
    advance: (before, after) => put(after, asRead(before)),
    async erasures() {
      return (await readRow<{ count: number }>(client, table, erasuresKey))?.count ?? 0;
    },
    async countErasure() {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: marshall(erasuresKey),
        UpdateExpression: 'ADD #count :one',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: marshall({ ':one': 1 }),
      });
      await client.send(update);
    },
  };
};

/** Each write of an export changes one of these. */
const asRead = ({ id, slices, state, delivered }: Export) => ({
  ConditionExpression: `id = :id AND slices = :slices AND #state = :state AND ${
    delivered ? 'delivered = :delivered' : 'attribute_not_exists(delivered)'
  }`,
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: itemOf({
    ...{ ':id': id, ':slices': slices, ':state': state },
    ...(delivered && { ':delivered': delivered }),
  }),
});

export const dynamoHashKeys = (client: DynamoDBClient, table: string): HashKeys => ({
  async read() {
    const row = await readRow<{ keys?: Set<string> }>(client, table, hashKeysKey);
    return [...(row?.keys ?? [])].sort();
  },
  async add(key) {
    const update = new UpdateItemCommand({
      TableName: table,
      Key: marshall(hashKeysKey),
      UpdateExpression: 'ADD #keys :key',
      ExpressionAttributeNames: { '#keys': 'keys' },
      ExpressionAttributeValues: marshall({ ':key': new Set([key]) }),
    });
    await client.send(update);
  },
});
