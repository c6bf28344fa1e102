import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ExportMessages } from '../editors/ports.ts';

/** The room's own queue. */
export const sqsExports = (client: SQSClient, queue: string): ExportMessages => ({
  async send(message) {
    await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(message) }));
  },
});
