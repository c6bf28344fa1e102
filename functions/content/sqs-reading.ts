import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Reading } from './ports.ts';

/** The queue of uploads to be read. */
export const sqsReading = (client: SQSClient, queue: string): Reading => ({
  async ask(upload) {
    await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify({ upload }) }));
  },
});
