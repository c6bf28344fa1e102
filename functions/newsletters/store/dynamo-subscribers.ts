import {
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { countBefore } from '../../runtime/people/dynamo-limits.ts';
import type { AddressRow, Instant } from '../address.ts';
import type { ClosedPerson, Person } from '../person.ts';
import type { Due, Evidence, SignUp, Subscribers, Token } from '../ports.ts';
import {
  addressKey,
  dueKey,
  evidenceKey,
  indexes,
  partitions,
  personKey,
  signUpKey,
  tokenKey,
} from '../table-keys.ts';
import { actionsOf, type Item, rememberedDays, type Tables, transact, ttlOf } from './dynamo-transaction.ts';

interface Key {
  pk: string;
  sk: string;
}

/** Rows of people in the newsletters table; each decision is one transaction with its letters. */
export function dynamoSubscribers(client: DynamoDBClient, tables: Tables): Subscribers {
  const table = tables.newsletters;
  const read = async (key: Key): Promise<Item | undefined> => {
    const get = new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true });
    return (await client.send(get)).Item;
  };
  return {
    person: async (id) => rowOf<Person | ClosedPerson>(await read(personKey(id))),
    address: async (hash) => rowOf<AddressRow>(await read(addressKey(hash))),
    token: async (hash) => rowOf<Token>(await read(tokenKey(hash))),
    signUp: async (id) => rowOf<SignUp>(await read(signUpKey(id))),
    evidence: (person) => evidenceOf(client, table, person),
    async write(write) {
      const [limits, at] = [write.counts ?? [], new Date(write.at)];
      const before = await mapConcurrently(limits, { concurrency: 4 }, (limit) =>
        countBefore(client, table, limit, at),
      );
      return transact(client, actionsOf(tables, write, before));
    },
    prolong: (token, expiresAt) => prolong(client, table, token, expiresAt),
    async due(now, limit) {
      const parts = Array.from({ length: indexes.due.keys }, (_, part) => part);
      const found = await mapConcurrently(parts, { concurrency: parts.length }, (part) =>
        duePart(client, table, { part, now, limit }),
      );
      return found
        .flat()
        .sort((one, other) => (one.at < other.at ? -1 : 1))
        .slice(0, limit);
    },
  };
}

/** Only this room writes the table's rows, from types: the one place where they are trusted. */
export function rowOf<Row>(item: Item | undefined): Row | undefined {
  if (!item) return undefined;
  const { pk, sk, peopleKey: _people, dueKey: _due, dueAt: _at, ttl, ...row } = unmarshall(item);
  return row as Row;
}

async function evidenceOf(client: DynamoDBClient, table: string, person: string): Promise<Evidence[]> {
  const found: Evidence[] = [];
  let start: Item | undefined;
  do {
    const answer = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :evidence)',
        ExpressionAttributeValues: marshall({
          ':pk': personKey(person).pk,
          ':evidence': evidenceKey(person, '').sk,
        }),
        ExclusiveStartKey: start,
      }),
    );
    found.push(...(answer.Items ?? []).flatMap((item) => rowOf<Evidence>(item) ?? []));
    start = answer.LastEvaluatedKey;
  } while (start);
  return found;
}

async function duePart(
  client: DynamoDBClient,
  table: string,
  { part, now, limit }: { part: number; now: Instant; limit: number },
): Promise<Due[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: indexes.due.name,
      KeyConditionExpression: '#part = :part AND #at <= :now',
      ExpressionAttributeNames: { '#part': indexes.due.partition, '#at': indexes.due.sort },
      ExpressionAttributeValues: marshall({ ':part': dueKey(part), ':now': now }),
      Limit: limit,
    }),
  );
  return Items.map((item) => {
    const [key, at] = [item.pk?.S ?? '', item[indexes.due.sort]?.S ?? ''];
    return key.startsWith(partitions.signUps)
      ? { what: 'sign-up', id: key.slice(partitions.signUps.length), at }
      : { what: 'person', id: key.slice(partitions.people.length), at };
  });
}

async function prolong(
  client: DynamoDBClient,
  table: string,
  token: string,
  expiresAt: Instant,
): Promise<void> {
  const update = new UpdateItemCommand({
    TableName: table,
    Key: marshall(tokenKey(token)),
    UpdateExpression: 'SET expiresAt = :expires, #ttl = :ttl',
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(usedAt) AND expiresAt < :expires',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: marshall({ ':expires': expiresAt, ':ttl': ttlOf(expiresAt, rememberedDays) }),
  });
  await client.send(update).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  });
}
