import { createHash } from 'node:crypto';
import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Ids } from '../../runtime/ids.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { renderMessage, writePageMessage } from '../planning/messages.ts';
import type { PageQueue, RenderQueue } from '../ports.ts';

/** SQS takes ten messages a call. */
const messagesPerCall = 10;
const concurrency = 8;

/** A page did not get into the queue; the message of the change that touches it is received again. */
export class PagesNotQueued extends Error {
  override readonly name = 'PagesNotQueued';
}

/**
 * The FIFO queue of pages to render, by the URLs of it and of its dead-letter queue. A page's group is its path, so it is never rendered twice at once; deduplication
 * ids are new each time, because a path that is sent again has to be rendered again. A part of a render has the same
 * one each time.
 */
export function sqsPages(
  client: SQSClient,
  { pages: queueUrl, deadLetters }: { pages: string; deadLetters: string },
  ids: Ids,
): PageQueue {
  const holdsNothing = async (QueueUrl: string) => {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: counts }),
    );
    return counts.every((name) => Attributes[name] === '0');
  };
  const sendBatch = async (paths: string[]) => {
    const Entries = paths.map((path, index) => ({ Id: `${index}`, ...pageMessage(path, ids.next()) }));
    const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    if (answer.Failed?.length) throw new PagesNotQueued(`${answer.Failed.length} of ${paths.length}`);
  };
  return {
    async send(paths) {
      await mapConcurrently(chunks(paths, messagesPerCall), { concurrency }, sendBatch);
    },
    async sendNext(next) {
      const id = digest(JSON.stringify([next.walk.id, next.walk.part]));
      const MessageBody = writePageMessage({ next });
      // A group of its own: nothing waits behind it.
      const ordering = { MessageGroupId: id, MessageDeduplicationId: id };
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, ...ordering }));
    },
    async isEmpty() {
      // In this order: what is given up meanwhile is seen there.
      return (await holdsNothing(queueUrl)) && (await holdsNothing(deadLetters));
    },
  };
}

/** Waiting; being rendered, or waiting for another attempt; delayed. */
const counts: QueueAttributeName[] = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

const pageMessage = (path: string, id: string) => ({
  MessageBody: writePageMessage({ path }),
  MessageGroupId: digest(path),
  MessageDeduplicationId: id,
});

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

function chunks<T>(items: T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** Full renders and their next parts, in the queue of changes. */
export const sqsRenders = (client: SQSClient, queueUrl: string): RenderQueue => ({
  async request(part, delaySeconds = 0) {
    const MessageBody = renderMessage(part);
    await client.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds: delaySeconds }),
    );
  },
});
