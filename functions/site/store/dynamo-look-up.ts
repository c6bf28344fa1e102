import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { readAll } from '../../runtime/dynamo-batches.ts';
import type { Found, StoredHead, Wanted } from '../ports.ts';
import { headOf, nameOf } from './content-rows.ts';

/** Documents and names by their keys, all asked for at once. */
export async function lookUp(client: DynamoDBClient, table: string, wanted: Wanted): Promise<Found> {
  const keys = keysOf(wanted).filter(isPossible);
  const items = await readAll(
    client,
    table,
    keys.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } })),
  );
  return foundIn(items.map((item) => unmarshall(item)));
}

interface Key {
  pk: string;
  sk: string;
}

/** Each once: DynamoDB refuses to be asked twice in one call. */
const keysOf = ({ documents, names, ids = [] }: Wanted): Key[] => [
  ...[...new Set(documents)].map((slug) => ({ pk: `doc#${slug}`, sk: 'head' })),
  ...[...new Set(ids)].map((id) => ({ pk: `id#${id}`, sk: 'id' })),
  ...new Map(names.map(({ set, slug }) => [`${set}/${slug}`, { pk: `names#${set}`, sk: slug }])).values(),
];

/** Readers ask for what they like. DynamoDB has no row with a longer key (in bytes), and refuses to look for one. */
const isPossible = ({ pk, sk }: Key): boolean =>
  Buffer.byteLength(pk) <= 2048 && sk !== '' && Buffer.byteLength(sk) <= 1024;

function foundIn(items: Record<string, unknown>[]): Found {
  const documents = new Map<string, StoredHead>();
  const [names, slugs] = [new Map<string, string>(), new Map<string, string>()];
  for (const item of items) {
    const pk = String(item.pk);
    if (pk.startsWith('doc#')) documents.set(pk.slice('doc#'.length), headOf(item));
    else if (pk.startsWith('id#')) slugs.set(pk.slice('id#'.length), headOf(item).slug);
    else names.set(`${pk.slice('names#'.length)}/${nameOf(item).slug}`, nameOf(item).name);
  }
  return { documents, names, slugs };
}
