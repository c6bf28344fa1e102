import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
  TransactionConflictException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { readAll } from '../../runtime/dynamo-batches.ts';
import { type ListItem, listOf, type TermKey } from '../contract/lists.ts';
import { headKey, listKey, termKey } from '../contract/table-keys.ts';
import { termsOf } from '../documents/membership.ts';
import type { SpelledTerm, Spellings } from '../ports.ts';
import { fromItem, headOf, type Item, toItem } from './content-items.ts';

/** How terms are spelled, read consistently. */
export function dynamoSpellings(client: DynamoDBClient, table: string): Spellings {
  const read = (keys: object[]) => readAll(client, table, keys.map(toItem));

  return {
    async lookUp(terms, slug) {
      const keys = terms.map((term) => ({ term, key: termKey(term.kind, term.slug) }));
      const head = slug === undefined ? undefined : headKey(slug);
      const items = await read([...keys.map(({ key }) => key), ...(head ? [head] : [])]);
      const found = new Map(items.map((item) => [`${item.pk?.S}\n${item.sk?.S}`, item]));
      const at = ({ pk, sk }: { pk: string; sk: string }) => found.get(`${pk}\n${sk}`);
      const document = head && at(head);
      return {
        terms: keys.flatMap(({ term, key }) => spelled(term, at(key)) ?? []),
        head: document && headOf(document),
      };
    },

    async newest(term) {
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: toItem({ ':pk': listKey(listOf(term), '').pk }),
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: 1,
      });
      const [item] = (await client.send(query)).Items ?? [];
      return item && (item.term?.S ?? spellingInDocument(term, item));
    },

    settle: ({ kind, slug, name: seen }, name) =>
      written(
        new UpdateItemCommand({
          TableName: table,
          Key: toItem(termKey(kind, slug)),
          UpdateExpression: 'SET #name = :name, settled = :settled',
          ConditionExpression: '#name = :seen',
          ExpressionAttributeNames: { '#name': 'name' },
          ExpressionAttributeValues: toItem({ ':name': name, ':seen': seen, ':settled': true }),
        }),
      ),

    add: ({ kind, slug }) =>
      written(
        new UpdateItemCommand({
          TableName: table,
          Key: toItem(termKey(kind, slug)),
          UpdateExpression: 'SET #name = :name',
          ConditionExpression: 'attribute_not_exists(pk)',
          ExpressionAttributeNames: { '#name': 'name' },
          ExpressionAttributeValues: toItem({ ':name': slug }),
        }),
      ),

    remove: ({ kind, slug, name: seen }) =>
      written(
        new DeleteItemCommand({
          TableName: table,
          Key: toItem(termKey(kind, slug)),
          ConditionExpression: '#name = :seen',
          ExpressionAttributeNames: { '#name': 'name' },
          ExpressionAttributeValues: toItem({ ':seen': seen }),
        }),
      ),
  };

  /** Whether its condition held. */
  async function written(command: UpdateItemCommand | DeleteItemCommand): Promise<boolean> {
    try {
      await (command instanceof DeleteItemCommand ? client.send(command) : client.send(command));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      if (error instanceof TransactionConflictException) return false;
      throw error;
    }
  }

  /** What an earlier version wrote into a list says nothing of the term, but the document does. */
  async function spellingInDocument({ kind, slug }: TermKey, item: Item): Promise<string | undefined> {
    const [head] = await read([headKey(fromItem<ListItem>(item).entry.slug)]);
    return head && termsOf(headOf(head)).find((term) => term.kind === kind && term.slug === slug)?.name;
  }
}

const spelled = ({ kind, slug }: TermKey, item: Item | undefined): SpelledTerm | undefined =>
  item && { kind, slug, name: item.name?.S ?? slug, settled: item.settled?.BOOL === true };
