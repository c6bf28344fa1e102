import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { beforeTimeout, type RemainingTime } from './call-deadline.ts';
import type { Log } from './log.ts';

/**
 * Sets how long failed records stay invisible before their next attempt. Otherwise a record waits out its queue's
 * visibility timeout, which allows for a function that died at work: half an hour for a manuscript, and a FIFO group
 * is blocked for as long.
 */
export interface RetryDelay {
  /** Without seconds, the wait grows with every try. A rejection does no harm: the records then wait out the
   *  visibility timeout. */
  delay(records: readonly SQSRecord[], seconds?: number): Promise<void>;
}

/** The call ends too soon to begin something: its record is given back at once, and tried again without a wait. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';

  constructor() {
    super('The call ends too soon to begin this');
  }
}

export interface Deps {
  log: Log;
  retryDelay: RetryDelay;
}

/** A record was begun and not done in time. Its calls to AWS have ended, and none begins any more. */
class NotDoneInTime extends Error {
  override readonly name = 'NotDoneInTime';

  constructor() {
    super('The function was nearly out of time before this was done');
  }
}

/**
 * A handler that runs each record on its own: one bad upload neither blocks nor repeats the others of its batch. What
 * is not done shortly before the function's timeout counts as failed, and what is done counts.
 */
export const eachRecord =
  (deps: Deps, work: (record: SQSRecord) => Promise<void>) =>
  (event: SQSEvent, time: RemainingTime): Promise<SQSBatchResponse> =>
    settle(
      deps,
      time,
      event.Records.map((record) => [record]),
      ([record]) => work(record),
    );

/**
 * A handler for a FIFO queue whose groups each name one piece of work: runs each distinct group of the batch once,
 * with its records in order. A failure returns all records of the group, so that none overtakes another. The first
 * `ahead` groups finish before the others begin: what somebody waits for is not held up by the rest of the batch.
 */
export const eachGroup =
  (deps: Deps, ahead: number, work: (records: Records) => Promise<void>) =>
  (event: SQSEvent, time: RemainingTime): Promise<SQSBatchResponse> =>
    settle(deps, time, byGroup(event.Records), work, ahead);

/** At least one. */
export type Records = [SQSRecord, ...SQSRecord[]];

function byGroup(records: SQSRecord[]): Records[] {
  const groups = new Map<string, Records>();
  for (const record of records) {
    const group = record.attributes.MessageGroupId ?? record.messageId;
    const known = groups.get(group);
    if (known) known.push(record);
    else groups.set(group, [record]);
  }
  return [...groups.values()];
}

async function settle(
  { log, retryDelay }: Deps,
  time: RemainingTime,
  groups: Records[],
  work: (records: Records) => Promise<void>,
  ahead = groups.length,
): Promise<SQSBatchResponse> {
  const failed: SQSRecord[] = [];
  const givenBack: SQSRecord[] = [];
  const run = async (records: Records, signal: AbortSignal) => {
    try {
      if (signal.aborted) throw new OutOfTime();
      await Promise.race([work(records), notInTime(signal)]);
    } catch (error) {
      if (error instanceof OutOfTime) return void givenBack.push(...records);
      log.error('A record failed and will be tried again', { record: records[0].messageId, error });
      failed.push(...records);
    }
  };
  await beforeTimeout(time, async (signal) => {
    await Promise.all(groups.slice(0, ahead).map((records) => run(records, signal)));
    await Promise.all(groups.slice(ahead).map((records) => run(records, signal)));
  });
  const delays = () => Promise.all([retryDelay.delay(failed), retryDelay.delay(givenBack, 0)]);
  await beforeTimeout(time, delays, timeToAnswer).catch((error: unknown) => {
    log.warn('Failed records wait out the visibility timeout of their queue', { error });
  });
  return {
    batchItemFailures: [...failed, ...givenBack].map(({ messageId }) => ({ itemIdentifier: messageId })),
  };
}

/** Milliseconds before the function's timeout at which no retry delay is waited for any more. */
const timeToAnswer = 1_000;

/** Rejects when the signal aborts. */
const notInTime = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new NotDoneInTime()), { once: true });
  });
