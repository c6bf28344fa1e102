import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type ExportFiles, type ImportFiles, importKey, linkMinutes, type Part } from '../editors/ports.ts';

const csv = 'text/csv; charset=utf-8';

/** The bucket of files that are imported; they come by forms that S3 itself checks. */
export const s3ImportFiles = (client: S3Client, bucket: string): ImportFiles => ({
  form: (id, bytes, seconds) =>
    createPresignedPost(client, {
      Bucket: bucket,
      Key: importKey(id),
      Conditions: [['content-length-range', bytes, bytes]],
      Expires: seconds,
    }),
  async read(id, from, bytes) {
    const Range = `bytes=${from}-${bytes === undefined ? '' : from + bytes - 1}`;
    const get = new GetObjectCommand({ Bucket: bucket, Key: importKey(id), Range });
    return client.send(get).then(({ Body }) => bodyOf(Body), unlessGone);
  },
  async remove(id) {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: importKey(id) }));
  },
});

/** The bucket of files that editors fetch. */
export const s3ExportFiles = (client: S3Client, bucket: string): ExportFiles => ({
  async write(key, text) {
    const Body = Buffer.from(text);
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: csv }));
    return Body.length;
  },
  async join(key, parts) {
    const gone = new AbortController();
    const ContentLength = parts.reduce((sum, { bytes }) => sum + bytes, 0);
    const Body = Readable.from(joined(client, bucket, parts, gone), { objectMode: false });
    const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentLength, ContentType: csv });
    return client.send(put, { abortSignal: gone.signal }).then(
      () => true,
      (cause: unknown) => {
        if (gone.signal.aborted) return false;
        throw cause;
      },
    );
  },
  link: (key) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: linkMinutes * 60 }),
  async removeAll() {
    for (;;) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : { Key }));
      if (!Objects.length) return;
      await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
    }
  },
});

type Bytes = AsyncIterable<Uint8Array>;

/** One after the other: memory holds a piece of one. A part that is gone aborts the call whose body this is; a body that
 *  throws would end the process. */
async function* joined(
  client: S3Client,
  bucket: string,
  parts: readonly Part[],
  gone: AbortController,
): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    const bytes = await bytesOf(client, bucket, part);
    if (!bytes) return gone.abort();
    yield* bytes;
  }
}

const bytesOf = (client: S3Client, bucket: string, { key }: Part): Promise<Bytes | undefined> =>
  client
    .send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    .then(({ Body }) => bodyOf(Body), unlessGone);

function bodyOf(body: unknown): Bytes {
  if (body instanceof Readable) return body;
  throw new Error('S3 answered without a body');
}

function unlessGone(cause: unknown): undefined {
  if (cause instanceof NoSuchKey) return undefined;
  throw cause;
}
