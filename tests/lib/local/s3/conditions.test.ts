import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCloudWithS3, type CloudWithS3 } from './a-cloud-with-s3.ts';

const Bucket = 'press-shelf';
let place: CloudWithS3;
beforeAll(async () => {
  place = await aCloudWithS3();
});
afterAll(() => place.stop());

interface Conditions {
  IfMatch?: string;
  IfNoneMatch?: string;
}

const put = (Key: string, Body: string | Buffer, conditions: Conditions = {}) =>
  place.client.send(new PutObjectCommand({ Bucket, Key, Body, ...conditions }));
const etagOf = async (Key: string) =>
  (await place.client.send(new HeadObjectCommand({ Bucket, Key }))).ETag ?? '';

describe('a conditional write', () => {
  it('only where nothing stands', async () => {
    await put('new', 'first', { IfNoneMatch: '*' });
    await expect(put('new', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject(failed);
    expect(await etagOf('new')).toBe('"8b04d5e3775d298e78455efc5ca404d5"');
  });

  it('only over what the writer has seen', async () => {
    const { ETag } = await put('seen', 'first');
    await put('seen', 'second', { IfMatch: ETag });
    await expect(put('seen', 'third', { IfMatch: ETag })).rejects.toMatchObject(failed);
    await expect(put('unseen', 'text', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it.each([
    ['small', 100],
    ['large', 300_000],
  ])('of twenty %s ones at once lets one win', async (name, size) => {
    const bodies = Array.from({ length: 20 }, (_, n) => Buffer.alloc(size, `${n} `));
    const results = await Promise.allSettled(
      bodies.map((body) => put(`race/${name}`, body, { IfNoneMatch: '*' })),
    );
    const won = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value.ETag] : []));
    expect(won).toEqual([await etagOf(`race/${name}`)]);
    const { Body } = await place.client.send(new GetObjectCommand({ Bucket, Key: `race/${name}` }));
    const read = (await Body?.transformToByteArray()) ?? Buffer.alloc(0);
    expect(bodies.some((body) => body.equals(read))).toBe(true);
  });

  it('of twenty over the same ETag lets one win', async () => {
    const { ETag } = await put('race/over', 'start');
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => put('race/over', `${n}`, { IfMatch: ETag })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('deletes only what the deleter has seen', async () => {
    const { ETag } = await put('leaving', 'first');
    await put('leaving', 'second');
    const remove = (IfMatch: string) =>
      place.client.send(new DeleteObjectCommand({ Bucket, Key: 'leaving', IfMatch }));
    await expect(remove(ETag ?? '')).rejects.toMatchObject(failed);
    await remove(await etagOf('leaving'));
    await expect(etagOf('leaving')).rejects.toMatchObject({ name: 'NotFound' });
  });
});

const failed = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } };

describe('a conditional read', () => {
  const reads = { GET: GetObjectCommand, HEAD: HeadObjectCommand };
  const statusOf = (method: keyof typeof reads, conditions: object) =>
    place.client.send(new reads[method]({ Bucket, Key: 'page', ...conditions })).then(
      ({ $metadata }) => $metadata.httpStatusCode,
      (error) => error.$metadata.httpStatusCode,
    );

  it.each(['GET', 'HEAD'] as const)('by %s', async (method) => {
    const { ETag } = await put('page', 'text');
    const { LastModified } = await place.client.send(new HeadObjectCommand({ Bucket, Key: 'page' }));
    const [now, before] = [LastModified, new Date(0)];
    expect(await statusOf(method, { IfNoneMatch: ETag })).toBe(304);
    expect(await statusOf(method, { IfNoneMatch: '"other"' })).toBe(200);
    expect(await statusOf(method, { IfModifiedSince: now })).toBe(304);
    expect(await statusOf(method, { IfModifiedSince: before })).toBe(200);
    expect(await statusOf(method, { IfMatch: ETag })).toBe(200);
    expect(await statusOf(method, { IfMatch: '"other"' })).toBe(412);
    expect(await statusOf(method, { IfUnmodifiedSince: before })).toBe(412);
    expect(await statusOf(method, { IfMatch: ETag, IfUnmodifiedSince: before })).toBe(200);
    expect(await statusOf(method, { IfNoneMatch: '"other"', IfModifiedSince: now })).toBe(200);
  });
});
