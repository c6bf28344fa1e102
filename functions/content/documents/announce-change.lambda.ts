import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
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
const deps: AnnounceDeps = {
  announcer: busAnnouncer(eventBridgeClient(), env.eventBus),
  unannounced: {
    add(items) {
      log.error('What stands here cannot be announced', { items });
      return deadLetters.add(items);
    },
  },
};

/** Lambda retries from the place that is named; what was announced already is announced twice, which does no harm. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const writes = writesIn(event);
  for (const write of writes) {
    if ('unreadable' in write) log.error('A write cannot be read', { ...write.key, error: write.unreadable });
  }
  const from = await announceChange(writes, deps);
  if (from === undefined) return { batchItemFailures: [] };
  log.warn('The bus refuses events; they are tried again', { from });
  return { batchItemFailures: [{ itemIdentifier: from }] };
}
