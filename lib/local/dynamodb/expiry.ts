import type { MovableClock } from '../clock.ts';
import type { DynamoEndpoint } from './endpoint.ts';

/** Milliseconds between two sweeps. AWS may take days, so no code may rely on the moment. */
const interval = 10 * 60_000;

export interface Expiring {
  table: string;
  /** The attribute with the expiry, in seconds since the epoch. */
  attribute: string;
  keys: readonly string[];
}

/** Deletes a table's expired items at intervals, and when the clock was moved. Returns how to stop. */
export function sweepPeriodically(
  expiring: Expiring,
  endpoint: DynamoEndpoint,
  clock: Pick<MovableClock, 'now' | 'onMove'>,
  failed: (cause: unknown) => void,
): () => void {
  const sweepNow = () => sweep(expiring, endpoint, clock.now()).catch(failed);
  const timer = setInterval(() => void sweepNow(), interval).unref();
  const stopFollowing = clock.onMove('expiry', sweepNow);
  return () => {
    stopFollowing();
    clearInterval(timer);
  };
}

/** Deletes what has expired at an instant (milliseconds). An item whose expiry is extended meanwhile stays. */
export async function sweep(expiring: Expiring, endpoint: DynamoEndpoint, now: number): Promise<void> {
  const isExpired = {
    ExpressionAttributeNames: { '#expiry': expiring.attribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) }, ':number': { S: 'N' } },
  };
  const condition = 'attribute_type(#expiry, :number) AND #expiry < :now';
  const scan = { TableName: expiring.table, FilterExpression: condition, ...isExpired };
  for await (const item of endpoint.scan(scan)) {
    const Key = Object.fromEntries(expiring.keys.map((name) => [name, item[name]]));
    const removal = { TableName: expiring.table, Key, ConditionExpression: condition, ...isExpired };
    await endpoint.call('DynamoDB_20120810.DeleteItem', removal).catch(ignoreRenewed);
  }
}

function ignoreRenewed(cause: unknown): void {
  if (!String(cause).includes('ConditionalCheckFailedException')) throw cause;
}
