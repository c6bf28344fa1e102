import { createHash } from 'node:crypto';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Ids } from '../../runtime/ids.ts';
import type { PageQueue } from '../ports.ts';

/** SQS takes ten messages a call; this many calls run at once. */
const perCall = 10;
const concurrency = 8;

/** A page did not get into the queue; the change that asked for it comes again. */
export class PagesNotQueued extends Error {
  override readonly name = 'PagesNotQueued';
}

/**
 * The FIFO queue of pages to render. A page's group is its path, so it is never rendered twice at once; ids are
 * new each time, because a path asked for again has to be rendered again.
 */
export function sqsPages(client: SQSClient, queueUrl: string, ids: Ids): PageQueue {
  const sendTen = async (paths: string[]) => {
    const Entries = paths.map((path, index) => ({ Id: `${index}`, ...message(path, ids.next()) }));
    const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    if (answer.Failed?.length) throw new PagesNotQueued(`${answer.Failed.length} of ${paths.length}`);
  };
  return {
    async send(paths) {
      const calls = chunks(paths, perCall);
      // In waves: assets are sent before the pages that need them.
      for (const wave of chunks(calls, concurrency)) await Promise.all(wave.map(sendTen));
    },
  };
}

const message = (path: string, id: string) => ({
  MessageBody: JSON.stringify({ path }),
  MessageGroupId: createHash('sha256').update(path).digest('hex'),
  MessageDeduplicationId: id,
});

function chunks<T>(items: T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
