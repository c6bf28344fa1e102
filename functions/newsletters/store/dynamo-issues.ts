import { randomUUID } from 'node:crypto';
import {
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { readAll } from '../../runtime/dynamo-batches.ts';
import { type Item, itemOf, readItem } from '../../runtime/dynamo-items.ts';
import type { Issue } from '../issues/issue.ts';
import type { Issues } from '../issues/ports.ts';
import { directory, dueKeys, issueKey, issueSlugKey, partitions } from '../table-keys.ts';
import { archiveActions } from './dynamo-archive.ts';
import { allWritten, dueUnder, fromItem, putOf, wasWritten } from './dynamo-rows.ts';

/** Issues in the newsletters table: a row each, one a slug that leads to it, and a directory of them all. */
export function dynamoIssues(client: DynamoDBClient, table: string, clock: Clock = systemClock): Issues {
  const named = (prefix: string, more: object = {}) => readDirectory(client, table, prefix, more);
  return {
    async read(id) {
      const item = await readItem(client, table, issueKey(id));
      return item && issueOf(item);
    },

    atSlug: async (slug) => (await readItem(client, table, issueSlugKey(slug)))?.id?.S,

    async list(limit, after) {
      const start = after === undefined ? undefined : itemOf({ pk: directory.pk, sk: after });
      const page = { ScanIndexForward: false, Limit: limit, ExclusiveStartKey: start };
      const { ids, next } = await named(directory.listed, page);
      const items = await readIssues(client, table, ids);
      return { items, ...(next !== undefined && { next }) };
    },

    async write(before, after) {
      const write = randomUUID();
      const listed = before ? undefined : `${after.startedAt ?? clock.now().toISOString()}#${after.id}`;
      const Put = putOf(table, rowOf(after), before?.writes, write);
      const others = beside(table, { before, after, listed });
      if (!others.length) return wasWritten(write, client.send(new PutItemCommand(Put)));
      return allWritten(client, write, [{ Put }, ...others]);
    },

    async moveCursor({ id, from, to, wake, at }) {
      const write = randomUUID();
      const update = new UpdateItemCommand({
        TableName: table,
        Key: itemOf(issueKey(id)),
        UpdateExpression: 'SET #cursor = :to, movedAt = :at, #write = :write ADD writes :one',
        ConditionExpression: '#state = :sending AND #cursor = :from AND wake = :wake',
        ExpressionAttributeNames: { '#cursor': 'cursor', '#state': 'state', '#write': 'write' },
        ExpressionAttributeValues: itemOf({
          ...{ ':from': from, ':to': to, ':wake': wake, ':at': at },
          ...{ ':write': write, ':one': 1, ':sending': 'sending' },
        }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return wasWritten(write, client.send(update));
    },

    async due(now, limit) {
      const keys = await dueUnder(client, table, { dueKey: dueKeys.issues, now, limit });
      return keys.map((key) => key.slice(partitions.issues.length));
    },

    async active() {
      const ids: string[] = [];
      let start: Item | undefined;
      do {
        const page = await named(directory.active, { ExclusiveStartKey: start });
        ids.push(...page.ids);
        start = page.next === undefined ? undefined : itemOf({ pk: directory.pk, sk: page.next });
      } while (start);
      return readIssues(client, table, ids);
    },
  };
}

const issueOf = (item: Item): Issue => fromItem<Issue>(item);

const rowOf = (issue: Issue): object => ({
  ...issueKey(issue.id),
  ...issue,
  ...(issue.dueAt && { dueKey: dueKeys.issues }),
});

interface Change {
  before: Issue | undefined;
  after: Issue;
  /** Where the directory lists a new one. */
  listed: string | undefined;
}

/** What else a write of the row changes; mostly nothing. */
function beside(table: string, { before, after, listed }: Change): TransactWriteItem[] {
  const { id } = after;
  const put = (row: object) => ({ Put: { TableName: table, Item: itemOf({ ...row, id }) } });
  const active = { pk: directory.pk, sk: directory.active + id };
  const [was, is] = [before !== undefined && isActive(before), isActive(after)];
  return [
    ...(before?.text.slug === after.text.slug ? [] : [put(issueSlugKey(after.text.slug))]),
    ...(listed === undefined ? [] : [put({ pk: directory.pk, sk: directory.listed + listed })]),
    ...(is && !was ? [put(active)] : []),
    ...(was && !is ? [{ Delete: { TableName: table, Key: itemOf(active) } }] : []),
    ...archiveActions(table, before, after),
  ];
}

const isActive = ({ state }: Issue): boolean => ['preparing', 'sending', 'paused'].includes(state);

async function readDirectory(client: DynamoDBClient, table: string, prefix: string, more: object) {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: itemOf({ ':pk': directory.pk, ':prefix': prefix }),
      ...more,
    }),
  );
  return { ids: Items.flatMap(({ id }) => id?.S ?? []), next: LastEvaluatedKey?.sk?.S };
}

/** In the order of the ids. */
async function readIssues(client: DynamoDBClient, table: string, ids: readonly string[]): Promise<Issue[]> {
  const items = await readAll(
    client,
    table,
    ids.map((id) => itemOf(issueKey(id))),
  );
  const issues = new Map(items.map(issueOf).map((issue) => [issue.id, issue]));
  return ids.flatMap((id) => issues.get(id) ?? []);
}
