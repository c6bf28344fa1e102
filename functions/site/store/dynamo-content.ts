import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { List } from '../../content/contract/lists.ts';
import type { Content, ListRange } from '../ports.ts';
import { listEntry, nameOf, position } from './content-rows.ts';
import { lookUp } from './dynamo-look-up.ts';

type Item = Record<string, AttributeValue>;

/** The content table as the site reads it: consistent reads of the table itself, never of an index. */
export function dynamoContent(client: DynamoDBClient, table: string): Content {
  const query = (input: Partial<QueryCommandInput>) =>
    client.send(new QueryCommand({ TableName: table, ConsistentRead: true, ...input }));

  /** A query answers at most 1 MB: goes on until `count` items are there or the list ends. */
  const range = async (list: List, wanted: ListRange, shape: Partial<QueryCommandInput>) => {
    const items: Item[] = [];
    const range = rangeOf(list, wanted);
    let start: Item | undefined;
    do {
      const more = { ExclusiveStartKey: start, Limit: wanted.count - items.length };
      const answer = await query({ ...range, ...merged(range, shape), ...more });
      items.push(...(answer.Items ?? []));
      start = answer.LastEvaluatedKey;
    } while (start && items.length < wanted.count);
    return items.map((item) => unmarshall(item));
  };

  return {
    lookUp: (wanted) => lookUp(client, table, wanted),
    entries: async (list, wanted) => (await range(list, wanted, {})).map((item) => listEntry(item)),
    positions: async (list, wanted) => (await range(list, wanted, stopShape)).map((item) => position(item)),
    async openings(list, below) {
      const range = rangeOf(list, { towards: 'older', below, count: 0 });
      const answer = await query({ ...range, ...merged(range, openingShape) });
      const next = answer.LastEvaluatedKey?.sk?.S;
      return {
        slugs: (answer.Items ?? []).map((item) => position(unmarshall(item)).slug),
        ...(next ? { next } : {}),
      };
    },
    async names(set, count, after) {
      const answer = await query({ ...startOf(`names#${set}`, after), Limit: count });
      return (answer.Items ?? []).map((item) => nameOf(unmarshall(item)));
    },
  };
}

/** Only what planning needs: a tenth of the entry. */
const stopShape = {
  ProjectionExpression: '#sk, #entry.#slug, #entry.#changed, #border, #shard',
  ExpressionAttributeNames: {
    '#sk': 'sk',
    '#entry': 'entry',
    '#slug': 'slug',
    '#changed': 'changed',
    '#border': 'border',
    '#shard': 'shard',
  },
};

const openingShape = {
  ...stopShape,
  FilterExpression: '#border = :yes',
  ExpressionAttributeValues: { ':yes': { BOOL: true } },
};

const merged = (range: Partial<QueryCommandInput>, shape: Partial<QueryCommandInput>) => ({
  ...shape,
  ExpressionAttributeValues: { ...range.ExpressionAttributeValues, ...shape.ExpressionAttributeValues },
});

function rangeOf(list: List, range: ListRange): Partial<QueryCommandInput> {
  const bound = boundOf(range);
  return {
    KeyConditionExpression: bound ? `pk = :pk AND sk ${bound.is} :sk` : 'pk = :pk',
    ExpressionAttributeValues: {
      ':pk': { S: `list#${list}` },
      ...(bound ? { ':sk': { S: bound.sort } } : {}),
    },
    ScanIndexForward: range.towards === 'newer',
  };
}

function boundOf(range: ListRange): { is: string; sort: string } | undefined {
  if (range.towards === 'newer') return { is: '>', sort: range.above };
  if (range.from !== undefined) return { is: '<=', sort: range.from };
  return range.below === undefined ? undefined : { is: '<', sort: range.below };
}

const startOf = (pk: string, after?: string): Partial<QueryCommandInput> => ({
  KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
  ExpressionAttributeValues: { ':pk': { S: pk }, ...(after === undefined ? {} : { ':after': { S: after } }) },
});
