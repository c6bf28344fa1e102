import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from './log.ts';

/** Runs each record alone, so one bad upload never blocks or repeats its neighbours. */
export const eachRecord =
  (log: Log, work: (record: SQSRecord) => Promise<void>) =>
  (event: SQSEvent): Promise<SQSBatchResponse> =>
    settle(
      log,
      event.Records.map((record) => [record]),
      ([record]) => work(record),
    );

/**
 * For a FIFO queue whose groups each name one piece of work: does each distinct group of the batch once, with
 * its records in order. When it fails all records of the group go back, so none overtakes another.
 */
export const eachGroup =
  (log: Log, work: (records: Records) => Promise<void>) =>
  (event: SQSEvent): Promise<SQSBatchResponse> =>
    settle(log, byGroup(event.Records), work);

/** At least one. */
export type Records = [SQSRecord, ...SQSRecord[]];

function byGroup(records: SQSRecord[]): Records[] {
  const groups = new Map<string, Records>();
  for (const record of records) {
    const group = record.attributes.MessageGroupId ?? record.messageId;
    const sofar = groups.get(group);
    if (sofar) sofar.push(record);
    else groups.set(group, [record]);
  }
  return [...groups.values()];
}

async function settle(
  log: Log,
  groups: Records[],
  work: (records: Records) => Promise<void>,
): Promise<SQSBatchResponse> {
  const results = await Promise.allSettled(groups.map(async (records) => work(records)));
  const failed = groups.filter((records, index) => {
    const result = results[index];
    if (result?.status !== 'rejected') return false;
    log.error('A record failed and will come again', { record: records[0].messageId, error: result.reason });
    return true;
  });
  return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
