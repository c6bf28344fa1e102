import { ListObjectsV2Command, PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPage } from '../../../../lib/local/s3/list-page.ts';
import type { StoredObject } from '../../../../lib/local/s3/object.ts';
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
  return {
    ...page,
    keys: page.Contents?.map(({ Key }) => Key),
    prefixes: page.CommonPrefixes?.map(({ Prefix }) => Prefix),
  };
};

describe('a list', () => {
  it('has the keys in the order of their bytes', async () => {
    expect((await list()).keys).toEqual(keys);
  });

  it('folds what has a delimiter behind the prefix', async () => {
    expect(await list({ Delimiter: '/' })).toMatchObject({
      keys: ['Z', 'a', 'a0', 'z', 'é', '✂', '😀'],
      prefixes: ['a/', 'b/'],
      KeyCount: 9,
    });
    expect(await list({ Delimiter: '/', Prefix: 'a/' })).toMatchObject({ keys: ['a/1'], prefixes: ['a/2/'] });
    expect(await list({ Prefix: 'nothing' })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  it('starts where it is told to', async () => {
    expect((await list({ StartAfter: 'z' })).keys).toEqual(['é', '✂', '😀']);
    expect((await list({ StartAfter: 'a/1', Prefix: 'a/' })).keys).toEqual(['a/2/x', 'a/2/y']);
  });

  it.each([1, 2, 3, 20])('by pages of %i tells everything once', async (pageSize) => {
    const seen: (string | undefined)[] = [];
    const pages = paginateListObjectsV2({ client: place.client, pageSize }, { Bucket, Delimiter: '/' });
    for await (const { Contents = [], CommonPrefixes = [] } of pages) {
      seen.push(...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix));
    }
    expect(seen.sort()).toEqual(['Z', 'a', 'a/', 'a0', 'b/', 'z', 'é', '✂', '😀'].sort());
  });

  it('refuses a token it did not give', async () => {
    await expect(list({ ContinuationToken: '%%' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('pages', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '/', '~'), maxLength: 6 });

  it('hold what a plain reading of all keys gives', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(name),
        name,
        fc.constantFrom('', '/', 'b/'),
        fc.integer({ min: 1, max: 4 }),
        (all, prefix, delimiter, limit) => {
          const sorted = all.filter(Boolean).sort();
          const from = (start: string) => sorted.filter((key) => key >= start).map(objectAt);
          const seen: string[] = [];
          let place: string | undefined = '';
          while (place !== undefined) {
            const page = listPage(from, { prefix, delimiter, from: place, limit });
            expect(page.objects.length + page.prefixes.length).toBeLessThanOrEqual(limit);
            seen.push(...page.objects.map(({ key }) => key), ...page.prefixes);
            place = page.next;
          }
          expect(seen.sort()).toEqual(plainly(sorted, prefix, delimiter));
        },
      ),
    );
  });
});

function plainly(keys: string[], prefix: string, delimiter: string): string[] {
  const told = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      return at < 0 ? key : key.slice(0, at + delimiter.length);
    });
  return [...new Set(told)].sort();
}

const objectAt = (key: string): StoredObject => ({
  bucket: Bucket,
  key,
  version: 'null',
  sequence: 1,
  marker: 0,
  size: 0,
  etag: '',
  modified: 0,
  headers: '{}',
  checksum: '{}',
  file: null,
  inline: null,
});
