import * as z from 'zod/mini';
import type { Need } from '../service.ts';

const one = z.object({ TableName: z.string(), IndexName: z.optional(z.string()) });
const many = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const inTransaction = z.object({ TableName: z.string() });
const transaction = z.object({
  TransactItems: z.array(
    z.object({
      Put: z.optional(inTransaction),
      Update: z.optional(inTransaction),
      Delete: z.optional(inTransaction),
      ConditionCheck: z.optional(inTransaction),
      Get: z.optional(inTransaction),
    }),
  ),
});

/** IAM has no action for a transaction: each part is asked for by itself. */
const parts = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
} as const;

const onItems = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'DescribeTable'];
const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'ConditionCheckItem'];

/** An action on a table (by name), perhaps through an index. */
export interface Use {
  action: string;
  table: string;
  index?: string;
}

/** What a request does to which tables; undefined for an action that is not imitated. */
export function usesOf(action: string, body: unknown): Use[] | undefined {
  if (onItems.includes(action)) {
    const { TableName, IndexName } = one.parse(body);
    return [{ action, table: tableOf(TableName), index: IndexName }];
  }
  if (action === 'BatchGetItem' || action === 'BatchWriteItem') {
    return Object.keys(many.parse(body).RequestItems).map((table) => ({ action, table: tableOf(table) }));
  }
  if (action === 'TransactWriteItems' || action === 'TransactGetItems') return transactionUses(body);
  return undefined;
}

function transactionUses(body: unknown): Use[] {
  const uses = new Map<string, Use>();
  for (const item of transaction.parse(body).TransactItems) {
    for (const [part, action] of Object.entries(parts)) {
      const target = Object.entries(item).find(([name]) => name === part)?.[1];
      if (target) uses.set(`${action} ${target.TableName}`, { action, table: tableOf(target.TableName) });
    }
  }
  return [...uses.values()];
}

export function needOf({ action, table, index }: Use, arnOfTable: (name: string) => string): Need {
  const resource = index ? `${arnOfTable(table)}/index/${index}` : arnOfTable(table);
  return { action: `dynamodb:${action}`, resource };
}

/** The tables a request has written, each once. */
export const written = (uses: readonly Use[]): Set<string> =>
  new Set(uses.filter(({ action }) => writes.includes(action)).map(({ table }) => table));

/** A table may be named by its ARN. */
const tableOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
