import { DeleteObjectCommand, DeleteObjectsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import type { BusEvent } from '../../../../lib/local/cloud.ts';
import { aCloudWithS3, type CloudOptions, type CloudWithS3 } from './a-cloud-with-s3.ts';

const Bucket = 'press-uploads';
const announcing = { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } };

async function open(options: CloudOptions = {}): Promise<CloudWithS3> {
  const place = await aCloudWithS3({ buckets: { Uploads: announcing, Shelf: {} }, ...options });
  onTestFinished(() => place.stop().catch(() => {}));
  return place;
}

const detail = z.object({ reason: z.string(), object: z.object({ key: z.string(), sequencer: z.string() }) });
const summaryOf = ({ 'detail-type': type, detail: given }: BusEvent) => {
  const { reason, object } = detail.parse(given);
  return `${type}: ${object.key} by ${reason}`;
};
const put = ({ client }: CloudWithS3, Key: string, Body = 'text') =>
  client.send(new PutObjectCommand({ Bucket, Key, Body }));

it('tells the bus of a new object as S3 does, before it answers', async () => {
  let answered = false;
  const place = await open({
    emit: async () => {
      expect(answered).toBe(false);
    },
  });
  const { ETag } = await put(place, 'manuscripts/01 ü/0');
  answered = true;
  expect(place.events).toEqual([
    {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'eu-west-1',
      resources: [`arn:aws:s3:::${Bucket}`],
      detail: {
        version: '0',
        bucket: { name: Bucket },
        object: {
          key: 'manuscripts/01 ü/0',
          size: 4,
          etag: ETag?.replaceAll('"', ''),
          sequencer: expect.any(String),
        },
        'request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
        requester: '000000000000',
        'source-ip-address': '127.0.0.1',
        reason: 'PutObject',
      },
    },
  ]);
});

it('names what was done', async () => {
  const place = await open();
  await put(place, 'a');
  const { client } = place;
  await put(place, 'b');
  const { url, fields } = await createPresignedPost(client, { Bucket, Key: 'c' });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob(['text']), 'c.md');
  await fetch(url, { method: 'POST', body: form });
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'b' }, { Key: 'none' }] } }),
  );
  expect(place.events.map(summaryOf)).toEqual([
    'Object Created: a by PutObject',
    'Object Created: b by PutObject',
    'Object Created: c by POST Object',
    'Object Deleted: a by DeleteObject',
    'Object Deleted: b by DeleteObject',
  ]);
});

it('says nothing of buckets that do not ask for events, nor of refused writes', async () => {
  const { client, events } = await open();
  await client.send(new PutObjectCommand({ Bucket: 'press-shelf', Key: 'a', Body: 'x' }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
  const again = new PutObjectCommand({ Bucket, Key: 'a', Body: 'y', IfNoneMatch: '*' });
  await expect(client.send(again)).rejects.toThrow();
  expect(events).toHaveLength(1);
});

it('orders the changes of a key by a sequencer that grows, even when the clock goes back', async () => {
  let time = Date.parse('2026-02-28T12:00:00Z');
  const now = () => time;
  const first = await open({ now });
  for (let n = 0; n < 5; n += 1) await put(first, 'a', `${n}`);
  await first.stop(true);
  time -= 60_000;
  const second = await open({ now, folder: first.folder });
  await put(second, 'a', '5');
  await second.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  const sequence = [...first.events, ...second.events].map(
    (one) => detail.parse(one.detail).object.sequencer,
  );
  expect(sequence).toEqual([...new Set(sequence)].sort());
  expect(sequence.every((one) => /^[0-9A-F]{18}$/.test(one))).toBe(true);
});

it('makes good at the next start on an event that a kill kept back', async () => {
  const asked = Promise.withResolvers<void>();
  const before = await open({
    emit: () => {
      asked.resolve();
      return new Promise(() => {});
    },
  });
  const answer = put(before, 'a').catch(() => 'no answer');
  await asked.promise;
  await before.stop(true);
  expect(await answer).toBe('no answer');
  const after = await open({ folder: before.folder });
  expect(after.events).toEqual([]);
  await after.s3.sendPendingEvents();
  expect(after.events.map(summaryOf)).toEqual(['Object Created: a by PutObject']);
  await after.s3.sendPendingEvents();
  expect(after.events).toHaveLength(1);
});

it('asks a bus again that would not take an event', async () => {
  let refusals = 1;
  const place = await open({
    emit: async () => {
      if (refusals-- > 0) throw new Error('The bus is away');
    },
  });
  await put(place, 'a');
  expect(place.events).toEqual([]);
  await expect
    .poll(() => place.events.map(summaryOf), { timeout: 5000 })
    .toEqual(['Object Created: a by PutObject']);
});
