import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { endingCallsAt } from '../../../functions/runtime/call-deadline.ts';
import {
  callBudgets,
  dynamoClient,
  longestCall,
  s3Client,
  sqsClient,
} from '../../../functions/runtime/clients.ts';
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

describe('an AWS that does not answer', () => {
  /** Counts the requests, and answers as told. */
  async function aSlowAws(answer: (response: ServerResponse) => void = () => {}) {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.closeAllConnections());
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
    vi.stubEnv('CALL_BUDGET', 'request');
    return () => requests;
  }

  const getItem = () => new GetItemCommand({ TableName: 'content', Key: { pk: { S: 'doc#a' } } });
  const getObject = () => new GetObjectCommand({ Bucket: 'one', Key: 'a' });

  it('is given up at the last try, within the time that the template is reckoned with', async () => {
    const requests = await aSlowAws();
    const begun = performance.now();
    const calls = await Promise.allSettled([dynamoClient().send(getItem()), s3Client().send(getObject())]);
    for (const call of calls)
      expect(call).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
    const { files, others } = callBudgets.request;
    expect(requests()).toBe(files.tries + others.tries);
    // A busy machine is late to look at its timers.
    expect(performance.now() - begun).toBeLessThan(longestCall(files) + 3_000);
  }, 30_000);

  it('is given up when it falls silent on its way, too', async () => {
    await aSlowAws((response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half');
    });
    const { Body } = await s3Client().send(getObject());
    await expect(Body?.transformToByteArray()).rejects.toThrow();
  }, 30_000);

  it('is left, and not asked again, when the function gives up', async () => {
    const requests = await aSlowAws();
    const [dynamo, s3, over] = [dynamoClient(), s3Client(), new AbortController()];
    const calls = endingCallsAt(over.signal, () =>
      Promise.allSettled([dynamo.send(getItem()), s3.send(getObject())]),
    );
    await vi.waitUntil(() => requests() === 2, 10_000);
    over.abort();
    expect((await calls).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const late = endingCallsAt(over.signal, () => dynamo.send(getItem()));
    await expect(late).rejects.toMatchObject({ name: 'AbortError' });
    await pause(1_500);
    expect(requests()).toBe(2);
  }, 30_000);
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
