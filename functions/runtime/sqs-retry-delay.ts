import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type RetryDelay, retryDelaySeconds } from './retry-delay.ts';

/** The queue that the function works through. One call: a batch is never larger than it takes. */
export const sqsRetryDelay = (client: SQSClient, queueUrl: string): RetryDelay => ({
  async delay(records) {
    if (!records.length) return;
    const Entries = records.map((record, index) => ({
      Id: `${index}`,
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: retryDelaySeconds(record),
    }));
    const answer = await client.send(
      new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }),
    );
    if (answer.Failed?.length)
      throw new Error(`SQS kept ${answer.Failed.length} of ${records.length} waiting`);
  },
});
