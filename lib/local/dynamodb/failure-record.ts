import { randomUUID } from 'node:crypto';
import type { Loss } from './delivery.ts';
import type { Change } from './stream-reader.ts';

/** What Lambda sends to the failure destination of a stream's mapping: where the records are, not the records. */
export function failureRecord(
  batch: readonly Change[],
  why: Loss,
  tried: number,
  functionArn: string,
  stream: string,
) {
  const [first, last] = [batch[0], batch.at(-1)];
  return {
    requestContext: { requestId: randomUUID(), functionArn, condition: why, approximateInvokeCount: tried },
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
