import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCloudWithS3, type CloudWithS3 } from './a-cloud-with-s3.ts';

const Bucket = 'press-shelf';
let place: CloudWithS3;
beforeAll(async () => {
  place = await aCloudWithS3();
});
afterAll(() => place.stop());

const put = (Key: string, Body: PutObjectCommandInput['Body'], more: Partial<PutObjectCommandInput> = {}) =>
  place.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more: object = {}) =>
  place.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
const head = (Key: string, more: object = {}) =>
  place.client.send(new HeadObjectCommand({ Bucket, Key, ...more }));
const textAt = async (Key: string, more: object = {}) => (await get(Key, more)).Body?.transformToString();

describe('an object', () => {
  it('comes back with all that was said about it', async () => {
    const said = {
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 'max-age=0, s-maxage=10',
      ContentDisposition: 'inline',
      ContentEncoding: 'identity',
      Metadata: { entry: 'a1b2', lists: 'all' },
    };
    const { ETag } = await put('articles/a b/ü+&.html', 'The page', said);
    const found = await get('articles/a b/ü+&.html');
    expect(await found.Body?.transformToString()).toBe('The page');
    expect(found).toMatchObject({ ...said, ETag, ContentLength: 8, AcceptRanges: 'bytes' });
    const { $metadata, ...described } = await head('articles/a b/ü+&.html');
    expect(described).toMatchObject({ ...said, ETag, ContentLength: 8, LastModified: found.LastModified });
  });

  it('has the MD5 of its body as its ETag', async () => {
    expect(await put('greeting', 'hello')).toMatchObject({ ETag: '"5d41402abc4b2a76b9719d911017c592"' });
  });

  it('is replaced by the next one, headers and all', async () => {
    await put('twice', 'first', { CacheControl: 'max-age=1' });
    await put('twice', 'second');
    expect(await textAt('twice')).toBe('second');
    expect((await head('twice')).CacheControl).toBeUndefined();
  });

  it('may be empty', async () => {
    await put('empty', Buffer.alloc(0));
    expect(await textAt('empty')).toBe('');
  });

  it.each([256 * 1024, 256 * 1024 + 1, 8_000_000])('may have %i bytes, and shrink again', async (size) => {
    const body = Buffer.alloc(size, 'ink ');
    await put('large', body);
    const back = await (await get('large')).Body?.transformToByteArray();
    expect(body.equals(back ?? Buffer.alloc(0))).toBe(true);
    expect(await textAt('large', { Range: `bytes=${size - 4}-` })).toBe(body.toString('utf8', size - 4));
    await put('large', 'small');
    expect(await textAt('large')).toBe('small');
  });

  it('has two kilobytes of metadata at most', async () => {
    await put('described', 'text', { Metadata: { a: 'x'.repeat(2047) } });
    const more = put('described', 'text', { Metadata: { a: 'x'.repeat(2048) } });
    await expect(more).rejects.toMatchObject({ name: 'MetadataTooLarge' });
  });

  it('is gone once deleted, and deleting it again is no error', async () => {
    await put('brief', 'text');
    await place.client.send(new DeleteObjectCommand({ Bucket, Key: 'brief' }));
    await place.client.send(new DeleteObjectCommand({ Bucket, Key: 'brief' }));
    await expect(get('brief')).rejects.toThrow(NoSuchKey);
    await expect(head('brief')).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('can be deleted together with others', async () => {
    await Promise.all(['a&b', 'c<d', 'keep'].map((key) => put(`many/${key}`, 'text')));
    const Objects = [{ Key: 'many/a&b' }, { Key: 'many/c<d' }, { Key: 'many/never-there' }];
    const { Deleted } = await place.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toEqual(Objects);
    await expect(get('many/a&b')).rejects.toThrow(NoSuchKey);
    expect(await textAt('many/keep')).toBe('text');
  });
});

describe('a part of an object', () => {
  it.each([
    ['bytes=0-3', 'abcd', 'bytes 0-3/10'],
    ['bytes=7-', 'hij', 'bytes 7-9/10'],
    ['bytes=-2', 'ij', 'bytes 8-9/10'],
    ['bytes=5-100', 'fghij', 'bytes 5-9/10'],
  ])('%s', async (Range, text, ContentRange) => {
    await put('letters', 'abcdefghij');
    const found = await get('letters', { Range });
    expect(found).toMatchObject({ ContentRange, ContentLength: text.length });
    expect(found.ChecksumCRC32).toBeUndefined();
    expect(found.$metadata.httpStatusCode).toBe(206);
    expect(await found.Body?.transformToString()).toBe(text);
  });

  it('behind its end is refused', async () => {
    await put('letters', 'abcdefghij');
    await expect(get('letters', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });
});

describe('a body', () => {
  it('may come as a stream, in chunks with a checksum behind them', async () => {
    const Body = Readable.from([Buffer.from('one '), Buffer.alloc(70_000, 'x'), Buffer.from(' two')]);
    const { ChecksumCRC32 } = await put('streamed', Body, {
      ContentLength: 70_008,
      ContentType: 'text/plain',
    });
    expect(ChecksumCRC32).toBeTruthy();
    const found = await get('streamed');
    expect(found).toMatchObject({ ContentLength: 70_008, ChecksumCRC32 });
    expect(found.ContentEncoding).toBeUndefined();
    expect(await found.Body?.transformToString()).toBe(`one ${'x'.repeat(70_000)} two`);
  });

  it('keeps the checksum the writer asked for', async () => {
    const { ChecksumSHA256 } = await put('summed', 'hello', { ChecksumAlgorithm: 'SHA256' });
    expect(ChecksumSHA256).toBe('LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=');
    expect(await head('summed', { ChecksumMode: 'ENABLED' })).toMatchObject({ ChecksumSHA256 });
  });

  it.each([
    { ChecksumCRC32: 'AAAAAA==' },
    { ChecksumSHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCA=' },
    { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' },
  ])('that is not what its sender summed up is refused: %o', async (wrong) => {
    await expect(put('damaged', 'hello', wrong)).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(get('damaged')).rejects.toThrow(NoSuchKey);
  });

  it('with a checksum this S3 cannot calculate is refused by its name', async () => {
    const sums = { ChecksumCRC64NVME: 'AAAAAAAAAAA=' };
    await expect(put('unknown', 'hello', sums)).rejects.toThrow(/crc64nvme/);
  });
});

describe('what is not imitated', () => {
  it.each([
    ['?tagging', {}],
    ['', { 'x-amz-storage-class': 'GLACIER' }],
    ['', { 'x-amz-copy-source': 'shelf/key' }],
  ])('is refused by its name: %s %o', async (query, headers) => {
    const request = {
      method: 'PUT',
      path: `/${Bucket}/x`,
      query: new URLSearchParams(query),
      headers,
      body: Buffer.alloc(0),
    };
    expect(await place.s3.handle(request)).toMatchObject({
      status: 501,
      body: expect.stringContaining('NotImplemented'),
    });
  });
});
