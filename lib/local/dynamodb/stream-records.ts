import { hash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { DiscardReason } from './delivery.ts';
import type { Change } from './stream-reader.ts';

/** A change as Lambda hands it to a function. */
export function streamRecord(change: Change, stream: string, region: string) {
  const { shard, userIdentity, ...record } = change;
  return {
    eventID: hash('md5', `${shard} ${change.dynamodb.SequenceNumber}`),
    eventName: record.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: record.dynamodb,
    ...(userIdentity ? { userIdentity } : {}),
    eventSourceARN: stream,
  };
}

/** AWS makes no record when an item is written as it was; the emulator does. */
export const isNoChange = ({ eventName, dynamodb }: Change): boolean =>
  eventName === 'MODIFY' && !!dynamodb.NewImage && isDeepStrictEqual(dynamodb.NewImage, dynamodb.OldImage);

/** What Lambda sends to the failure destination of a stream's mapping: where the records are, not the records. */
export function failureRecord(
  batch: readonly Change[],
  why: DiscardReason,
  attempts: number,
  functionArn: string,
  stream: string,
) {
  const [first, last] = [batch[0], batch.at(-1)];
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition: why,
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId: first?.shard,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrivalOf(first),
      approximateArrivalOfLastRecord: arrivalOf(last),
      batchSize: batch.length,
      streamArn: stream,
    },
  };
}

const arrivalOf = (change: Change | undefined): string =>
  `${new Date((change?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString().slice(0, 19)}Z`;
