import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Forms, Links } from '../ports.ts';

/** Forms that S3 itself checks (POST policies): one key, one type, one length, a short life. */
export const signedForms = (client: S3Client, bucket: string): Forms => ({
  sign: ({ key, type, bytes, seconds }) =>
    createPresignedPost(client, {
      Bucket: bucket,
      Key: key,
      Fields: { 'Content-Type': type },
      Conditions: [['content-length-range', bytes, bytes]],
      Expires: seconds,
    }),
});

/** Links that S3 itself checks: one key, to be read, a short life. */
export const s3Links = (client: S3Client, bucket: string, minutes = 15): Links => ({
  sign: (key) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: minutes * 60 }),
});
