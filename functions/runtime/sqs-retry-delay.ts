import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { RetryDelay } from './each-record.ts';

/** Seconds, at most. */
const longest = 900;

/**
 * Seconds until the next attempt: 3 after the first, six times as many after each further one. A brief fault costs
 * seconds, and the five attempts of a queue outlast an outage of ten minutes.
 */
export const retryDelaySeconds = ({ attributes }: SQSRecord): number =>
  Math.min(longest, 3 * 6 ** (Number(attributes.ApproximateReceiveCount) - 1));

/** Sets the visibility timeout of the records, which must be of one batch of the queue: SQS takes ten in a call, and
 *  a batch has no more. Throws when SQS refuses any of them. */
export const sqsRetryDelay = (client: SQSClient, queueUrl: string): RetryDelay => ({
  async delay(records, seconds) {
    if (!records.length) return;
    const Entries = records.map((record, index) => ({
      Id: `${index}`,
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: seconds ?? retryDelaySeconds(record),
    }));
    const answer = await client.send(
      new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }),
    );
    if (answer.Failed?.length)
      throw new Error(`SQS left ${answer.Failed.length} of ${records.length} retry delays unset`);
  },
});
