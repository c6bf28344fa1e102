import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { dueKeys, letterKey } from '../contract/letter.ts';
import { doubtKeys, type OutboxLetter } from '../letters/outbox-letter.ts';
import type { DueLetter, Outbox } from '../ports.ts';
import { dueIndex, fromItem, type Item, toItem } from './post-items.ts';

/** Nobody wrote the letter since it was read. */
const sameVersion = 'version = :version';
const firstVersion = 'attribute_exists(pk) AND attribute_not_exists(version)';

/** `write` names each write, so that one whose answer was lost is known again when the SDK repeats it. */
type StoredLetter = OutboxLetter & { write?: string };

const concurrency = 8;

export function dynamoOutbox(client: DynamoDBClient, table: string): Outbox {
  const stored = async (id: string): Promise<StoredLetter | undefined> => {
    const get = new GetItemCommand({ TableName: table, Key: toItem(letterKey(id)), ConsistentRead: true });
    const { Item } = await client.send(get);
    return Item && fromItem<StoredLetter>(Item);
  };

  const query = async (dueKey: string, more: Partial<QueryCommandInput>) => {
    const answer = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: dueIndex,
        KeyConditionExpression: 'dueKey = :key',
        ...more,
        ExpressionAttributeValues: { ...toItem({ ':key': dueKey }), ...more.ExpressionAttributeValues },
      }),
    );
    return { items: (answer.Items ?? []).map(dueLetter), next: answer.LastEvaluatedKey };
  };

  return {
    async read(id) {
      const letter = await stored(id);
      return letter && withoutWrite(letter);
    },

    async replace(seen, next) {
      const letter = { ...next, version: (seen.version ?? 0) + 1 };
      const write = randomUUID();
      const put = new PutItemCommand({
        TableName: table,
        Item: toItem({ ...letterKey(seen.id), ...letter, write }),
        ConditionExpression: seen.version === undefined ? firstVersion : sameVersion,
        ...(seen.version !== undefined && {
          ExpressionAttributeValues: toItem({ ':version': seen.version }),
        }),
      });
      try {
        await client.send(put);
      } catch (error) {
        if (!isConflict(error)) throw error;
        if ((await stored(seen.id))?.write !== write) return undefined;
      }
      return letter;
    },

    async due(kind, now, perPartition) {
      const found = await mapConcurrently(dueKeys(kind), { concurrency }, (dueKey) =>
        query(dueKey, {
          KeyConditionExpression: 'dueKey = :key AND dueAt <= :now',
          ExpressionAttributeValues: toItem({ ':now': now.toISOString() }),
          Limit: perPartition,
        }),
      );
      return oldestFirst(found.flatMap(({ items }) => items));
    },

    async doubts(kind, { limit, after }) {
      const dueKey = doubtKeys[kind];
      const start = after === undefined ? undefined : toItem({ ...placeOf(after), dueKey });
      const { items, next } = await query(dueKey, { Limit: limit, ExclusiveStartKey: start });
      const last = next && dueLetter(next);
      return { items, ...(last && { next: `${last.dueAt}/${last.id}` }) };
    },

    async openTo(addressHash) {
      const keys = [...dueKeys('due'), ...dueKeys('ceiling'), ...Object.values(doubtKeys)];
      const found = await mapConcurrently(keys, { concurrency }, async (dueKey) => {
        const letters: DueLetter[] = [];
        let start: Item | undefined;
        do {
          const page = await query(dueKey, {
            FilterExpression: 'addressHash = :hash',
            ExpressionAttributeValues: toItem({ ':hash': addressHash }),
            ExclusiveStartKey: start,
          });
          letters.push(...page.items);
          start = page.next;
        } while (start);
        return letters;
      });
      return oldestFirst(found.flat());
    },
  };
}

const withoutWrite = ({ write, ...letter }: StoredLetter): OutboxLetter => letter;

const dueLetter = ({ pk, dueAt }: Item): DueLetter => ({
  id: pk?.S?.slice(letterKey('').pk.length) ?? '',
  dueAt: dueAt?.S ?? '',
});

/** A position: `<dueAt>/<id>`. */
function placeOf(position: string) {
  const [dueAt = '', id = ''] = position.split('/');
  return { ...letterKey(id), dueAt };
}

const oldestFirst = (letters: DueLetter[]): DueLetter[] =>
  letters.sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1));

/** A transaction that touches the item is a write by somebody else, too. */
const isConflict = (error: unknown): boolean =>
  error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException;
