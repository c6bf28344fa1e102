import {
  type AttributeValue,
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { letterItem, newLetterOnly } from '../../post/contract/letter.ts';
import { countAction } from '../../runtime/people/dynamo-limits.ts';
import type { AddressRow, Instant } from '../address.ts';
import { type ClosedPerson, dueAt, growth, isClosed, type Person } from '../person.ts';
import type { RowChange, Write, WriteOutcome } from '../ports.ts';
import {
  addressKey,
  dueKey,
  evidenceKey,
  growthKey,
  growthShards,
  indexes,
  partOf,
  peopleKey,
  personKey,
  signUpKey,
  tokenKey,
} from '../table-keys.ts';

export type Item = Record<string, AttributeValue>;

interface Key {
  pk: string;
  sk: string;
}

export interface Tables {
  newsletters: string;
  /** The outbox of letters, in the room `post`; absent: the function writes none. */
  post?: string;
}

/** A part of a transaction, and what it means when its condition fails; without that a conflict. */
export interface Action {
  item: TransactWriteItem;
  otherwise?: 'settled' | 'over-limit';
}

/** Sends the actions as one transaction. Throws what is no outcome. */
export async function transact(client: DynamoDBClient, actions: readonly Action[]): Promise<WriteOutcome> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: actions.map(({ item }) => item) }));
    return 'written';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const outcome = outcomeOf(actions, error.CancellationReasons ?? []);
    if (!outcome) throw error;
    return outcome;
  }
}

/** What was settled needs nothing more; a row that was written since is read again before a limit counts. */
export function outcomeOf(
  actions: readonly Action[],
  reasons: CancellationReason[],
): WriteOutcome | undefined {
  const failed = actions.flatMap(({ otherwise = 'conflict' }, at) => {
    const { Code = 'None' } = reasons[at] ?? {};
    if (Code === 'TransactionConflict') return ['conflict' as const];
    return Code === 'ConditionalCheckFailed' ? [otherwise] : [];
  });
  return (['settled', 'conflict', 'over-limit'] as const).find((outcome) => failed.includes(outcome));
}

/** The actions of a decision, for a transaction of more. @param before What each limit counted in the window before. */
export function actionsOf(tables: Tables, write: Write, before: readonly number[] = []): Action[] {
  const table = tables.newsletters;
  const put = (Item: Item) => ({ item: { Put: { TableName: table, Item } } });
  const { people = [], addresses = [], evidence = [], tokens = [], removesTokens = [] } = write;
  const { letters = [], counts = [] } = write;
  return [
    ...people.map((change) => changeAction(table, change, personItem)),
    ...addresses.map((change) => changeAction(table, change, addressItem)),
    ...evidence.map((one) => put(itemOf({ ...evidenceKey(one.person, one.id), ...one }))),
    ...tokens.map((one) =>
      put(itemOf({ ...tokenKey(one.hash), ...one, ttl: ttlOf(one.expiresAt, unsentDays) })),
    ),
    ...removesTokens.map((hash) => ({
      item: { Delete: { TableName: table, Key: marshall(tokenKey(hash)) } },
    })),
    ...letters.map((letter) => ({
      item: {
        Put: { TableName: tables.post, Item: itemOf(letterItem(letter)), ConditionExpression: newLetterOnly },
      },
      otherwise: 'settled' as const,
    })),
    ...(write.uses ? [useAction(table, write.uses)] : []),
    ...(write.settles ? [settleAction(table, write.settles)] : []),
    ...counts.map((limit, at) => ({
      item: countAction(table, limit, before[at] ?? 0, new Date(write.at)),
      otherwise: 'over-limit' as const,
    })),
    ...growthActions(table, write),
  ];
}

const itemOf = (row: object): Item => marshall(row, { removeUndefinedValues: true });

/** The row as it was read is the condition. */
function changeAction<R extends { writes: number }>(
  table: string,
  { before, after }: RowChange<R>,
  itemFor: (row: R) => Item,
): Action {
  const condition = before
    ? {
        ConditionExpression: 'writes = :before',
        ExpressionAttributeValues: { ':before': { N: `${before.writes}` } },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  if (after) {
    const Item = itemFor({ ...after, writes: (before?.writes ?? 0) + 1 });
    return { item: { Put: { TableName: table, Item, ...condition } } };
  }
  if (!before) throw new Error('A change of a row has neither what was nor what shall be');
  const { pk, sk } = itemFor(before);
  return {
    item: { Delete: { TableName: table, Key: { pk: pk ?? { S: '' }, sk: sk ?? { S: '' } }, ...condition } },
  };
}

/** People stand in the index of everybody, and while something is due in the index of that; closed ones in neither. */
function personItem(row: Person | ClosedPerson): Item {
  const key = personKey(row.id);
  if (isClosed(row)) return itemOf({ ...key, ...row });
  const due = dueAt(row);
  return itemOf({
    ...key,
    ...row,
    peopleKey: peopleKey(partOf(row.id, indexes.people.keys)),
    ...(due && { dueKey: dueKey(partOf(row.id, indexes.due.keys)), dueAt: due }),
  });
}

const addressItem = (row: AddressRow): Item => itemOf({ ...addressKey(row.hash), ...row });

/** What somebody asked for leaves the row with its use: what came of it stands in the person's own. */
const useAction = (table: string, { hash, at }: NonNullable<Write['uses']>): Action => ({
  item: {
    Update: {
      TableName: table,
      Key: marshall(tokenKey(hash)),
      UpdateExpression: 'SET usedAt = :at REMOVE #name, consent, email, newHash',
      ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(usedAt)',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: marshall({ ':at': at }),
    },
  },
});

const settleAction = (table: string, id: string): Action => ({
  item: {
    Delete: { TableName: table, Key: marshall(signUpKey(id)), ConditionExpression: 'attribute_exists(pk)' },
  },
  otherwise: 'settled',
});

/** One count a row, however many people a write changes: a transaction names no row twice. */
function growthActions(table: string, { at, people = [] }: Write): Action[] {
  const counts = new Map<string, { key: Key; joined: number; left: number }>();
  for (const { before, after } of people) {
    const id = (after ?? before)?.id ?? '';
    for (const [list, change] of Object.entries(growth(openRow(before), openRow(after)))) {
      const key = growthKey(list, at.slice(0, 10), partOf(id, growthShards));
      const known = counts.get(`${key.pk}/${key.sk}`) ?? { key, joined: 0, left: 0 };
      if (change > 0) known.joined += 1;
      else known.left += 1;
      counts.set(`${key.pk}/${key.sk}`, known);
    }
  }
  return [...counts.values()].map(({ key, joined, left }) => ({
    item: {
      Update: {
        TableName: table,
        Key: marshall(key),
        UpdateExpression: 'ADD joined :joined, #left :left',
        ExpressionAttributeNames: { '#left': 'left' },
        ExpressionAttributeValues: marshall({ ':joined': joined, ':left': left }),
      },
    },
  }));
}

const openRow = (row: Person | ClosedPerson | undefined): Person | undefined =>
  row && !isClosed(row) ? row : undefined;

/** A link that is too old is told so for a week more; then it is not known any more. */
export const rememberedDays = 7;
/** Its letter may wait in the outbox for as long as who never confirmed is known. A person's row names the link as long
 *  (`withLink`). */
const unsentDays = 30 + rememberedDays;

/** Seconds since 1970. */
export const ttlOf = (expiresAt: Instant, days: number): number =>
  Math.ceil(Date.parse(expiresAt) / 1000) + days * 86_400;
