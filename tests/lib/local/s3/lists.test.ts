import { ListObjectsV2Command, PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCloudWithS3, type CloudWithS3 } from './a-cloud-with-s3.ts';

const Bucket = 'press-shelf';
const keys = ['Z', 'a', 'a/1', 'a/2/x', 'a/2/y', 'a0', 'b/<&>', 'z', 'é', '✂', '😀'];
let place: CloudWithS3;
beforeAll(async () => {
  place = await aCloudWithS3();
  await Promise.all(keys.map((Key) => place.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))));
});
afterAll(() => place.stop());

const list = async (query: object = {}) => {
  const page = await place.client.send(new ListObjectsV2Command({ Bucket, ...query }));
  return { ...page, keys: page.Contents?.map(({ Key }) => Key) };
};

describe('a list', () => {
  it('has the keys in the order of their bytes', async () => {
    expect((await list()).keys).toEqual(keys);
  });

  it('has the keys that start with the prefix', async () => {
    expect(await list({ Prefix: 'a/' })).toMatchObject({ keys: ['a/1', 'a/2/x', 'a/2/y'], KeyCount: 3 });
    expect(await list({ Prefix: 'nothing' })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  it('starts where it is told to', async () => {
    expect((await list({ StartAfter: 'z' })).keys).toEqual(['é', '✂', '😀']);
    expect((await list({ StartAfter: 'a/1', Prefix: 'a/' })).keys).toEqual(['a/2/x', 'a/2/y']);
  });

  it.each([1, 2, 3, 20])('by pages of %i tells everything once', async (pageSize) => {
    const seen: (string | undefined)[] = [];
    const pages = paginateListObjectsV2({ client: place.client, pageSize }, { Bucket });
    for await (const { Contents = [] } of pages) seen.push(...Contents.map(({ Key }) => Key));
    expect(seen).toEqual(keys);
  });

  it('refuses what it does not imitate: a delimiter', async () => {
    await expect(list({ Delimiter: '/' })).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  it('refuses a token it did not give', async () => {
    await expect(list({ ContinuationToken: '%%' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});
