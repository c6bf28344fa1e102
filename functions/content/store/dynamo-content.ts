import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { readAll } from '../../runtime/dynamo-batches.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { StoredHead } from '../contract/document.ts';
import { filenameKey, headKey, idKey, namesakeKey } from '../contract/table-keys.ts';
import { basenameOf, type Namesake } from '../documents/claim.ts';
import type { ContentStore, Filename, LookedUp } from '../ports.ts';
import { fromItem, headOf, type Item, toItem } from './content-items.ts';
import { type Tables, writeDocument } from './dynamo-document-write.ts';
import { termWriter } from './dynamo-terms.ts';

export function dynamoContent(client: DynamoDBClient, tables: Tables): ContentStore {
  return {
    async lookUp({ slugs, filenames, ids = [] }) {
      const basenames = [...new Set(filenames.map(({ name }) => basenameOf(name)))];
      const [items, rows] = await Promise.all([
        readAll(client, tables.content, [...keysOf(slugs, filenames, ids).values()].map(toItem)),
        mapConcurrently(basenames, { concurrency: 8 }, (basename) => namesakesOf(client, tables, basename)),
      ]);
      return lookedUp(items, rows.flat());
    },

    write: (write) => writeDocument(client, tables, write),

    addTerms: termWriter(client, tables.content),
  };
}

/** Each key once: DynamoDB refuses a batch that names one twice. */
const keysOf = (
  slugs: string[],
  filenames: Filename[],
  ids: string[],
): Map<string, { pk: string; sk: string }> =>
  new Map(
    [
      ...slugs.map(headKey),
      ...ids.map(idKey),
      ...filenames.flatMap(({ name, title }) => [filenameKey(name), namesakeKey(basenameOf(name), title)]),
    ].map((key) => [`${key.pk}\n${key.sk}`, key]),
  );

/** Hundreds of files may have one base name, such as `index.md`. */
const mostNamesakes = 50;

async function namesakesOf(client: DynamoDBClient, { content }: Tables, basename: string): Promise<Item[]> {
  const { pk, sk } = namesakeKey(basename, '');
  const query = new QueryCommand({
    TableName: content,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :title)',
    ExpressionAttributeValues: toItem({ ':pk': pk, ':title': sk }),
    ConsistentRead: true,
    Limit: mostNamesakes,
  });
  return (await client.send(query)).Items ?? [];
}

const { pk: idPrefix } = idKey('');
const { pk: namePrefix, sk: titlePrefix } = namesakeKey('', '');

function lookedUp(items: Item[], furtherNamesakes: Item[]): LookedUp {
  const heads = new Map<string, StoredHead>();
  const [filenames, slugs] = [new Map<string, string>(), new Map<string, string>()];
  const namesakes = new Map<string, Map<string, Namesake>>();
  for (const item of [...items, ...furtherNamesakes]) {
    const { pk, sk } = fromItem<{ pk: string; sk: string }>(item);
    const name = pk.startsWith(namePrefix) ? pk.slice(namePrefix.length) : undefined;
    if (pk.startsWith(idPrefix)) slugs.set(pk.slice(idPrefix.length), fromItem<{ slug: string }>(item).slug);
    else if (name === undefined) heads.set(headOf(item).slug, headOf(item));
    else if (!sk.startsWith(titlePrefix)) filenames.set(name, fromItem<{ slug: string }>(item).slug);
    else {
      const { slug, likeness } = fromItem<Namesake>(item);
      const title = sk.slice(titlePrefix.length);
      namesakes.set(name, (namesakes.get(name) ?? new Map()).set(title, { slug, title, likeness }));
    }
  }
  return {
    heads,
    filenames,
    slugs,
    namesakes: new Map([...namesakes].map(([name, all]) => [name, [...all.values()]])),
  };
}
