import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { StoredHead } from '../contract/document.ts';
import type { ResultPage } from '../ports.ts';

export type Item = Record<string, AttributeValue>;

/** The index of all there is, with a partition for what editors see and one for what has moved or was deleted. */
export const documentsIndex = { name: 'documents', current: 'documents', markers: 'markers' };

export const toItem = (value: object): Item => marshall(value, { removeUndefinedValues: true });

/** The one place where what this room has stored is taken to be what it stored. */
export const fromItem = <T>(item: Item): T => unmarshall(item) as T;

/** A head without what only the table needs. */
export function headOf(item: Item): StoredHead {
  const { pk, sk, kind, kept, changed, ...head } = item;
  return fromItem<StoredHead>(head);
}

/** A query for one item more than `limit` as a stretch; `by` is the key it goes on from. DynamoDB also stops
 *  at 1 MB, and says so by a last key. */
export function resultPageOf(
  { Items = [], LastEvaluatedKey }: { Items?: Item[]; LastEvaluatedKey?: Item },
  limit: number,
  by: string,
): ResultPage<Item> {
  const items = Items.slice(0, limit);
  const hasMore = Items.length > limit || LastEvaluatedKey !== undefined;
  return { items, next: hasMore ? items.at(-1)?.[by]?.S : undefined };
}
