import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';

/** Calls of one client at the same time. */
const concurrency = 50;

/** More than calls: an answer comes before its body is read, and the socket is free after that. */
const sockets = { maxSockets: 2 * concurrency };

/**
 * Settings of every AWS client, in milliseconds: a call that hangs is aborted and retried well within the functions'
 * timeouts. A bundle holds only the clients that its function imports.
 * Do not set `cacheMiddleware`: concurrent calls then share an endpoint, and an object goes to another call's bucket.
 */
const settings = {
  retryMode: 'standard',
  maxAttempts: 5,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    throwOnRequestTimeout: true,
    httpAgent: sockets,
    httpsAgent: sockets,
  },
} as const;

type Handle = DynamoDBClient['config']['requestHandler']['handle'];

/**
 * Calls wait here for those before them, and not in the HTTP agent for a socket: its connection timeout begins when a
 * request is made, and takes a long wait for a dead connection. Each attempt of a call waits anew.
 */
function limited<C extends { config: { requestHandler: { handle: Handle } } }>(client: C): C {
  const { requestHandler } = client.config;
  const handle = requestHandler.handle.bind(requestHandler);
  const waiting: (() => void)[] = [];
  let running = 0;
  requestHandler.handle = async (...request) => {
    if (running < concurrency) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await handle(...request);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
  return client;
}

/**
 * Removes the SDK's logger. Nobody reads its log, yet for each call it copies the input and the output to filter
 * sensitive members: up to a tenth of the time of a function that makes many calls.
 */
function unlogged<C extends { middlewareStack: { remove(name: string): boolean } }>(client: C): C {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/** Make each client once, when the module loads, so that its connections are kept between invocations. */
export const dynamoClient = () => limited(unlogged(new DynamoDBClient(settings)));

export const sqsClient = () => limited(unlogged(new SQSClient(settings)));

export const cloudFrontClient = () => limited(unlogged(new CloudFrontClient(settings)));

export const eventBridgeClient = () => limited(unlogged(new EventBridgeClient(settings)));

/** Checksums only where S3 requires them: they cost CPU and would be a field of every signed form. Files are large,
 *  so a request may take 15 s. */
export const s3Client = () =>
  limited(
    unlogged(
      new S3Client({
        ...settings,
        requestHandler: { ...settings.requestHandler, requestTimeout: 15_000 },
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      }),
    ),
  );
