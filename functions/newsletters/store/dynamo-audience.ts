import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { readAll } from '../../runtime/dynamo-batches.ts';
import { type Item, itemOf } from '../../runtime/dynamo-items.ts';
import type { Audience } from '../issues/ports.ts';
import type { ClosedPerson, Person } from '../person.ts';
import { indexes, peopleKey, personKey, positionOf } from '../table-keys.ts';
import { rowOf } from './dynamo-subscribers.ts';

/** People of the newsletters table, part by part of the index of everybody. */
export const dynamoAudience = (client: DynamoDBClient, table: string): Audience => ({
  async page(after, limit) {
    const [part = '0', ...id] = after.split('-');
    const found: Person[] = [];
    let from: Item | undefined = id.length ? startAfter(Number(part), id.join('-')) : undefined;
    for (let at = Number(part); at < indexes.people.keys && found.length < limit; ) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: indexes.people.name,
          KeyConditionExpression: '#part = :part',
          ExpressionAttributeNames: { '#part': indexes.people.partition },
          ExpressionAttributeValues: itemOf({ ':part': peopleKey(at) }),
          ExclusiveStartKey: from,
          Limit: limit - found.length,
        }),
      );
      found.push(...Items.flatMap((item) => rowOf<Person>(item) ?? []));
      from = LastEvaluatedKey;
      if (!from) at += 1;
    }
    return found.map((person) => ({ position: positionOf(person.id), person }));
  },

  async now(ids) {
    const items = await readAll(
      client,
      table,
      [...new Set(ids)].map((id) => itemOf(personKey(id))),
    );
    const people = items.flatMap((item) => rowOf<Person | ClosedPerson>(item) ?? []);
    return new Map(people.map((person) => [person.id, person]));
  },
});

/** The key of the index after which a query goes on; nobody needs to stand there. */
const startAfter = (part: number, id: string): Item =>
  itemOf({ ...personKey(id), [indexes.people.partition]: peopleKey(part), [indexes.people.sort]: id });
