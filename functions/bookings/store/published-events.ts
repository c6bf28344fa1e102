import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { idOf, isLive, type StoredHead } from '../../content/contract/document.ts';
import { headKey, idKey } from '../../content/contract/table-keys.ts';
import type { Body } from '../../content/contract/values.ts';
import { readAll } from '../../runtime/dynamo-batches.ts';
import type { PublishedEvents } from '../hearing/hear-event.ts';
import { fittingBody, type HeardEvent } from '../hearing/heard-event.ts';

interface Clients {
  dynamo: DynamoDBClient;
  s3: S3Client;
}

/** Where the content room keeps its documents and their texts. */
interface Stores {
  contentTable: string;
  bodiesBucket: string;
}

/** The content room's events, read from its own stores: consistent, and as they stand. */
export function publishedEvents(
  { dynamo, s3 }: Clients,
  { contentTable: table, bodiesBucket }: Stores,
): PublishedEvents {
  const bodyAt = async (key: string) => {
    const object = await s3.send(new GetObjectCommand({ Bucket: bodiesBucket, Key: key }));
    return JSON.parse((await object.Body?.transformToString()) ?? '') as Body;
  };
  return {
    async idAt(slug) {
      const { head } = await lookUp(dynamo, table, { slug });
      return isLive(head) ? idOf(head) : undefined;
    },

    async standing(id, slug) {
      const first = await lookUp(dynamo, table, { slug, id });
      const { at = slug } = first;
      const { head } = at === slug ? first : await lookUp(dynamo, table, { slug: at });
      return isLive(head) && idOf(head) === id
        ? heardEvent(head, () => bodyAt(head.body))
        : { status: 'gone', version: 0 };
    },
  };
}

/** The head at a slug, and the slug at which the document with the id stands; absent: where it first stood. */
async function lookUp(
  client: DynamoDBClient,
  table: string,
  { slug, id }: { slug: string; id?: string },
): Promise<{ head?: StoredHead; at?: string }> {
  const keys = [headKey(slug), ...(id === undefined ? [] : [idKey(id)])];
  const items = await readAll(
    client,
    table,
    keys.map((key) => marshall(key)),
  );
  const [head, place] = keys.map(({ pk, sk }) =>
    items.find((item) => item.pk?.S === pk && item.sk?.S === sk),
  );
  return {
    ...(head && { head: unmarshall(head) as StoredHead }),
    ...(place?.slug?.S && { at: place.slug.S }),
  };
}

async function heardEvent(head: StoredHead, body: () => Promise<Body>): Promise<HeardEvent> {
  const { slug, status, version = 0, fields, restored, at } = head;
  if (fields.kind !== 'event') return { status: 'gone', version };
  if (status !== 'published') return { status: status === 'withdrawn' ? 'withdrawn' : 'draft', version };
  const { kind, ...text } = fields;
  // What was done since it came with a restore was decided here.
  const isRestored = restored !== undefined && at <= restored;
  return { ...{ status, slug, version, isRestored, text }, ...fittingBody(await body()) };
}
