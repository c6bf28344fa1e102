import { once } from 'node:events';
import { createServer } from 'node:http';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { s3Client, sqsClient } from '../../../functions/runtime/clients.ts';
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

it('takes no long wait behind other calls for a dead connection: each is made once, and succeeds', async () => {
  let [open, most, requests] = [0, 0, 0];
  const slow = createServer((request, response) => {
    requests += 1;
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
    }, 400);
    request.resume();
  }).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const address = slow.address();
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
  const client = sqsClient();
  // Four rounds of calls: the last waits longer than the connection timeout.
  const calls = Array.from({ length: 200 }, () => client.send(new GetQueueUrlCommand({ QueueName: 'q' })));
  const answers = await Promise.all(calls);
  expect(answers.map(({ $metadata }) => $metadata.attempts)).toEqual(calls.map(() => 1));
  expect(requests).toBe(200);
  expect(most).toBe(50);
  client.destroy();
  slow.close();
});
