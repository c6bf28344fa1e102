import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from './log.ts';
import type { RetryDelay } from './retry-delay.ts';

export interface Deps {
  log: Log;
  /** Where what failed waits for its next try. */
  retryDelay: RetryDelay;
}

/** Runs each record alone, so one bad upload never blocks or repeats its neighbours. */
export const eachRecord =
  (deps: Deps, work: (record: SQSRecord) => Promise<void>) =>
  (event: SQSEvent): Promise<SQSBatchResponse> =>
    settle(
      deps,
      event.Records.map((record) => [record]),
      ([record]) => work(record),
    );

/**
 * For a FIFO queue whose groups each name one piece of work: does each distinct group of the batch once, with
 * its records in order. When it fails all records of the group go back, so none overtakes another. The first
 * `ahead` groups have been done when the others are begun: what is waited for is not done with the last.
 */
export const eachGroup =
  (deps: Deps, ahead: number, work: (records: Records) => Promise<void>) =>
  (event: SQSEvent): Promise<SQSBatchResponse> =>
    settle(deps, byGroup(event.Records), work, ahead);

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
  { log, retryDelay: waiting }: Deps,
  groups: Records[],
  work: (records: Records) => Promise<void>,
  ahead = groups.length,
): Promise<SQSBatchResponse> {
  const failed: SQSRecord[] = [];
  const run = async (records: Records) => {
    try {
      await work(records);
    } catch (error) {
      log.error('A record failed and will come again', { record: records[0].messageId, error });
      failed.push(...records);
    }
  };
  await Promise.all(groups.slice(0, ahead).map(run));
  await Promise.all(groups.slice(ahead).map(run));
  await waiting.delay(failed).catch((error: unknown) => {
    log.warn('What failed waits as long as its queue says', { error });
  });
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
