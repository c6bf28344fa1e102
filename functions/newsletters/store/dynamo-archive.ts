import { isDeepStrictEqual } from 'node:util';
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import {
  type Archive,
  type ArchivedIssue,
  archiveLines,
  archivePosition,
} from '../archive/archived-issue.ts';
import type { Issue } from '../issues/issue.ts';
import { archiveKey } from '../table-keys.ts';
import { rowOf } from './dynamo-subscribers.ts';
import type { Action } from './dynamo-transaction.ts';

/** Lines of the web archive: `archive#<list>`, in the order in which issues began to be sent. */
export function dynamoArchive(client: DynamoDBClient, table: string): Archive {
  const lines = async (range: Range): Promise<ArchivedIssue[]> => {
    const { Items = [] } = await client.send(queryOf(table, range));
    return Items.flatMap((item) => rowOf<ArchivedIssue>(item) ?? []);
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
export function archiveActions(table: string, before: Issue | undefined, after: Issue): Action[] {
  const [was, is] = [archiveLines(before), archiveLines(after)];
  const lists = [...new Set([...was.keys(), ...is.keys()])];
  return lists.flatMap((list): Action[] => {
    const [old, line] = [was.get(list), is.get(list)];
    if (isDeepStrictEqual(old, line)) return [];
    if (line) return [{ item: { Put: { TableName: table, Item: itemOf(list, line) } } }];
    return old ? [{ item: { Delete: { TableName: table, Key: keyOf(list, old) } } }] : [];
  });
}

const keyOf = (list: string, line: ArchivedIssue) => marshall(archiveKey(list, archivePosition(line)));

const itemOf = (list: string, line: ArchivedIssue) =>
  marshall({ ...archiveKey(list, archivePosition(line)), ...line }, { removeUndefinedValues: true });

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
    ExpressionAttributeValues: marshall({
      ':pk': archiveKey(list, '').pk,
      ...(than !== undefined && { ':than': than }),
    }),
  });
