import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pressCopyIn } from '../../functions/bookings/store/press-copy.ts';
import { publishedEvents } from '../../functions/bookings/store/published-events.ts';
import { dynamoPressDocument } from '../../functions/content/contract/dynamo-press-document.ts';
import { tombstone } from '../../functions/content/documents/delete-document.ts';
import { storedHead } from '../../functions/content/documents/document-write.ts';
import { movedMarker } from '../../functions/content/documents/moved-markers.ts';
import { withdrawn } from '../../functions/content/documents/withdraw-document.ts';
import { dynamoContent } from '../../functions/content/store/dynamo-content.ts';
import { copyPress } from '../../functions/runtime/press/copy-press.ts';
import { aSchool } from '../functions/bookings/a-season.ts';
import { anIncoming, aWrite, headWrite } from '../functions/content/a-document.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';
import { bookingsTables } from './bookings-tables.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';

let dynamo: DynamoTables;
let cloud: CloudWithS3;
beforeAll(async () => {
  dynamo = await dynamoTables();
  cloud = await aCloudWithS3({ buckets: { Bodies: {} } });
  const body = { html: '<p>Come.</p>', text: 'Come.', pictures: [] };
  const put = { Bucket: 'press-bodies', Key: 'bodies/1.json', Body: JSON.stringify(body) };
  await cloud.client.send(new PutObjectCommand(put));
});
afterAll(async () => {
  await dynamo.close();
  await cloud.stop();
});

/** What the content room writes, by its own store, and what bookings read of it. */
async function aPaper() {
  const { content: contentTable } = await dynamo.tables();
  const content = dynamoContent(dynamo.client, { content: contentTable });
  const stores = { contentTable, bodiesBucket: 'press-bodies' };
  const published = publishedEvents({ dynamo: dynamo.client, s3: cloud.client }, stores);
  const handIn = async (changes: Parameters<typeof anIncoming>[0]) => {
    const write = aWrite(undefined, anIncoming({ slug: 'school', ...changes }, { title: 'School' }));
    expect(await content.write(write)).toBe('written');
    return write.head;
  };
  return { content, contentTable, published, handIn };
}

const event = { fields: { kind: 'event', ...aSchool } } as const;
const command = { by: 's-1', order: '01HQ0000000000000000000009', at: '2024-03-02T09:00:00.000Z' };
const id = 'id-of-school';

it('reads an event with its description as it stands', async () => {
  const { published, handIn } = await aPaper();
  await handIn(event);
  expect(await published.idAt('school')).toBe(id);
  expect(await published.standing(id, 'school')).toEqual({
    ...{ status: 'published', slug: 'school', version: 1, isRestored: false, findings: [] },
    body: { html: '<p>Come.</p>', text: 'Come.' },
    text: aSchool,
  });
});

it('tells what readers do not get, and what is no event any more', async () => {
  const { content, published, handIn } = await aPaper();
  expect(await published.idAt('school')).toBeUndefined();
  expect(await published.standing(id, 'school')).toMatchObject({ status: 'gone' });
  const head = await handIn({ ...event, draft: true });
  expect(await published.standing(id, 'school')).toMatchObject({ status: 'draft' });
  const public_ = { ...head, status: 'published' as const };
  const taken = headWrite(head, withdrawn(public_, command, 'Off.'));
  await content.write(taken);
  expect(await published.standing(id, 'school')).toMatchObject({ status: 'withdrawn' });
  await content.write({ seen: taken.head, head: tombstone(taken.head, command) });
  expect(await published.standing(id, 'school')).toMatchObject({ status: 'gone' });
  await handIn({ slug: 'page', fields: { kind: 'page', title: 'Page' } });
  expect(await published.standing('id-of-page', 'page')).toMatchObject({ status: 'gone' });
});

it('finds it by its identity wherever it stands, and not what took its place', async () => {
  const { content, published, handIn } = await aPaper();
  const from = await handIn(event);
  const moved = { ...from, slug: 'old-school', former: ['school'] };
  const head = storedHead({ seen: undefined, head: moved });
  const marker = headWrite(from, movedMarker(from, 'school', { ...moved, id, order: command.order }));
  await content.write({ seen: undefined, head, markers: [marker] });
  for (const slug of ['school', 'old-school', 'elsewhere'])
    expect(await published.standing(id, slug)).toMatchObject({ slug: 'old-school', status: 'published' });
  expect(await published.idAt('school')).toBeUndefined();
});

it('tells what came with a restore, and was not touched since', async () => {
  const { content, published, handIn } = await aPaper();
  const head = await handIn(event);
  const restored = headWrite(head, { ...head, restored: '2024-03-01T12:00:00.000Z' });
  await content.write(restored);
  expect(await published.standing(id, 'school')).toMatchObject({ isRestored: true });
  await content.write(headWrite(restored.head, { ...restored.head, at: '2024-03-03T12:00:00.000Z' }));
  expect(await published.standing(id, 'school')).toMatchObject({ isRestored: false });
});

it('copies the press document, and a slower call never puts an older one over it', async () => {
  const { contentTable, handIn } = await aPaper();
  const { bookings: table } = await bookingsTables(dynamo.client);
  const pressCopy = pressCopyIn(dynamo.client, table);
  const pressDocument = dynamoPressDocument(dynamo.client, contentTable);
  expect(await pressDocument.read()).toBeUndefined();
  expect(await pressCopy.read()).toBeUndefined();
  const seen = await pressCopy.copies();
  await handIn({ slug: 'press', fields: { kind: 'press', title: 'The Quayside Lantern' } });
  await copyPress({ pressDocument, pressCopy });
  expect(await pressCopy.store(undefined, seen)).toBe(false);
  expect((await pressCopy.read())?.title).toBe('The Quayside Lantern');
});
