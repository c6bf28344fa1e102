import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type ExportFiles, linkMinutes } from '../editors/ports.ts';

/** The bucket of files that editors fetch. */
export const s3Exports = (client: S3Client, bucket: string): ExportFiles => ({
  async write(key, text) {
    const put = { Bucket: bucket, Key: key, Body: text, ContentType: 'text/csv; charset=utf-8' };
    await client.send(new PutObjectCommand(put));
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
