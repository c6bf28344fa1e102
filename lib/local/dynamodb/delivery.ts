import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from './stream-reader.ts';

/** How a function took a batch: all of it, from the index of a record on not, or not at all. */
export type Taken = 'all' | { from: number };

export type Loss = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface DeliveryOptions {
  /** -1: until it works. */
  retries: number;
  bisect: boolean;
  /** In seconds; -1: for ever. */
  oldest: number;
  /** Milliseconds to wait before a retry, by how often it was tried. */
  pause(tried: number): number;
}

export interface Delivery {
  attempt(batch: readonly Change[]): Promise<Taken>;
  /** These records are done with. */
  done(batch: readonly Change[]): void;
  /** These are given up; `tried` is how often the function was asked. */
  lose(batch: readonly Change[], why: Loss, tried: number): Promise<void>;
  stopped(): boolean;
}

/** Brings a batch to a function as Lambda does: retried in order, split on failure, given up in the end. */
export async function deliver(
  batch: readonly Change[],
  delivery: Delivery,
  options: DeliveryOptions,
): Promise<void> {
  let [rest, tried] = [batch, 0];
  while (rest.length && !delivery.stopped()) {
    rest = await withoutOld(rest, tried, delivery, options);
    const taken = rest.length ? await delivery.attempt(rest) : 'all';
    if (delivery.stopped()) return;
    const count = taken === 'all' ? rest.length : taken.from;
    if (count) delivery.done(rest.slice(0, count));
    rest = rest.slice(count);
    // What got further is a new batch with all of its retries.
    tried = count ? 0 : tried + 1;
    if (!count && rest.length > 1 && options.bisect) return halves(rest, delivery, options);
    if (rest.length) rest = await again(rest, tried, delivery, options);
  }
}

/** Splitting does not count as a retry. */
async function halves(batch: readonly Change[], delivery: Delivery, options: DeliveryOptions): Promise<void> {
  const middle = Math.ceil(batch.length / 2);
  await deliver(batch.slice(0, middle), delivery, options);
  await deliver(batch.slice(middle), delivery, options);
}

/** Waits and gives back what to try again, or gives it up. */
async function again(rest: readonly Change[], tried: number, delivery: Delivery, options: DeliveryOptions) {
  if (options.retries < 0 || tried <= options.retries) {
    await sleep(options.pause(tried), undefined, { ref: false });
    return rest;
  }
  await lose(rest, 'RetryAttemptsExhausted', tried, delivery);
  return [];
}

async function withoutOld(
  batch: readonly Change[],
  tried: number,
  delivery: Delivery,
  options: DeliveryOptions,
) {
  if (options.oldest < 0) return batch;
  const earliest = Date.now() / 1000 - options.oldest;
  const isOld = ({ dynamodb }: Change) => dynamodb.ApproximateCreationDateTime < earliest;
  const old = batch.filter(isOld);
  if (old.length) await lose(old, 'RecordAgeExceeded', tried, delivery);
  return batch.filter((change) => !isOld(change));
}

async function lose(batch: readonly Change[], why: Loss, tried: number, delivery: Delivery): Promise<void> {
  await delivery.lose(batch, why, tried);
  delivery.done(batch);
}
