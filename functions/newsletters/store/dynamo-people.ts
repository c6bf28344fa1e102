import {
  type AttributeValue,
  type DynamoDBClient,
  paginateQuery,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { readAll, writeAll } from '../../runtime/dynamo-batches.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { AddressRow } from '../address.ts';
import type { ExportedRow, People } from '../editors/ports.ts';
import { type ClosedPerson, isClosed, type Person } from '../person.ts';
import type { Evidence } from '../ports.ts';
import {
  addressKey,
  evidenceKey,
  growthKey,
  indexes,
  partitions,
  peopleKey,
  personKey,
} from '../table-keys.ts';
import { rowOf } from './dynamo-subscribers.ts';

type Item = Record<string, AttributeValue>;

/** The newsletters table as editors look through it. */
export function dynamoPeople(client: DynamoDBClient, table: string): People {
  const rowsAt = async <Row>(keys: object[]): Promise<Row[]> => {
    const items = await readAll(
      client,
      table,
      keys.map((key) => marshall(key)),
    );
    return items.flatMap((item) => rowOf<Row>(item) ?? []);
  };
  return {
    addresses: (hashes) => rowsAt<AddressRow>([...new Set(hashes)].map(addressKey)),
    people: (ids) => rowsAt<Person | ClosedPerson>([...new Set(ids)].map(personKey)),
    entries: (keys) => rowsAt<Evidence>(keys.map(({ person, id }) => evidenceKey(person, id))),
    newest: (before, limit) => newestPeople(client, table, before, limit),
    growth: (list) => growthOf(client, table, list),
    async scan(after) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName: table,
          ConsistentRead: true,
          ...(after !== undefined && { ExclusiveStartKey: marshall(JSON.parse(after)) }),
        }),
      );
      const next = LastEvaluatedKey && JSON.stringify(unmarshall(LastEvaluatedKey));
      return { rows: Items.flatMap(exportedRow), ...(next !== undefined && { next }) };
    },
    async forget(person) {
      const keys = { TableName: table, ConsistentRead: true, ProjectionExpression: 'pk, sk' };
      const input = { ...keys, ...beginning(personKey(person).pk, evidenceKey(person, '').sk) };
      for await (const { Items = [] } of paginateQuery({ client }, input)) {
        await writeAll(
          client,
          table,
          Items.map((Key) => ({ DeleteRequest: { Key } })),
        );
      }
    },
  };
}

const beginning = (pk: string, sk: string) => ({
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
  ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
});

/**
 * Everybody stands in one of the index's partitions, in the order of the ids. Of each some are read; what is given are
 * those before which no partition may have one that was not read.
 */
async function newestPeople(
  client: DynamoDBClient,
  table: string,
  before: string | undefined,
  limit: number,
) {
  const { name, partition, sort, keys } = indexes.people;
  const parts = Array.from({ length: keys }, (_, part) => part);
  const pages = await mapConcurrently(parts, { concurrency: keys }, (part) =>
    client.send(
      new QueryCommand({
        TableName: table,
        IndexName: name,
        KeyConditionExpression: before === undefined ? '#part = :part' : '#part = :part AND #id < :before',
        ExpressionAttributeNames: { '#part': partition, ...(before !== undefined && { '#id': sort }) },
        ExpressionAttributeValues: marshall(
          { ':part': peopleKey(part), ':before': before },
          { removeUndefinedValues: true },
        ),
        ScanIndexForward: false,
        Limit: Math.max(10, Math.ceil((2 * limit) / keys)),
      }),
    ),
  );
  const ends = pages.flatMap(({ LastEvaluatedKey }) => LastEvaluatedKey?.[sort]?.S ?? []);
  const next = ends.sort().at(-1);
  const people = pages
    .flatMap(({ Items = [] }) => Items.flatMap((item) => rowOf<Person>(item) ?? []))
    .filter(({ id }) => next === undefined || id >= next)
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  return { people, ...(next !== undefined && { next }) };
}

/** A list's rows stand together, in the order of the days; each day has several. */
async function growthOf(client: DynamoDBClient, table: string, list: string) {
  const days = new Map<string, { day: string; joined: number; left: number }>();
  const input = { TableName: table, ...beginning(growthKey(list, '', 0).pk, '2') };
  for await (const { Items = [] } of paginateQuery({ client }, input)) {
    for (const { sk, joined, left } of Items) {
      const day = sk?.S?.slice(0, '2026-11-29'.length) ?? '';
      const known = days.get(day) ?? { day, joined: 0, left: 0 };
      known.joined += Number(joined?.N ?? 0);
      known.left += Number(left?.N ?? 0);
      days.set(day, known);
    }
  }
  return [...days.values()];
}

/** Rows of an export; entries that were joined to others, links, counts and settings are none. */
function exportedRow(item: Item): ExportedRow[] {
  const { pk = { S: '' }, sk = { S: '' } } = item;
  const [partition, kind] = [pk.S ?? '', sk.S ?? ''];
  if (partition.startsWith(partitions.addresses)) {
    const row = rowOf<AddressRow>(item);
    return row ? [{ what: 'address', row }] : [];
  }
  if (!partition.startsWith(partitions.people)) return [];
  if (kind.startsWith(evidenceKey('', '').sk)) {
    const row = rowOf<Evidence>(item);
    return row ? [{ what: 'evidence', row }] : [];
  }
  const row = rowOf<Person | ClosedPerson>(item);
  return row && !isClosed(row) ? [{ what: 'person', row }] : [];
}
