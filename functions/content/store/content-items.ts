import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { StoredHead } from '../contract/document.ts';
import type { HeadWrite } from '../documents/announce-change.ts';
import type { ResultPage } from '../ports.ts';

export type Item = Record<string, AttributeValue>;

/** The index of all documents: a partition for what editors see, one for markers and tombstones. Its partition key
 *  is the attribute `kept`. */
export const documentsIndex = { name: 'documents', current: 'documents', markers: 'markers' };

export const toItem = (value: object): Item => marshall(value, { removeUndefinedValues: true });

/** The one place where a stored item is trusted to be of the type that was stored. */
export const fromItem = <T>(item: Item): T => unmarshall(item) as T;

/** The head in an item, without its keys. */
export function headOf(item: Item): StoredHead {
  const { pk, sk, kind, kept, changed, ...head } = item;
  return fromItem<StoredHead>(head);
}

/** The answer to a query for one item more than `limit`, as a page; `by` is the key that the next one follows.
 *  DynamoDB also stops at 1 MB, which its last key shows. */
export function resultPageOf(
  { Items = [], LastEvaluatedKey }: { Items?: Item[]; LastEvaluatedKey?: Item },
  limit: number,
  by: string,
): ResultPage<Item> {
  const items = Items.slice(0, limit);
  const hasMore = Items.length > limit || LastEvaluatedKey !== undefined;
  return { items, next: hasMore ? items.at(-1)?.[by]?.S : undefined };
}

type Image = NonNullable<DynamoDBStreamEvent['Records'][number]['dynamodb']>['NewImage'];

/** The writes to heads in a batch of the content table's stream; other items are left out. */
export const headWritesIn = ({ Records }: DynamoDBStreamEvent): HeadWrite[] =>
  Records.flatMap(({ dynamodb }) =>
    dynamodb?.Keys?.sk?.S === 'head'
      ? [
          {
            place: dynamodb.SequenceNumber ?? '',
            before: headIn(dynamodb.OldImage),
            after: headIn(dynamodb.NewImage),
          },
        ]
      : [],
  );

/** The two type packages describe the same JSON with different types. */
const headIn = (image: Image) => (image ? headOf(image as Item) : undefined);
