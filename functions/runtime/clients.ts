import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * How every client speaks to AWS: connections are kept, a call that hangs is given up and tried again well
 * within the functions' timeouts. One file makes them all; a bundle holds only those its function names.
 * Never `cacheMiddleware`: two calls at once then share their endpoint, and one bucket's object goes to the other.
 */
const settings = {
  retryMode: 'standard',
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;

/**
 * Takes out the SDK's own log. Nobody reads it, and yet each call would first copy all that it sends and gets, to
 * leave out what is secret: up to a tenth of the time of a function that makes many calls.
 */
function unlogged<C extends { middlewareStack: { remove(name: string): boolean } }>(client: C): C {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/** Make each client once, when the function loads, so that its connections outlive a call. */
export const dynamoClient = () => unlogged(new DynamoDBClient(settings));

export const sqsClient = () => unlogged(new SQSClient(settings));

export const cloudFrontClient = () => unlogged(new CloudFrontClient(settings));

export const eventBridgeClient = () => unlogged(new EventBridgeClient(settings));

/** Without checksums nobody asked for: they cost CPU and would stand in every signed form. Files are big,
 *  so a call may take longer. */
export const s3Client = () =>
  unlogged(
    new S3Client({
      ...settings,
      requestHandler: { ...settings.requestHandler, requestTimeout: 15_000 },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  );
