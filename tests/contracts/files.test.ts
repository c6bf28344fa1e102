import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Archive, s3Media, s3UploadedFiles } from '../../functions/content/store/s3-files.ts';
import { keyOf, openDocumentType, wordType } from '../../functions/content/uploads/upload.ts';
import { anOpenDocument } from '../functions/content/manuscripts/opendocument/an-opendocument.ts';
import { aWordFile } from '../functions/content/manuscripts/word/a-word-file.ts';
import { MemoryFiles } from '../functions/content/memory-files.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';
import { type Files, filesContract } from './files.ts';

describe('files in memory', () => filesContract(async () => inMemory()));

describe('files in S3', () => {
  let cloud: CloudWithS3;
  beforeAll(async () => {
    cloud = await aCloudWithS3();
  });
  afterAll(() => cloud.stop());

  filesContract(async () => inS3(cloud.client, 'press-shelf'));

  it.each([
    ['a Word file', aWordFile({}), wordType],
    ['an OpenDocument text', anOpenDocument({}), openDocumentType],
    ['a web page, as text', Buffer.from('<!doctype html><title>A</title>'), 'text/plain; charset=utf-8'],
    ['Markdown', Buffer.from('# A'), 'text/plain; charset=utf-8'],
  ])('keep the type of a manuscript: %s', async (_, bytes, type) => {
    const key = await s3Archive(cloud.client, 'press-shelf').putManuscript(bytes);
    const found = await cloud.client.send(new GetObjectCommand({ Bucket: 'press-shelf', Key: key }));
    expect(found.ContentType).toBe(type);
  });
});

function inMemory(): Files {
  const files = new MemoryFiles();
  return {
    archive: files.archive,
    uploadedFiles: files.uploadedFiles,
    media: files.media,
    post: async (file, bytes) => files.post(file, bytes),
    atMedia: async (path) => ({ bytes: files.objects.get(path.slice(1)) ?? new Uint8Array() }),
  };
}

function inS3(client: S3Client, bucket: string): Files {
  return {
    archive: s3Archive(client, bucket),
    uploadedFiles: s3UploadedFiles(client, bucket),
    media: s3Media(client, bucket),
    async post(file, bytes) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: keyOf(file), Body: bytes }));
    },
    async atMedia(path) {
      const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: path.slice(1) }));
      const bytes = (await found.Body?.transformToByteArray()) ?? new Uint8Array();
      return {
        bytes,
        type: found.ContentType,
        cache: found.CacheControl,
        disposition: found.ContentDisposition,
      };
    },
  };
}
