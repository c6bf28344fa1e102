import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Messages } from '../editors/ports.ts';

/** The room's own queue. */
export const sqsMessages = (client: SQSClient, queue: string): Messages => ({
  async send(message) {
    await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(message) }));
  },
});
