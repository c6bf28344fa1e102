import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredHead } from '../../functions/content/contract/document.ts';
import { headKey } from '../../functions/content/contract/table-keys.ts';
import { toItem } from '../../functions/content/store/content-items.ts';
import { dynamoContent } from '../../functions/content/store/dynamo-content.ts';
import {
  dynamoDocuments,
  dynamoDue,
  dynamoHistories,
} from '../../functions/content/store/dynamo-documents.ts';
import {
  dynamoErasableDocuments,
  dynamoErasableUploads,
} from '../../functions/content/store/dynamo-erasing.ts';
import { dynamoEarlierUses, dynamoFileUses } from '../../functions/content/store/dynamo-file-uses.ts';
import { dynamoLists, mostTermsRead } from '../../functions/content/store/dynamo-lists.ts';
import { dynamoSpellings } from '../../functions/content/store/dynamo-spellings.ts';
import { dynamoUploads } from '../../functions/content/store/dynamo-uploads.ts';
import { aHead, headWrite } from '../functions/content/a-document.ts';
import { MemoryContent } from '../functions/content/memory-content.ts';
import { MemoryFileUses } from '../functions/content/memory-file-uses.ts';
import { MemoryUploads } from '../functions/content/memory-uploads.ts';
import { contentStoreContract } from './content-store.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';
import { historyReaderContract } from './history-reader.ts';
import { blankingContract, fileUsesContract } from './removal.ts';
import { spellingsContract } from './spellings.ts';
import { uploadStoreContract } from './upload-store.ts';

describe('in memory', () => {
  describe('content', () => contentStoreContract(async () => inMemory()));
  describe('histories', () => historyReaderContract(async () => inMemory()));
  describe('spellings', () => spellingsContract(async () => inMemory()));
  describe('uploads', () => uploadStoreContract(async () => new MemoryUploads()));
  describe('uses of files', () => fileUsesContract(async () => new MemoryFileUses()));
  describe('erased uploads', () => blankingContract(async () => new MemoryUploads()));
});

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  describe('content', () => contentStoreContract(() => inDynamo(dynamo)));
  describe('histories', () => historyReaderContract(() => inDynamo(dynamo)));
  describe('spellings', () => spellingsContract(() => inDynamo(dynamo)));
  describe('uploads', () =>
    uploadStoreContract(async () => dynamoUploads(dynamo.client, (await dynamo.tables()).uploads)));
  describe('uses of files', () =>
    fileUsesContract(async () => dynamoFileUses(dynamo.client, (await dynamo.tables()).content)));
  describe('erased uploads', () =>
    blankingContract(async () => {
      const { uploads } = await dynamo.tables();
      return { ...dynamoUploads(dynamo.client, uploads), ...dynamoErasableUploads(dynamo.client, uploads) };
    }));

  it('looks at hundreds of terms without documents for one page of names, and goes on with the next', async () => {
    const stores = await inDynamo(dynamo);
    const tag = (slug: string) => ({ kind: 'tags' as const, slug, name: slug });
    const unused = Array.from({ length: mostTermsRead + 100 }, (_, at) => tag(`tag-${1000 + at}`));
    await stores.content.addTerms([...unused, tag('used')]);
    await stores.content.write(headWrite(undefined, aHead({}, { tags: ['used'] })));
    const first = await stores.lists.terms('tags', { limit: 50 });
    expect(first.items).toEqual([]);
    expect(first.next).toBeDefined();
    const second = await stores.lists.terms('tags', { limit: 50, after: first.next });
    expect(second).toEqual({ items: [{ slug: 'used', name: 'used' }] });
  }, 60_000);

  it('goes on with earlier uses where it got to, in another function too', async () => {
    const { content } = await dynamo.tables();
    const progress = dynamoEarlierUses(dynamo.client, content);
    expect(await progress.progress()).toBeUndefined();
    await progress.advance({ done: false, after: 'documents/2024#a' });
    expect(await dynamoEarlierUses(dynamo.client, content).progress()).toEqual({
      done: false,
      after: 'documents/2024#a',
    });
    await progress.advance({ done: true });
    expect(await dynamoEarlierUses(dynamo.client, content).progress()).toEqual({ done: true });
  });
});

function inMemory() {
  const uploads = new MemoryUploads();
  const content = new MemoryContent(uploads);
  return {
    uploads,
    content,
    documents: content,
    due: content,
    histories: content,
    lists: content,
    spellings: content.spellings,
    erasable: content,
    keepOld: (head: StoredHead) => content.keepOld(head),
  };
}

async function inDynamo({ client, tables }: DynamoTables) {
  const { content, uploads } = await tables();
  return {
    uploads: dynamoUploads(client, uploads),
    content: dynamoContent(client, { content, uploads }),
    documents: dynamoDocuments(client, content),
    due: dynamoDue(client, content),
    histories: dynamoHistories(client, content),
    lists: dynamoLists(client, content),
    async keepOld(head: StoredHead) {
      const room = dynamoContent(client, { content });
      await room.write({ seen: undefined, head });
      const Item = toItem({ ...headKey(head.slug), ...head, kind: head.fields.kind, kept: 'documents' });
      Item.changed = { S: `${head.at}#${head.slug}` };
      await client.send(new PutItemCommand({ TableName: content, Item }));
    },
    spellings: dynamoSpellings(client, content),
    erasable: dynamoErasableDocuments(client, content),
  };
}
