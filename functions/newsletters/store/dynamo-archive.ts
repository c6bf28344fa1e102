import { isDeepStrictEqual } from 'node:util';
import { type DynamoDBClient, QueryCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { itemOf } from '../../runtime/dynamo-items.ts';
import {
  type Archive,
  type ArchivedIssue,
  archiveLines,
  archivePosition,
} from '../archive/archived-issue.ts';
import type { Issue } from '../issues/issue.ts';
import { archiveKey } from '../table-keys.ts';
import { fromItem } from './dynamo-rows.ts';

/** Lines of the web archive: `archive#<list>`, in the order in which issues began to be sent. */
export function dynamoArchive(client: DynamoDBClient, table: string): Archive {
  const lines = async (range: Range): Promise<ArchivedIssue[]> => {
    const { Items = [] } = await client.send(queryOf(table, range));
    return Items.map((item) => fromItem<ArchivedIssue>(item));
  };
  return {
    older: (list, limit, before) => lines({ list, limit, than: before }),
    newer: async (list, after) => (await lines({ list, limit: 1, than: after, newer: true }))[0],
  };
}

/**
 * What a change of an issue's row changes in the archive, for the transaction that writes the row: readers never see a
 * list with what is withdrawn, nor one without what is being sent. Nothing of most changes.
 */
export function archiveActions(table: string, before: Issue | undefined, after: Issue): TransactWriteItem[] {
  const [was, is] = [archiveLines(before), archiveLines(after)];
  const lists = [...new Set([...was.keys(), ...is.keys()])];
  return lists.flatMap((list): TransactWriteItem[] => {
    const [old, line] = [was.get(list), is.get(list)];
    if (isDeepStrictEqual(old, line)) return [];
    if (line) return [{ Put: { TableName: table, Item: itemOf({ ...keyOf(list, line), ...line }) } }];
    return old ? [{ Delete: { TableName: table, Key: itemOf(keyOf(list, old)) } }] : [];
  });
}

const keyOf = (list: string, line: ArchivedIssue) => archiveKey(list, archivePosition(line));

interface Range {
  list: string;
  limit: number;
  /** A position. */
  than?: string | undefined;
  newer?: boolean;
}

/** A page of the query may end early only at one megabyte: far more than these few lines. */
const queryOf = (table: string, { list, limit, than, newer = false }: Range) =>
  new QueryCommand({
    TableName: table,
    ConsistentRead: true,
    ScanIndexForward: newer,
    Limit: limit,
    KeyConditionExpression: than === undefined ? 'pk = :pk' : `pk = :pk AND sk ${newer ? '>' : '<'} :than`,
    ExpressionAttributeValues: itemOf({
      ':pk': archiveKey(list, '').pk,
      ...(than !== undefined && { ':than': than }),
    }),
  });
