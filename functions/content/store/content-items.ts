import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { StoredHead } from '../contract/stored-head.ts';
import type { NameKind } from '../documents/membership.ts';
import type { ResultPage } from '../ports.ts';

export type Item = Record<string, AttributeValue>;

/** Keys of the content table's items, in plain values. */
export const headKey = (slug: string) => ({ pk: `doc#${slug}`, sk: 'head' });

export const revisionKey = (slug: string, revision: number) => ({
  pk: `doc#${slug}`,
  sk: `rev#${String(revision).padStart(6, '0')}`,
});

export const listKey = (list: string, sort: string) => ({ pk: `list#${list}`, sk: sort });

/** Which document a file's name stands for. */
export const filenameKey = (name: string) => ({ pk: `name#${name}`, sk: 'name' });

/** A name under which articles are gathered. */
export const termKey = (kind: NameKind, slug: string) => ({ pk: `names#${kind}`, sk: slug });

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
