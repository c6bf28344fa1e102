import type { SQSRecord } from 'aws-lambda';

/**
 * Where a record waits that failed. Left alone it waits out its queue's visibility timeout, which is made for a
 * function that died at work: half an hour for a manuscript, and nobody else in a FIFO group comes by meanwhile.
 */
export interface RetryDelay {
  /** Lets each come back after `retryDelaySeconds`. The batch is none the worse if this rejects. */
  delay(records: readonly SQSRecord[]): Promise<void>;
}

/** The longest wait, in seconds. */
const longest = 900;

/**
 * Seconds until the next try: three after the first, six times as many after each other. What stumbled is back at
 * once, and the five tries of a queue last through a failure of ten minutes.
 */
export const retryDelaySeconds = ({ attributes }: SQSRecord): number =>
  Math.min(longest, 3 * 6 ** (Number(attributes.ApproximateReceiveCount) - 1));
