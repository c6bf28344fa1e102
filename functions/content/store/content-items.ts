import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { StoredHead } from '../contract/document.ts';
import { termKinds } from '../contract/lists.ts';
import { headKey, partitions, termKey } from '../contract/table-keys.ts';
import type { ContentWrite } from '../documents/announce-change.ts';
import { type AnnouncedHead, readHead, type StoredKey } from '../documents/announcement.ts';
import type { ResultPage } from '../ports.ts';

export type Item = Record<string, AttributeValue>;

/** The index of all documents: a partition for what editors see, one for markers and tombstones. Its partition key
 *  is the attribute `kept`. */
export const documentsIndex = { name: 'documents', current: 'documents', markers: 'markers' };

/** The index of what happens to documents by itself, which has those alone to which something will. */
export const dueIndex = { name: 'due', partition: 'dueKey', sort: 'dueAt', key: 'due' } as const;

export const toItem = (value: object): Item => marshall(value, { removeUndefinedValues: true });

/** The one place where a stored item is trusted to be of the type that was stored. */
export const fromItem = <T>(item: Item): T => unmarshall(item) as T;

/** The head in an item, without its keys. */
export function headOf(item: Item): StoredHead {
  const { pk, sk, kind, kept, changed, dueKey, dueAt, ...head } = item;
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

type StreamRecord = NonNullable<DynamoDBStreamEvent['Records'][number]['dynamodb']>;

/** What a batch of the content table's stream means for other rooms: writes to heads, and terms that came, went or are
 *  spelled in another way. Other items are left out. */
export const writesIn = ({ Records }: DynamoDBStreamEvent): ContentWrite[] =>
  Records.flatMap(({ dynamodb = {} }) => {
    const key = { pk: dynamodb.Keys?.pk?.S ?? '', sk: dynamodb.Keys?.sk?.S ?? '' };
    const write = headWrite(key, dynamodb) ?? termWrite(key, dynamodb);
    return write ? [{ ...write, key, place: dynamodb.SequenceNumber ?? '' }] : [];
  });

/** Names of list items and of terms are people's own words: only the partition tells what an item is. What a document
 *  was and what it is are read apart: one that cannot be read silences nothing of the other. */
function headWrite({ pk, sk }: StoredKey, { OldImage, NewImage }: StreamRecord) {
  if (!pk.startsWith(partitions.documents) || sk !== headKey('').sk) return undefined;
  const [before, after] = [headIn(OldImage), headIn(NewImage)];
  if (after instanceof Error) return { unreadable: after };
  return before instanceof Error ? { unreadable: before, after } : { before, after };
}

/** A new row means nothing: a term counts once it is settled, when its list has an article. */
function termWrite({ pk, sk }: StoredKey, { OldImage, NewImage }: StreamRecord) {
  const kind = termKinds.find((one) => pk === termKey(one, '').pk);
  if (!kind || !OldImage) return undefined;
  const respelled = NewImage !== undefined && OldImage.name?.S !== NewImage.name?.S;
  const isListedAnew = NewImage === undefined || OldImage.settled?.BOOL !== NewImage.settled?.BOOL;
  return respelled || isListedAnew ? { term: { kind, slug: sk, respelled } } : undefined;
}

/** Why it cannot be read, where it cannot. The two type packages describe the same JSON with different types. */
function headIn(image: StreamRecord['NewImage']): AnnouncedHead | Error | undefined {
  try {
    return image && readHead(headOf(image as Item));
  } catch (cause) {
    return cause instanceof Error ? cause : new Error('Not an error', { cause });
  }
}
