import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * Settings of every AWS client, in milliseconds: a call that hangs is aborted and retried well within the functions'
 * timeouts. A bundle holds only the clients that its function imports.
 * Do not set `cacheMiddleware`: concurrent calls then share an endpoint, and an object goes to another call's bucket.
 */
const settings = {
  retryMode: 'standard',
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;

/**
 * Removes the SDK's logger. Nobody reads its log, yet for each call it copies the input and the output to filter
 * sensitive members: up to a tenth of the time of a function that makes many calls.
 */
function unlogged<C extends { middlewareStack: { remove(name: string): boolean } }>(client: C): C {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/** Make each client once, when the module loads, so that its connections are kept between invocations. */
export const dynamoClient = () => unlogged(new DynamoDBClient(settings));

export const sqsClient = () => unlogged(new SQSClient(settings));

export const cloudFrontClient = () => unlogged(new CloudFrontClient(settings));

export const eventBridgeClient = () => unlogged(new EventBridgeClient(settings));

/** Checksums only where S3 requires them: they cost CPU and would be a field of every signed form. Files are large,
 *  so a request may take 15 s. */
export const s3Client = () =>
  unlogged(
    new S3Client({
      ...settings,
      requestHandler: { ...settings.requestHandler, requestTimeout: 15_000 },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  );
