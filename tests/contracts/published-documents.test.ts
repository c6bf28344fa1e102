import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StoredHead } from '../../functions/content/contract/document.ts';
import { tombstone } from '../../functions/content/documents/delete-document.ts';
import { storedHead } from '../../functions/content/documents/document-write.ts';
import { movedMarker } from '../../functions/content/documents/moved-markers.ts';
import { withdrawn } from '../../functions/content/documents/withdraw-document.ts';
import type { ContentStore } from '../../functions/content/ports.ts';
import { dynamoContent } from '../../functions/content/store/dynamo-content.ts';
import type { Published } from '../../functions/newsletters/issues/ports.ts';
import { publishedDocuments } from '../../functions/newsletters/store/published-documents.ts';
import { anIncoming, aWrite, headWrite } from '../functions/content/a-document.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';

let dynamo: DynamoTables;
let cloud: CloudWithS3;
beforeAll(async () => {
  dynamo = await dynamoTables();
  cloud = await aCloudWithS3({ buckets: { Bodies: {} } });
});
afterAll(async () => {
  await dynamo.close();
  await cloud.stop();
});

/** What the content room writes, by its own store, and what newsletters read of it. */
async function aPaper(): Promise<{ content: ContentStore; published: Published }> {
  const { content } = await dynamo.tables();
  const stores = { contentTable: content, bodiesBucket: 'press-bodies' };
  return {
    content: dynamoContent(dynamo.client, { content }),
    published: publishedDocuments({ dynamo: dynamo.client, s3: cloud.client }, stores),
  };
}

const command = { by: 's-1', order: '01HQ0000000000000000000009', at: '2024-03-02T09:00:00.000Z' };

async function handIn(
  content: ContentStore,
  slug: string,
  changes: Parameters<typeof anIncoming>[0] = {},
  fields: Parameters<typeof anIncoming>[1] = {},
): Promise<StoredHead> {
  const write = aWrite(undefined, anIncoming({ slug, ...changes }, { title: slug, ...fields }));
  expect(await content.write(write)).toBe('written');
  return write.head;
}

/** It moves to another slug, with its identity, and leaves a marker. */
async function move(content: ContentStore, from: StoredHead, slug: string): Promise<StoredHead> {
  const moved = { ...from, slug, former: [from.slug] };
  const head = storedHead({ seen: undefined, head: moved });
  const marker = headWrite(
    from,
    movedMarker(from, from.slug, { ...moved, id: from.id ?? '', order: command.order }),
  );
  expect(await content.write({ seen: undefined, head, markers: [marker] })).toBe('written');
  return head;
}

it('reads a document as it stands', async () => {
  const { content, published } = await aPaper();
  const fields = { kind: 'newsletter', title: 'May', sendAt: '2026-05-01T07:00Z' } as const;
  await handIn(content, 'may', { fields });
  expect(await published.document('may')).toEqual({
    ...{ id: 'id-of-may', slug: 'may', kind: 'newsletter', status: 'published', version: 1, revision: 1 },
    ...{ body: 'bodies/1.json', isProposal: false, isRestored: false },
    fields: expect.objectContaining({ kind: 'newsletter' }),
    first: '2024-03-01T09:00:00.000Z',
    published: '2024-03-01T09:00:00Z',
  });
  expect(await published.document('none')).toBeUndefined();
});

it('tells a writer’s hand-in, and what came with a restore and was not touched since', async () => {
  const { content, published } = await aPaper();
  await handIn(content, 'hers', { editor: false });
  expect(await published.document('hers')).toMatchObject({ status: 'draft', isProposal: true });
  const head = await handIn(content, 'old');
  const restored = headWrite(head, { ...head, restored: '2024-03-01T12:00:00.000Z' });
  await content.write(restored);
  expect(await published.document('old')).toMatchObject({ isRestored: true });
  // Readers had the article before, whatever is done to it now.
  await content.write(headWrite(restored.head, { ...restored.head, at: '2024-03-03T12:00:00.000Z' }));
  expect(await published.document('old')).toMatchObject({ isRestored: true });
  const letter = await handIn(content, 'may', { fields: { kind: 'newsletter', title: 'May' } });
  const again = { ...letter, restored: '2024-03-01T12:00:00.000Z', at: '2024-03-03T12:00:00.000Z' };
  await content.write(headWrite(letter, again));
  expect(await published.document('may')).toMatchObject({ isRestored: false });
});

it('finds a document by its identity wherever it stands, and not what took its place', async () => {
  const { content, published } = await aPaper();
  const first = await handIn(content, 'may');
  await move(content, first, 'may-day');
  for (const slug of ['may', 'may-day', 'elsewhere'])
    expect(await published.standing('id-of-may', slug)).toMatchObject({ slug: 'may-day' });
  expect(await published.document('may')).toMatchObject({ id: 'id-of-may', status: 'moved' });
  const stands = await handIn(content, 'june');
  await content.write(headWrite(stands, withdrawn(stands, command, 'Untrue.')));
  expect(await published.standing('id-of-june', 'june')).toMatchObject({ status: 'withdrawn' });
  const gone = await handIn(content, 'july');
  await content.write({ seen: gone, head: tombstone(gone, command) });
  expect(await published.standing('id-of-july', 'july')).toBeUndefined();
  expect(await published.standing('id-of-none', 'may-day')).toBeUndefined();
  expect(await published.document('july')).toMatchObject({ id: 'id-of-july', status: 'deleted' });
});

it('has the pieces that readers get, also by an old slug, each under the slug that was asked for', async () => {
  const { content, published } = await aPaper();
  const more = { standfirst: 'It ran.', section: 'Work', language: 'en', authors: ['Ama'] };
  await move(content, await handIn(content, 'a', {}, { ...more, title: 'A' }), 'b');
  await handIn(content, 'draft', { draft: true });
  await handIn(content, 'page', { fields: { kind: 'page', title: 'Page' } });
  const pieces = await published.pieces(['a', 'b', 'b', 'draft', 'page', 'none']);
  const piece = { id: 'id-of-a', slug: 'b', title: 'A', ...more };
  expect([...pieces]).toEqual([
    ['a', piece],
    ['b', piece],
  ]);
  expect((await published.pieces([])).size).toBe(0);
});

it('names the articles of a day and later', async () => {
  const { content, published } = await aPaper();
  for (const [slug, date] of [
    ['old', '2024-02-29'],
    ['same', '2024-03-01'],
    ['new', '2024-03-02T10:00Z'],
    ['month', '2024-03'],
  ] as const)
    await handIn(content, slug, {}, { published: date });
  await handIn(content, 'page', { fields: { kind: 'page', title: 'Page' } });
  expect((await published.newest('2024-03-01')).sort()).toEqual(['same']);
  expect((await published.newest('2024-02-29')).sort()).toEqual(['month', 'old', 'same']);
  expect(await published.newest('2024-03-03')).toEqual([]);
});

it('reads a body, and fails where there is none', async () => {
  const { published } = await aPaper();
  const body = { html: '<p>Hello</p>', text: 'Hello', pictures: [] };
  const put = { Bucket: 'press-bodies', Key: 'bodies/1.json', Body: JSON.stringify(body) };
  await cloud.client.send(new PutObjectCommand(put));
  expect(await published.body('bodies/1.json')).toEqual(body);
  await expect(published.body('bodies/2.json')).rejects.toThrow();
});
