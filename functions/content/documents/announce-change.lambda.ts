import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { beforeTimeout } from '../../runtime/call-deadline.ts';
import { eventBridgeClient, sqsClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { logOf } from '../../runtime/log.ts';
import { busAnnouncer } from '../store/bus-announcer.ts';
import { writesIn } from '../store/content-items.ts';
import { sqsUnannounced } from '../store/sqs-announcements.ts';
import { type AnnounceDeps, announceChange } from './announce-change.ts';

const env = readEnv('eventBus', 'unannouncedQueue');
const log = logOf('announce-change');
const deadLetters = sqsUnannounced(sqsClient(), env.unannouncedQueue);
const bus = busAnnouncer(eventBridgeClient(), env.eventBus);
const unannounced: AnnounceDeps['unannounced'] = {
  add(items) {
    log.error('What stands here cannot be announced', { items });
    return deadLetters.add(items);
  },
};

/**
 * Lambda retries from the place that is named; what was announced already is announced twice, which does no harm. What
 * the bus has not taken shortly before the function's timeout is tried again, too; the time left is for what is set aside.
 */
export async function handler(event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> {
  const writes = writesIn(event);
  for (const write of writes) {
    if ('unreadable' in write) log.error('A write cannot be read', { ...write.key, error: write.unreadable });
  }
  const announcer: AnnounceDeps['announcer'] = {
    announce: (events) => beforeTimeout(context, () => bus.announce(events)),
  };
  const from = await announceChange(writes, { announcer, unannounced });
  if (from === undefined) return { batchItemFailures: [] };
  log.warn('The bus refuses events; they are tried again', { from });
  return { batchItemFailures: [{ itemIdentifier: from }] };
}
