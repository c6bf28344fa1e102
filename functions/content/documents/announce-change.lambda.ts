import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { eventBridgeClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { logOf } from '../../runtime/log.ts';
import { busAnnouncer } from '../store/bus-announcer.ts';
import { writesIn } from '../store/content-items.ts';
import { announceChange } from './announce-change.ts';

const env = readEnv('eventBus');
const log = logOf('announce-change');
const announcer = busAnnouncer(eventBridgeClient(), env.eventBus);

/** Lambda retries from the first place that is named; what was announced already is announced twice, which
 *  does no harm. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const failed = await announceChange(writesIn(event), announcer);
  if (failed.length) log.error('The bus did not take everything', { failed: failed.length });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
