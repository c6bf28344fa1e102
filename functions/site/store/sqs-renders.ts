import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { renderRequested } from '../planning/render-requested.ts';
import type { RenderQueue } from '../ports.ts';

/** Full renders and their next parts wait in the queue of changes, in the form in which events arrive there. */
export const sqsRenders = (client: SQSClient, queueUrl: string): RenderQueue => ({
  async request(cursor, delay = 0) {
    const MessageBody = JSON.stringify({ 'detail-type': renderRequested, detail: cursor ? { cursor } : {} });
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds: delay }));
  },
});
