import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { callSignal, timeToGiveBack } from '../../../functions/runtime/call-deadline.ts';
import { eachGroup, eachRecord, OutOfTime } from '../../../functions/runtime/each-record.ts';
import { retryDelaySeconds } from '../../../functions/runtime/sqs-retry-delay.ts';
import { remembered } from './remembered-log.ts';

/** Delays that remember which records they were asked for. */
function open() {
  const delayed: string[] = [];
  const delay = async (records: readonly SQSRecord[], seconds?: number) =>
    void delayed.push(
      ...records.map(({ messageId }) => (seconds === undefined ? messageId : `${messageId} in ${seconds} s`)),
    );
  return { log: remembered(), retryDelay: { delay }, delayed };
}

const record = (messageId: string, body: string, MessageGroupId?: string) =>
  ({ messageId, body, attributes: { MessageGroupId } }) as SQSRecord;
const batch = (...Records: SQSRecord[]): SQSEvent => ({ Records });
/** As much as a function may have. */
const time = { getRemainingTimeInMillis: () => 60_000 };
const failed = (...ids: string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

it('does not let one bad record repeat its neighbours', async () => {
  const done: string[] = [];
  const deps = open();
  const run = eachRecord(deps, async ({ body }) => {
    if (body === 'bad') throw new Error('no');
    done.push(body);
  });
  expect(await run(batch(record('1', 'a'), record('2', 'bad'), record('3', 'c')), time)).toEqual(failed('2'));
  expect(done).toEqual(['a', 'c']);
  expect(deps.log.lines).toHaveLength(1);
  expect(deps.delayed).toEqual(['2']);
});

it('takes each group of a FIFO batch once, and returns all of a group that failed', async () => {
  const done: string[] = [];
  const deps = open();
  const run = eachGroup(deps, 2, async (records) => {
    if (records[0].body === '/b') throw new Error('no');
    done.push(`${records[0].body} ${records.length}`);
  });
  const event = batch(
    record('1', '/a', 'a'),
    record('2', '/b', 'b'),
    record('3', '/a', 'a'),
    record('4', '/b', 'b'),
  );
  expect(await run(event, time)).toEqual(failed('2', '4'));
  expect(done).toEqual(['/a 2']);
  expect(deps.delayed).toEqual(['2', '4']);
});

it('does the first groups before it begins the others', async () => {
  const begun: string[] = [];
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const run = eachGroup(open(), 2, async ([{ body }]) => {
    begun.push(body);
    await held;
  });
  const running = run(batch(record('1', '/a', 'a'), record('2', '/b', 'b'), record('3', '/c', 'c')), time);
  expect(begun).toEqual(['/a', '/b']);
  letGo();
  expect(await running).toEqual(failed());
  expect(begun).toEqual(['/a', '/b', '/c']);
});

it('returns what failed also when its wait cannot be shortened', async () => {
  const deps = { ...open(), retryDelay: { delay: () => Promise.reject(new Error('no')) } };
  const run = eachRecord(deps, () => Promise.reject(new Error('no')));
  expect(await run(batch(record('1', 'a')), time)).toEqual(failed('1'));
});

it('gives back at once, and without an error, what there was no time to begin', async () => {
  const deps = open();
  const run = eachRecord(deps, async ({ body }) => {
    if (body === 'late') throw new OutOfTime();
    if (body === 'bad') throw new Error('no');
  });
  const event = batch(record('1', 'late'), record('2', 'well'), record('3', 'bad'));
  expect(await run(event, time)).toEqual(failed('3', '1'));
  expect(deps.delayed).toEqual(['3', '1 in 0 s']);
  expect(deps.log.lines).toHaveLength(1);
});

describe('a function that is nearly out of time', () => {
  const nearlyOut = { getRemainingTimeInMillis: () => timeToGiveBack + 30 };

  it('gives back what is not done, ends its calls, and keeps what is done', async () => {
    const [deps, ended] = [open(), [] as string[]];
    const run = eachRecord(deps, async ({ body }) => {
      if (body === 'done') return;
      const { promise, reject } = Promise.withResolvers<never>();
      callSignal()?.addEventListener('abort', () => {
        ended.push(body);
        if (body === 'call') reject(new Error('aborted'));
      });
      return promise;
    });
    const event = batch(record('1', 'call'), record('2', 'done'), record('3', 'deaf'));
    expect(await run(event, nearlyOut)).toEqual(failed('1', '3'));
    expect(ended).toEqual(['call', 'deaf']);
    expect(deps.delayed).toEqual(['1', '3']);
    expect(deps.log.lines).toHaveLength(2);
  });

  it('begins nothing more, and gives that back at once', async () => {
    const [deps, begun] = [open(), [] as string[]];
    const run = eachGroup(deps, 1, ([{ body }]) => {
      begun.push(body);
      return new Promise(() => {});
    });
    const event = batch(record('1', '/a', 'a'), record('2', '/b', 'b'), record('3', '/b', 'b'));
    expect(await run(event, nearlyOut)).toEqual(failed('1', '2', '3'));
    expect(begun).toEqual(['/a']);
    expect(deps.delayed).toEqual(['1', '2 in 0 s', '3 in 0 s']);
  });

  it('still sets the retry delays, unless the queue is slow too: it answers first', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const delay = async (records: readonly SQSRecord[]) => {
      const signal = callSignal();
      signals.push(signal);
      if (!records.length) return;
      await new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    };
    let left = timeToGiveBack + 30;
    const slow = { getRemainingTimeInMillis: () => left };
    const run = eachRecord({ ...open(), retryDelay: { delay } }, () => {
      left = 1_030;
      return new Promise(() => {});
    });
    expect(await run(batch(record('1', 'a')), slow)).toEqual(failed('1'));
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
  });
});

it('lets what failed come back in seconds, later each time, and never later than a quarter of an hour', () => {
  const waits = ['1', '2', '3', '4', '5', '1000'].map((ApproximateReceiveCount) =>
    retryDelaySeconds({ attributes: { ApproximateReceiveCount } } as SQSRecord),
  );
  expect(waits).toEqual([3, 18, 108, 648, 900, 900]);
});
