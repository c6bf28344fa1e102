import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Body } from '../contract/values.ts';
import { bodyKey, manuscriptKey, originalKey } from '../documents/archive-keys.ts';
import { fileTypeOf } from '../pictures/file-type.ts';
import type { Archive, Manuscripts, Media, UploadedFiles } from '../ports.ts';
import { fileAt, keyOf, openDocumentType, wordType } from '../uploads/upload.ts';

/** The uploads bucket: files posted with signed forms. */
export const s3UploadedFiles = (client: S3Client, bucket: string): UploadedFiles => ({
  read: (file) =>
    bytesAt(client, bucket, keyOf(file)).catch((cause: unknown) => {
      if (cause instanceof NoSuchKey) return undefined;
      throw cause;
    }),

  async put(file, bytes, type) {
    const object = { Bucket: bucket, Key: keyOf(file), Body: bytes, ContentType: type };
    await client.send(new PutObjectCommand(object));
  },

  async arrived(upload) {
    const lists = await Promise.all(
      ['manuscripts', 'pictures'].map((role) =>
        client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `${role}/${upload}/` })),
      ),
    );
    const keys = lists.flatMap(({ Contents = [] }) => Contents.map(({ Key = '' }) => Key));
    return keys.flatMap((key) => fileAt(key)?.number ?? []).sort((a, b) => a - b);
  },
});

/** The bodies bucket. */
export function s3Archive(client: S3Client, bucket: string): Archive {
  const put = async (key: string, bytes: Uint8Array | string, type: string) => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: type }));
    return key;
  };
  return {
    putManuscript: (bytes) => put(manuscriptKey(bytes), bytes, manuscriptType(bytes)),
    putOriginal: (bytes) => put(originalKey(bytes), bytes, 'application/octet-stream'),
    putBody: (body) => put(bodyKey(body), JSON.stringify(body), 'application/json'),
    body: async (key) => bodyIn(await bytesAt(client, bucket, key)),
  };
}

/** The manuscripts of the bodies bucket. */
export const s3Manuscripts = (client: S3Client, bucket: string): Manuscripts => ({
  read: (key) => bytesAt(client, bucket, key),
});

/** By its bytes, as its key is. No web page among them: whoever opens its link sees it as text. */
function manuscriptType(bytes: Uint8Array): string {
  switch (fileTypeOf(bytes)) {
    case 'a Word document (.docx)':
      return wordType;
    case 'an OpenDocument text (.odt)':
      return openDocumentType;
    default:
      return 'text/plain; charset=utf-8';
  }
}

/** The media bucket: names carry a hash, so browsers and CloudFront may keep the files for good. */
export const s3Media = (client: S3Client, bucket: string): Media => ({
  async put({ path, type, bytes, inline }) {
    const ContentDisposition = inline ? 'inline' : undefined;
    const Key = path.replace(/^\//, '');
    const object = { Bucket: bucket, Key, Body: bytes, ContentType: type, ContentDisposition };
    await client.send(
      new PutObjectCommand({ ...object, CacheControl: 'public, max-age=31536000, immutable' }),
    );
  },
});

async function bytesAt(client: S3Client, bucket: string, key: string): Promise<Uint8Array> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!Body) throw new Error(`Nothing in the answer for ${key}`);
  return Body.transformToByteArray();
}

const bodyIn = (bytes: Uint8Array): Body => JSON.parse(new TextDecoder().decode(bytes));
