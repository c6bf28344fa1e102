import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { callSignal } from './call-deadline.ts';
import { envNames } from './env-names.ts';

/** How often a call is tried, and how long a try may take until its answer begins, in milliseconds. */
export interface CallBudget {
  tries: number;
  timeout: number;
}

/** Calls of one client at the same time. */
const concurrency = 50;

/** More than calls: an answer comes before its body is read, and the socket is free after that. */
const sockets = { maxSockets: 2 * concurrency };

/**
 * By what the template sets for a function. However a call ends, the function has time to say so: `longestCall` of each
 * is shorter than the function's timeout, as a test of the template sees.
 */
export const callBudgets: Readonly<Record<'request' | 'batch', Record<'files' | 'others', CallBudget>>> = {
  request: { files: { tries: 3, timeout: 2_500 }, others: { tries: 3, timeout: 2_500 } },
  batch: { files: { tries: 5, timeout: 8_000 }, others: { tries: 5, timeout: 5_000 } },
};

/** Milliseconds. The SDK waits up to half a second after the first throttled try, and twice as long after each more. */
export const longestCall = ({ tries, timeout }: CallBudget): number =>
  tries * timeout + 500 * (2 ** (tries - 1) - 1);

/**
 * Settings of every AWS client. A bundle holds only the clients that its function imports.
 * Do not set `cacheMiddleware`: concurrent calls then share an endpoint, and an object goes to another call's bucket.
 */
function settings(what: 'files' | 'others') {
  const { request, batch } = callBudgets;
  const { tries, timeout } = (process.env[envNames.callBudget] === 'request' ? request : batch)[what];
  return {
    retryMode: 'standard',
    maxAttempts: tries,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: timeout,
      throwOnRequestTimeout: true,
      // Of an answer that stops on its way.
      socketTimeout: timeout,
      httpAgent: sockets,
      httpsAgent: sockets,
    },
  } as const;
}

type Handle = (request: unknown, options?: { abortSignal?: unknown }) => Promise<unknown>;

interface Client {
  middlewareStack: { remove(name: string): boolean };
  config: { requestHandler: { handle: Handle } };
}

/**
 * Calls wait here for those before them, and not in the HTTP agent for a socket: its connection timeout begins when a
 * request is made, and takes a long wait for a dead connection. Each attempt of a call waits anew.
 */
function limited(handle: Handle): Handle {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (request, options) => {
    if (running < concurrency) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await handle(request, options);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/**
 * Ends the client's calls when their function call gives up. Removes the SDK's logger, too: nobody reads its log, yet for
 * each call it copies the input and the output to filter sensitive members, up to a tenth of the time of a function that
 * makes many calls.
 */
function prepared<C extends Client>(client: C): C {
  client.middlewareStack.remove('loggerMiddleware');
  const { requestHandler } = client.config;
  const handle = limited(requestHandler.handle.bind(requestHandler));
  requestHandler.handle = (request, options) => handle(request, { abortSignal: callSignal(), ...options });
  return client;
}

/** Make each client once, when the module loads, so that its connections are kept between invocations. */
export const dynamoClient = () => prepared(new DynamoDBClient(settings('others')));

export const sqsClient = () => prepared(new SQSClient(settings('others')));

export const cloudFrontClient = () => prepared(new CloudFrontClient(settings('others')));

export const eventBridgeClient = () => prepared(new EventBridgeClient(settings('others')));

export const secretsClient = () => prepared(new SecretsManagerClient(settings('others')));

/**
 * One try: SES has no idempotency tokens, and a mail whose answer was lost may have gone. Each call has a connection of its
 * own: one that was kept may have been closed while the function slept, and whether the call got through is not known then.
 */
function triedOnce(timeout?: number) {
  const { requestHandler, ...others } = settings('others');
  const fresh = { ...sockets, keepAlive: false };
  const handler = { ...requestHandler, httpAgent: fresh, httpsAgent: fresh };
  return prepared(
    new SESv2Client({
      ...others,
      requestHandler: { ...handler, ...(timeout && { requestTimeout: timeout, socketTimeout: timeout }) },
      maxAttempts: 1,
    }),
  );
}

export const sesClient = () => triedOnce();

/** Milliseconds: SES renders a mail for each of 50 people before it answers, and what it was not heard of is in doubt. */
const bulkTimeout = 10_000;

/** One try, and time for it. */
export const sesBulkClient = () => triedOnce(bulkTimeout);

/** For what only reads. */
export const sesReadClient = () => prepared(new SESv2Client(settings('others')));

/** Checksums only where S3 requires them: they cost CPU and would be a field of every signed form. */
export const s3Client = () =>
  prepared(
    new S3Client({
      ...settings('files'),
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  );
