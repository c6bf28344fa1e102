import { setTimeout as pause } from 'node:timers/promises';
import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Backoff } from '../../runtime/backoff.ts';
import type { Count, MoveOutcome, Quota, QuotaChange } from '../ports.ts';
import type { Action } from './dynamo-actions.ts';
import { lineFrom, quotaFrom, recordFrom } from './dynamo-rows.ts';

export interface Retrying {
  /** Milliseconds. */
  longest: number;
  backoff: Backoff;
}

/** A transaction at a hot item takes some ten milliseconds: waits are short, at random, and there are some ten of them. */
export const retrying: Retrying = {
  longest: 1_000,
  backoff: (attempt) => pause(Math.random() * Math.min(200, 10 * 2 ** attempt)),
};

/** A transaction has no more actions. */
const mostActions = 100;

/**
 * Sends the actions as one transaction, and again while others are at the same items. Throws what is no outcome.
 *
 * The SDK names each transaction by a token and repeats it under the same: one whose answer was lost is made once.
 */
export async function transact(
  client: DynamoDBClient,
  actions: readonly Action[],
  { longest, backoff }: Retrying = retrying,
): Promise<MoveOutcome> {
  if (actions.length > mostActions) throw new Error(`A move of ${actions.length} actions is too large`);
  const until = performance.now() + longest;
  const TransactItems = actions.map(({ item }) => item);
  for (let attempt = 1; ; attempt++) {
    const error = await client.send(new TransactWriteItemsCommand({ TransactItems })).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    if (error === undefined) return { outcome: 'done' };
    if (!(error instanceof TransactionCanceledException)) throw error;
    const outcome = outcomeOf(actions, error.CancellationReasons ?? []);
    if (!outcome) throw error;
    if (outcome.outcome !== 'busy') return outcome;
    await backoff(attempt);
    if (performance.now() >= until) return outcome;
  }
}

/** DynamoDB did not look at the condition. */
const contention = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** What a cancelled transaction means; undefined: a fault. Of several outcomes the first in the order of the port. */
export function outcomeOf(
  actions: readonly Action[],
  reasons: readonly CancellationReason[],
): MoveOutcome | undefined {
  const failed = actions.flatMap((action, at) => {
    const { Code = 'None', ...reason } = reasons[at] ?? {};
    if (contention.includes(Code)) return { outcome: 'busy' } as const;
    return Code === 'ConditionalCheckFailed' ? refusalOf(action, reason) : [];
  });
  const isFault = reasons.some(
    ({ Code = 'None' }) => !['None', 'ConditionalCheckFailed', ...contention].includes(Code),
  );
  const first = isFault ? undefined : order.find((one) => failed.some(({ outcome }) => outcome === one));
  const outcome = failed.find((one) => one.outcome === first);
  if (outcome?.outcome !== 'short') return outcome;
  return { ...outcome, quotas: failed.flatMap((one) => (one.outcome === 'short' ? one.quotas : [])) };
}

const order = [
  'same-key',
  'same-letter',
  'conflict',
  'not-open',
  'short',
  'not-short',
  'line',
  'busy',
] as const;

function refusalOf({ of }: Action, { Item }: CancellationReason): MoveOutcome {
  if (of.what === 'letter') return { outcome: 'same-letter' };
  if (Item === undefined) return { outcome: 'conflict' };
  switch (of.what) {
    case 'quota':
      return quotaRefusal(of.change, quotaFrom(Item));
    case 'line':
      return { outcome: 'line', line: lineFrom(Item) };
    case 'record':
      return { outcome: 'same-key', record: recordFrom(Item) };
    case 'row':
      return { outcome: 'conflict' };
  }
}

/** Why the quota, as it stood, was not changed. */
function quotaRefusal({ add = {}, demands = {}, isNew }: QuotaChange, quota: Quota): MoveOutcome {
  const isUnlike = Object.entries(demands.exactly ?? {}).some(
    ([count, value]) => quota[count as Count] !== value,
  );
  if (isNew || isUnlike) return { outcome: 'conflict' };
  const { openBy, freeBelow } = demands;
  if (openBy !== undefined && !(quota.isOpen && quota.terms === openBy))
    return { outcome: 'not-open', quota };
  const isShort = Object.entries(add).some(([count, by]) => quota[count as Count] + Math.min(by, 0) < 0);
  if (isShort) return { outcome: 'short', quotas: [quota] };
  return freeBelow !== undefined && quota.free >= freeBelow
    ? { outcome: 'not-short', quota }
    : { outcome: 'conflict' };
}
