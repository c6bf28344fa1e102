import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Links } from '../ports.ts';

const minutes = 15;

/** Links that S3 itself checks: one key, to be read, for a short time. */
export const s3Links = (client: S3Client, bucket: string): Links => ({
  sign: (key) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: minutes * 60 }),
});
