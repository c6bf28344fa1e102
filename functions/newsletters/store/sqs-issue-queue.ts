import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { IssueQueue } from '../issues/ports.ts';

/** One group for the whole press: one message at a time is at work. */
const group = 'press';

/** The room's FIFO queue. Each message is one of its own: the queue would drop a second of the same wake for five minutes,
 *  and the first may be lost. */
export const sqsIssueQueue = (client: SQSClient, queue: string): IssueQueue => ({
  async goOn(issue, wake) {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queue,
        MessageGroupId: group,
        MessageDeduplicationId: randomUUID(),
        MessageBody: JSON.stringify({ issue, wake }),
      }),
    );
  },
});
