import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from './stream-reader.ts';

/** How much of a batch succeeded: all, or the records before the index `from`. */
export type BatchResult = 'all' | { from: number };

export type DiscardReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface DeliveryOptions {
  /** -1: until it works. */
  maximumRetries: number;
  bisect: boolean;
  /** In seconds; -1: for ever. */
  maximumAge: number;
  /** Milliseconds to wait before a retry, by the number of attempts so far. */
  retryDelay(attempts: number): number;
}

export interface Delivery {
  readonly options: DeliveryOptions;
  attempt(batch: readonly Change[]): Promise<BatchResult>;
  /** These records are done with. */
  done(batch: readonly Change[]): void;
  /** These are discarded; `attempts` is how often the function was invoked. */
  discard(batch: readonly Change[], why: DiscardReason, attempts: number): Promise<void>;
  stopped(): boolean;
}

/** Delivers a batch to a function as Lambda does: retries in order, splits on failure, discards in the end. */
export async function deliver(batch: readonly Change[], delivery: Delivery): Promise<void> {
  let [pending, attempts] = [batch, 0];
  while (pending.length && !delivery.stopped()) {
    pending = await discardOld(pending, attempts, delivery);
    const result = pending.length ? await delivery.attempt(pending) : 'all';
    if (delivery.stopped()) return;
    const count = result === 'all' ? pending.length : result.from;
    if (count) delivery.done(pending.slice(0, count));
    pending = pending.slice(count);
    // After progress what remains is a new batch with all of its retries.
    attempts = count ? 0 : attempts + 1;
    if (!count && pending.length > 1 && delivery.options.bisect) return deliverHalves(pending, delivery);
    if (pending.length) pending = await retry(pending, attempts, delivery);
  }
}

/** Splitting does not count as a retry. */
async function deliverHalves(batch: readonly Change[], delivery: Delivery): Promise<void> {
  const middle = Math.ceil(batch.length / 2);
  await deliver(batch.slice(0, middle), delivery);
  await deliver(batch.slice(middle), delivery);
}

/** Waits and returns what to retry, or discards it. */
async function retry(pending: readonly Change[], attempts: number, delivery: Delivery) {
  const { maximumRetries, retryDelay } = delivery.options;
  if (maximumRetries < 0 || attempts <= maximumRetries) {
    await sleep(retryDelay(attempts), undefined, { ref: false });
    return pending;
  }
  await discard(pending, 'RetryAttemptsExhausted', attempts, delivery);
  return [];
}

async function discardOld(batch: readonly Change[], attempts: number, delivery: Delivery) {
  const { maximumAge } = delivery.options;
  if (maximumAge < 0) return batch;
  const earliest = Date.now() / 1000 - maximumAge;
  const isOld = ({ dynamodb }: Change) => dynamodb.ApproximateCreationDateTime < earliest;
  const old = batch.filter(isOld);
  if (old.length) await discard(old, 'RecordAgeExceeded', attempts, delivery);
  return batch.filter((change) => !isOld(change));
}

async function discard(
  batch: readonly Change[],
  why: DiscardReason,
  attempts: number,
  delivery: Delivery,
): Promise<void> {
  await delivery.discard(batch, why, attempts);
  delivery.done(batch);
}
