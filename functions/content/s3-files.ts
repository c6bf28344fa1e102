import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Body } from './document.ts';
import type { Archive, HandedIn, Media } from './ports.ts';
import { sha256 } from './stored-head.ts';
import { keyOf } from './upload.ts';

/** The uploads bucket: what has come through signed forms. */
export const s3HandedIn = (client: S3Client, bucket: string): HandedIn => ({
  read: (file) => bytesAt(client, bucket, keyOf(file)),
});

/** The bodies bucket. Everything in it lies under its own hash, so writing it again changes nothing. */
export function s3Archive(client: S3Client, bucket: string): Archive {
  const keep = async (key: string, bytes: Uint8Array | string, type: string) => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: type }));
    return key;
  };
  return {
    keepManuscript: (bytes) => keep(`manuscripts/${sha256(bytes)}`, bytes, 'text/plain; charset=utf-8'),
    keepOriginal: (bytes) => keep(`originals/${sha256(bytes)}`, bytes, 'application/octet-stream'),
    keepBody: (body) => keep(bodyKey(body), JSON.stringify(body), 'application/json'),
    body: async (key) => bodyIn(await bytesAt(client, bucket, key)),
  };
}

/** Where a body lies. */
export const bodyKey = (body: Body): string => `bodies/${sha256(JSON.stringify(body))}.json`;

/** The media bucket: names carry a hash, so browsers and CloudFront may keep the files for good. */
export const s3Media = (client: S3Client, bucket: string): Media => ({
  async keep({ path, type, bytes }) {
    const put = { Bucket: bucket, Key: path.replace(/^\//, ''), Body: bytes, ContentType: type };
    await client.send(new PutObjectCommand({ ...put, CacheControl: 'public, max-age=31536000, immutable' }));
  },
});

async function bytesAt(client: S3Client, bucket: string, key: string): Promise<Uint8Array> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!Body) throw new Error(`Nothing in the answer for ${key}`);
  return Body.transformToByteArray();
}

const bodyIn = (bytes: Uint8Array): Body => JSON.parse(new TextDecoder().decode(bytes));
