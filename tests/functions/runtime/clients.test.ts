import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { s3Client } from '../../../functions/runtime/clients.ts';
import { aCloudWithS3, accessKey, type CloudWithS3, secretKey } from '../../lib/local/s3/a-cloud-with-s3.ts';

const buckets = ['one', 'other'];
let cloud: CloudWithS3;

beforeAll(async () => {
  cloud = await aCloudWithS3({
    buckets: Object.fromEntries(buckets.map((BucketName) => [BucketName, { BucketName }])),
  });
  vi.stubEnv('AWS_ENDPOINT_URL', cloud.origin);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKey);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretKey);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloud.stop();
});

it('brings each object to its own bucket, however many are on their way', async () => {
  const client = s3Client();
  const objects = Array.from({ length: 40 }, (_, at) => ({
    Bucket: buckets[at % 2],
    Key: `${at}`,
    Body: `${at}`,
  }));
  await Promise.all(objects.map((object) => client.send(new PutObjectCommand(object))));
  for (const { Bucket, Key, Body } of objects) {
    const { Body: found } = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await found?.transformToString()).toBe(Body);
  }
  client.destroy();
});
