import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { IngestQueue } from '../ports.ts';

/** The queue of uploads to be read. */
export const sqsIngestQueue = (client: SQSClient, queue: string): IngestQueue => ({
  async ask(upload) {
    await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify({ upload }) }));
  },
});
