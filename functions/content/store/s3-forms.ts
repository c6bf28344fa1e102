import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { Forms } from '../ports.ts';

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
