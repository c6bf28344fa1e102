import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { eventBridgeClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { logOf } from '../../runtime/log.ts';
import { busAnnouncer } from '../store/bus-announcer.ts';
import { headWritesIn } from '../store/content-stream.ts';
import { announceChange } from './announce-change.ts';

const env = readEnv('eventBus');
const log = logOf('announce-change');
const announcer = busAnnouncer(eventBridgeClient(), env.eventBus);

/** Lambda comes again from the first place that is named; what was told already is told twice, which does
 *  no harm. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const untold = await announceChange(headWritesIn(event), announcer);
  if (untold.length) log.error('The bus did not take everything', { untold: untold.length });
  return { batchItemFailures: untold.map((itemIdentifier) => ({ itemIdentifier })) };
}
