import * as z from 'zod/mini';

/** Request units of DynamoDB. */
export interface Units {
  reads: number;
  writes: number;
}

const row = z.record(z.string(), z.unknown());
const write = z.object({ Item: z.optional(row) });
const request = z.object({
  ...write.shape,
  ConsistentRead: z.optional(z.boolean()),
  TransactItems: z.optional(z.array(z.record(z.string(), write))),
  RequestItems: z.optional(z.record(z.string(), z.unknown())),
});

/** The partition keys of sparse indexes: a row with one of them is written into that index, too. */
const indexKeys = ['dueKey', 'peopleKey'];

/**
 * What a call is billed as, from its request alone: a row that is put counts its own size, one that is changed or
 * deleted 1 KB, one that is read 4 KB, and so do all that a query finds. Transactions count twice.
 * @throws Error for an action that it does not know.
 */
export function dynamoUnits(action: string, body: Buffer): Units {
  const {
    ConsistentRead,
    TransactItems = [],
    RequestItems,
    Item,
  } = request.parse(JSON.parse(body.toString()));
  switch (action) {
    case 'GetItem':
    case 'Query':
    case 'Scan':
      return { reads: ConsistentRead ? 1 : 0.5, writes: 0 };
    case 'BatchGetItem':
      return { reads: countIn(RequestItems, 'Keys'), writes: 0 };
    case 'TransactGetItems':
      return { reads: 2 * TransactItems.length, writes: 0 };
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return { reads: 0, writes: sizeOf(Item) + indexWrites(Item) };
    case 'BatchWriteItem':
      return { reads: 0, writes: countIn(RequestItems) };
    case 'TransactWriteItems':
      return { reads: 0, writes: sum(TransactItems.map(inTransaction)) };
    default:
      throw new Error(`What ${action} costs is not known: add it to tests/bench/dynamo-units.ts.`);
  }
}

/** Indexes are written afterwards, and count once. */
const inTransaction = (one: Record<string, z.infer<typeof write>>): number =>
  sum(Object.values(one).map(({ Item }) => 2 * sizeOf(Item) + indexWrites(Item)));

const sizeOf = (item: z.infer<typeof row> | undefined): number =>
  item ? Math.ceil(JSON.stringify(item).length / 1024) : 1;

const indexWrites = (item: z.infer<typeof row> = {}): number =>
  indexKeys.filter((name) => name in item).length * sizeOf(item);

/** Of all tables; `member` holds a table's rows where its value is not the list itself. */
const countIn = (tables: Record<string, unknown> = {}, member?: string): number =>
  sum(
    Object.values(tables).map((one) => {
      const list: unknown = member === undefined ? one : Object(one)[member];
      return Array.isArray(list) ? list.length : 0;
    }),
  );

const sum = (all: number[]): number => all.reduce((total, one) => total + one, 0);
