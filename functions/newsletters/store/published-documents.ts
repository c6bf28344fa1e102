import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { idOf, isLive, type StoredHead } from '../../content/contract/document.ts';
import { presentHead, readMoves } from '../../content/contract/moves.ts';
import { headKey, idKey, listKey } from '../../content/contract/table-keys.ts';
import type { Body } from '../../content/contract/values.ts';
import { writtenEarlier } from '../../look/dates.ts';
import { readAll } from '../../runtime/dynamo-batches.ts';
import type { Piece } from '../compose/issue-content.ts';
import type { HeardDocument, Published } from '../issues/ports.ts';

interface Clients {
  dynamo: DynamoDBClient;
  s3: S3Client;
}

/** Where the content room keeps its documents and their texts. */
interface Stores {
  contentTable: string;
  bodiesBucket: string;
}

/** The content room's documents, read from its own stores: consistent, and as they stand. */
export function publishedDocuments(
  { dynamo, s3 }: Clients,
  { contentTable: table, bodiesBucket }: Stores,
): Published {
  const look = (wanted: Wanted) => lookUp(dynamo, table, wanted);
  return {
    async pieces(slugs) {
      const start = (await look({ slugs })).heads;
      const moves = await readMoves(start.values(), look);
      const found = slugs.flatMap((slug) => {
        const head = moves.heads.get(slug);
        const piece = head && pieceOf(presentHead(head, moves));
        return piece ? [[slug, piece] as const] : [];
      });
      return new Map(found);
    },

    async document(slug) {
      const head = (await look({ slugs: [slug] })).heads.get(slug);
      return head && heardDocument(head);
    },

    async standing(id, slug) {
      const { heads, slugs } = await look({ slugs: [slug], ids: [id] });
      const at = slugs.get(id) ?? slug;
      const head = heads.get(at) ?? (await look({ slugs: [at] })).heads.get(at);
      return isLive(head) && idOf(head) === id ? heardDocument(head) : undefined;
    },

    newest: (day) => newest(dynamo, table, day),

    async body(key) {
      const object = await s3.send(new GetObjectCommand({ Bucket: bodiesBucket, Key: key }));
      return JSON.parse((await object.Body?.transformToString()) ?? '') as Body;
    },
  };
}

interface Wanted {
  slugs: readonly string[];
  ids?: readonly string[];
}

/** Heads by slug, and slugs at which documents stand by their ids. DynamoDB refuses a call that names a key twice. */
async function lookUp(client: DynamoDBClient, table: string, { slugs, ids = [] }: Wanted) {
  const keys = [...[...new Set(slugs)].map(headKey), ...[...new Set(ids)].map(idKey)];
  const items = await readAll(
    client,
    table,
    keys.map((key) => marshall(key)),
  );
  const rows = new Map(items.map((item) => [`${item.pk?.S}\n${item.sk?.S}`, item]));
  const found = <T>(key: { pk: string; sk: string }, read: (item: Item) => T): T[] => {
    const item = rows.get(`${key.pk}\n${key.sk}`);
    return item ? [read(item)] : [];
  };
  return {
    heads: new Map(slugs.flatMap((slug) => found(headKey(slug), (item) => [slug, headIn(item)] as const))),
    slugs: new Map(ids.flatMap((id) => found(idKey(id), (item) => [id, item.slug?.S ?? ''] as const))),
  };
}

type Item = Record<string, AttributeValue>;

const headIn = (item: Item): StoredHead => unmarshall(item) as StoredHead;

/** Lists stand by date, so that those of a day and later are one range. */
async function newest(client: DynamoDBClient, table: string, day: string): Promise<string[]> {
  const { pk, sk } = listKey('all', day);
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk >= :day',
      ProjectionExpression: '#entry.#slug',
      ExpressionAttributeNames: { '#entry': 'entry', '#slug': 'slug' },
      ExpressionAttributeValues: { ':pk': { S: pk }, ':day': { S: sk } },
    },
  );
  const slugs: string[] = [];
  for await (const { Items = [] } of pages)
    slugs.push(...Items.flatMap(({ entry }) => entry?.M?.slug?.S ?? []));
  return slugs;
}

/** What a mail shows of an article, as it stands. */
function pieceOf(head: StoredHead | undefined): Piece | undefined {
  if (head?.status !== 'published' || head.fields.kind !== 'article') return undefined;
  const { title, standfirst, authors, section, language, picture, written } = head.fields;
  const isOld = writtenEarlier({ written, published: head.published ?? head.at });
  return {
    ...{ id: idOf(head), slug: head.slug, title, authors },
    ...(standfirst && { standfirst }),
    ...(isOld && { written }),
    ...(section && { section }),
    ...(language && { language }),
    ...(picture && { picture }),
  };
}

function heardDocument(head: StoredHead): HeardDocument {
  const { slug, status, version = 0, revision, body, fields, published, first } = head;
  return {
    ...{ id: idOf(head), slug, kind: fields.kind, status, version, revision, body, fields },
    ...(published && { published }),
    ...(first && { first }),
    isProposal: head.byWriter === true && status !== 'published',
    isRestored: isRestored(head),
  };
}

/** What was done of it here, an article's first publication or anything, was not done since it came with a restore. */
const isRestored = ({ restored, fields, first, at }: StoredHead): boolean =>
  restored !== undefined && ((fields.kind === 'article' && first) || at) <= restored;
