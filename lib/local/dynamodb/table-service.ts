import * as z from 'zod/mini';
import { jsonAction, jsonAnswer, jsonBody } from '../aws-json.ts';
import type { Place } from '../resource.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';
import type { DynamoEndpoint } from './endpoint.ts';

/** Headers that a DynamoDB needs. */
const forwardedHeaders = [
  'authorization',
  'content-type',
  'x-amz-date',
  'x-amz-target',
  'x-amz-security-token',
];

/** DynamoDB: names the permissions of a request, forwards it to the database, reports writes to stream readers. */
export class TableService implements AwsService {
  readonly name = 'dynamodb';
  #endpoint: DynamoEndpoint;
  #place: Place;
  #onWrite: (table: string) => void;

  /** `onWrite` is called with a table's name after each successful write to it. */
  constructor(endpoint: DynamoEndpoint, place: Place, onWrite: (table: string) => void) {
    this.#endpoint = endpoint;
    this.#place = place;
    this.#onWrite = onWrite;
  }

  needs(request: AwsRequest): Need[] {
    const action = jsonAction(request);
    const uses = usesOf(action, jsonBody(request)) ?? [{ action, table: '*' }];
    return uses.map((use) => needOf(use, (table) => tableArn(table, this.#place)));
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const action = jsonAction(request);
    const uses = usesOf(action, jsonBody(request));
    if (!uses) return this.refuse(400, 'UnknownOperationException', unknown(action));
    const headers = Object.entries(request.headers).filter(([name]) => forwardedHeaders.includes(name));
    const answer = await this.#endpoint.send(Object.fromEntries(headers), request.body);
    if (answer.status === 200) writtenTables(uses).forEach(this.#onWrite);
    return answer;
  }

  refuse(status: number, code: string, message: string): AwsResponse {
    return jsonAnswer(status, { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message }, '1.0');
  }
}

export const tableArn = (table: string, { region, account }: Place): string =>
  `arn:aws:dynamodb:${region}:${account}:table/${table}`;

const unknown = (action: string): string => `The local cloud does not know the action ${action} of DynamoDB.`;

/** Of an item or a key: every table of the press has this partition key. */
const keyed = z.optional(z.object({ pk: z.optional(z.object({ S: z.optional(z.string()) })) }));
const item = { TableName: z.string(), Item: keyed, Key: keyed };
const singleTable = z.object({ ...item, IndexName: z.optional(z.string()) });
const queried = z.object({
  KeyConditionExpression: z.optional(z.string()),
  ExpressionAttributeNames: z.optional(z.record(z.string(), z.string())),
  ExpressionAttributeValues: z.optional(z.record(z.string(), z.object({ S: z.optional(z.string()) }))),
});
const severalTables = z.object({
  RequestItems: z.record(
    z.string(),
    z.union([
      z.object({ Keys: z.array(z.object({ pk: z.object({ S: z.string() }) })) }),
      z.array(
        z.object({
          PutRequest: z.optional(z.object({ Item: keyed })),
          DeleteRequest: z.optional(z.object({ Key: keyed })),
        }),
      ),
    ]),
  ),
});
const transaction = z.object({
  TransactItems: z.array(z.record(z.string(), z.object(item))),
});

/** IAM has no action for a transaction: each part is asked for by itself. */
const parts: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

const onItems = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'DescribeTable'];
const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'ConditionCheckItem'];

/** An action on a table (by name), perhaps through an index. */
interface TableUse {
  action: string;
  table: string;
  index?: string;
  /** Partition keys of the items that it names: IAM's `dynamodb:LeadingKeys`. */
  partitions?: string[];
}

/** What a request does to which tables; undefined for an action that is not imitated. */
function usesOf(action: string, body: unknown): TableUse[] | undefined {
  if (onItems.includes(action)) {
    const { IndexName, ...named } = singleTable.parse(body);
    const partitions = action === 'Query' ? queriedPartition(body) : partitionsOf(named);
    return [{ action, table: tableOf(named.TableName), index: IndexName, partitions }];
  }
  if (action === 'BatchGetItem' || action === 'BatchWriteItem') {
    return Object.entries(severalTables.parse(body).RequestItems).map(([table, named]) => ({
      action,
      table: tableOf(table),
      partitions: Array.isArray(named)
        ? named.flatMap(({ PutRequest, DeleteRequest }) => partitionsOf({ ...PutRequest, ...DeleteRequest }))
        : named.Keys.map(({ pk }) => pk.S),
    }));
  }
  if (action === 'TransactWriteItems' || action === 'TransactGetItems') return transactionUses(body);
  return undefined;
}

function transactionUses(body: unknown): TableUse[] {
  const uses = new Map<string, TableUse>();
  for (const [part, named] of transaction.parse(body).TransactItems.flatMap(partsOf)) {
    const action = parts[part];
    if (!action) continue;
    const table = tableOf(named.TableName);
    const partitions = uses.get(`${action} ${table}`)?.partitions ?? [];
    uses.set(`${action} ${table}`, { action, table, partitions: [...partitions, ...partitionsOf(named)] });
  }
  return [...uses.values()];
}

type Named = z.output<typeof singleTable>;

const partsOf = (action: Record<string, Named>): [string, Named][] => Object.entries(action);

const partitionsOf = ({ Item, Key }: Pick<Named, 'Item' | 'Key'>): string[] =>
  [Item?.pk?.S, Key?.pk?.S].flatMap((one) => one ?? []);

/** A query names one partition, on either side of the first `=` that stands beside `pk`, or beside a name for it. */
function queriedPartition(body: unknown): string[] {
  const {
    KeyConditionExpression: condition = '',
    ExpressionAttributeNames: names = {},
    ExpressionAttributeValues: values = {},
  } = queried.parse(body);
  for (const [, name = '', value = ''] of condition.matchAll(/(#?\w+)\s*=\s*(:\w+)/g))
    if ((names[name] ?? name) === 'pk') return [values[value]?.S ?? ''];
  return [];
}

function needOf({ action, table, index, partitions }: TableUse, arnOfTable: (name: string) => string): Need {
  const resource = index ? `${arnOfTable(table)}/index/${index}` : arnOfTable(table);
  const conditions = partitions?.length && { conditions: { 'dynamodb:LeadingKeys': partitions } };
  return { action: `dynamodb:${action}`, resource, ...conditions };
}

/** The tables a request has written, each once. */
const writtenTables = (uses: readonly TableUse[]): Set<string> =>
  new Set(uses.filter(({ action }) => writes.includes(action)).map(({ table }) => table));

/** A table may be named by its ARN. */
const tableOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
