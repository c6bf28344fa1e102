import {
  DeleteObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  NotFound,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { PageStore } from '../ports.ts';

/** The bucket that readers see through CloudFront. */
export function s3Pages(client: S3Client, bucket: string): PageStore {
  const at = (path: string) => ({ Bucket: bucket, Key: keyOf(path) });
  return {
    async metadata(path) {
      const head = await client.send(new HeadObjectCommand(at(path))).catch(absent);
      if (!head) return undefined;
      return {
        // The ETag of an object that was put in one part and is not encrypted by KMS is its MD5.
        md5: (head.ETag ?? '').replaceAll('"', ''),
        type: head.ContentType ?? '',
        cacheControl: head.CacheControl ?? '',
        extra: { ...head.Metadata, ...encodings(head) },
      };
    },
    async put(path, { body, type, cacheControl }) {
      const content = { Body: body, ContentType: type, CacheControl: cacheControl };
      await client.send(new PutObjectCommand({ ...at(path), ...content }));
    },
    async remove(path) {
      await client.send(new DeleteObjectCommand(at(path)));
    },
    async paths(after, most = 1000) {
      const past = after === undefined ? {} : { StartAfter: keyOf(after) };
      const answer = await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: most, ...past }));
      return (answer.Contents ?? []).map(({ Key = '' }) => pathOfKey(Key));
    },
  };
}

/** `/` ends in `index.html` in the bucket. */
const keyOf = (path: string) => `${path.slice(1)}${path.endsWith('/') ? 'index.html' : ''}`;

const pathOfKey = (key: string) => `/${key.replace(/(^|\/)index\.html$/, '$1')}`;

/** HEAD answers carry no body and so no error code: the SDK makes one of the status. */
function absent(error: unknown): undefined {
  if (error instanceof NotFound) return undefined;
  throw error;
}

function encodings(head: HeadObjectCommandOutput): Record<string, string> {
  const known = [head.ContentEncoding, head.ContentLanguage, head.ContentDisposition];
  return known.some(Boolean) ? { encodings: known.join(' ') } : {};
}
