import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type WaitingRoom, waitOf } from './waiting-room.ts';

/** The queue that the function works through. One call: a batch is never larger than it takes. */
export const sqsWaitingRoom = (client: SQSClient, queueUrl: string): WaitingRoom => ({
  async shorten(records) {
    if (!records.length) return;
    const Entries = records.map((record, index) => ({
      Id: `${index}`,
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: waitOf(record),
    }));
    const answer = await client.send(
      new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }),
    );
    if (answer.Failed?.length)
      throw new Error(`SQS kept ${answer.Failed.length} of ${records.length} waiting`);
  },
});
