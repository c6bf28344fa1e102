import { expect, it } from 'vitest';
import {
  type BatchResult,
  type Delivery,
  type DeliveryOptions,
  type DiscardReason,
  deliver,
} from '../../../../lib/local/dynamodb/delivery.ts';
import type { Change } from '../../../../lib/local/dynamodb/stream-reader.ts';

const change = (sequence: string, age = 0): Change => ({
  eventName: 'INSERT',
  shard: 'shard',
  dynamodb: {
    ApproximateCreationDateTime: Date.now() / 1000 - age,
    Keys: {},
    SequenceNumber: sequence,
    SizeBytes: 1,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
});
const changes = (...sequences: string[]) => sequences.map((sequence) => change(sequence));
const names = (batch: readonly Change[]) => batch.map(({ dynamodb }) => dynamodb.SequenceNumber).join('');

/** Follows a delivery of `batch` to a function that takes what `takes` says. */
async function follow(
  batch: Change[],
  takes: (names: string) => BatchResult,
  options: Partial<DeliveryOptions> = {},
) {
  const attempts: string[] = [];
  const done: string[] = [];
  const lost: [string, DiscardReason, number][] = [];
  const delivery: Delivery = {
    options: { maximumRetries: 2, bisect: false, maximumAge: -1, retryDelay: () => 0, ...options },
    attempt: async (part) => {
      attempts.push(names(part));
      return takes(names(part));
    },
    done: (part) => void done.push(names(part)),
    discard: async (part, why, times) => void lost.push([names(part), why, times]),
    stopped: () => false,
  };
  await deliver(batch, delivery);
  return { attempts, done: done.join(''), lost };
}

const failsOn =
  (bad: string) =>
  (batch: string): BatchResult =>
    batch.includes(bad) ? { from: 0 } : 'all';

it('is done after one try when all goes well', async () => {
  expect(await follow(changes('a', 'b'), () => 'all')).toEqual({ attempts: ['ab'], done: 'ab', lost: [] });
});

it('tries a failed batch again as often as is allowed, then gives it up', async () => {
  const { attempts, lost, done } = await follow(changes('a', 'b'), failsOn('b'));
  expect(attempts).toEqual(['ab', 'ab', 'ab']);
  expect(lost).toEqual([['ab', 'RetryAttemptsExhausted', 3]]);
  expect(done).toBe('ab');
});

it('splits a failed batch until the bad record stands alone, and keeps the order', async () => {
  const { attempts, lost, done } = await follow(changes('a', 'b', 'c', 'd'), failsOn('c'), { bisect: true });
  expect(attempts).toEqual(['abcd', 'ab', 'cd', 'c', 'c', 'c', 'd']);
  expect(lost).toEqual([['c', 'RetryAttemptsExhausted', 3]]);
  expect(done).toBe('abcd');
});

it('goes on from the first record that was reported', async () => {
  let first = true;
  const takes = (): BatchResult => {
    if (!first) return 'all';
    first = false;
    return { from: 2 };
  };
  expect(await follow(changes('a', 'b', 'c', 'd'), takes)).toEqual({
    attempts: ['abcd', 'cd'],
    done: 'abcd',
    lost: [],
  });
});

it('tries for ever when retries are without end', async () => {
  let left = 30;
  const { attempts, lost } = await follow(changes('a'), () => (left-- > 0 ? { from: 0 } : 'all'), {
    maximumRetries: -1,
  });
  expect(attempts).toHaveLength(31);
  expect(lost).toEqual([]);
});

it('gives up records that are too old', async () => {
  const { attempts, lost } = await follow([change('a', 120), change('b')], () => 'all', { maximumAge: 60 });
  expect(lost).toEqual([['a', 'RecordAgeExceeded', 0]]);
  expect(attempts).toEqual(['b']);
});
