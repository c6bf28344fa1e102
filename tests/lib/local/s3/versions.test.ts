import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  NoSuchKey,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCloudWithS3, type CloudWithS3 } from './a-cloud-with-s3.ts';

const Bucket = 'press-archive';
let place: CloudWithS3;
beforeAll(async () => {
  place = await aCloudWithS3({ buckets: { Archive: { VersioningConfiguration: { Status: 'Enabled' } } } });
});
afterAll(() => place.stop());

const put = async (Key: string, Body: string | Buffer) =>
  (await place.client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? '';
const textAt = async (Key: string, VersionId?: string) => {
  const { Body } = await place.client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return Body?.transformToString();
};
const remove = (Key: string, VersionId?: string) =>
  place.client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
const versions = (Prefix: string, more: object = {}) =>
  place.client.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...more }));

describe('a bucket that keeps versions', () => {
  it('gives each by its id, and the last without', async () => {
    const first = await put('kept', 'first');
    const second = await put('kept', 'second');
    expect(first).not.toBe(second);
    expect(await textAt('kept')).toBe('second');
    expect(await textAt('kept', first)).toBe('first');
  });

  it('hides what is deleted, and shows it again when the marker is deleted', async () => {
    const version = await put('hidden', 'text');
    const { DeleteMarker, VersionId: marker } = await remove('hidden');
    expect(DeleteMarker).toBe(true);
    await expect(textAt('hidden')).rejects.toThrow(NoSuchKey);
    expect(await textAt('hidden', version)).toBe('text');
    const headOfMarker = place.client.send(
      new HeadObjectCommand({ Bucket, Key: 'hidden', VersionId: marker }),
    );
    await expect(headOfMarker).rejects.toMatchObject({ $metadata: { httpStatusCode: 405 } });
    await remove('hidden', marker);
    expect(await textAt('hidden')).toBe('text');
  });

  it('brings the one before back when the last is deleted by its id, large ones too', async () => {
    await put('stack', Buffer.alloc(300_000, 'a'));
    const last = await put('stack', Buffer.alloc(300_000, 'b'));
    await remove('stack', last);
    expect((await textAt('stack'))?.slice(0, 3)).toBe('aaa');
    await expect(textAt('stack', last)).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  it('lists them, newest first, page by page', async () => {
    const [a1, a2, b1] = [await put('list/a', '1'), await put('list/a', '2'), await put('list/b', '1')];
    await remove('list/b');
    const all = await versions('list/');
    expect(all.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [a2, true],
      [a1, false],
      [b1, false],
    ]);
    expect(all.DeleteMarkers).toMatchObject([{ Key: 'list/b', IsLatest: true }]);
    const page = await versions('list/', { MaxKeys: 1 });
    expect(page).toMatchObject({ IsTruncated: true, NextKeyMarker: 'list/a', NextVersionIdMarker: a2 });
    const nextPage = await versions('list/', { KeyMarker: 'list/a', VersionIdMarker: a2 });
    expect(nextPage.Versions?.map(({ VersionId }) => VersionId)).toEqual([a1, b1]);
  });
});
