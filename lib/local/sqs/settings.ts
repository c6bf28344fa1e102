import * as z from 'zod/mini';

/** A queue as declared. Times are in milliseconds. */
export interface QueueSettings {
  name: string;
  arn: string;
  url: string;
  fifo: boolean;
  /** The SHA-256 of the body is the de-duplication id where the sender gives none. */
  contentBased: boolean;
  /** De-duplication ids count within a group only. */
  perGroup: boolean;
  visibility: number;
  delay: number;
  retention: number;
  wait: number;
  largest: number;
  redrive?: { queueArn: string; receives: number };
}

/** CloudFormation also passes numbers and flags as text. */
const seconds = (otherwise: number) =>
  z.pipe(
    z._default(z.coerce.number(), otherwise),
    z.transform((n) => n * 1000),
  );
const flag = z._default(z.union([z.boolean(), z.stringbool()]), false);

/** What is imitated of an AWS::SQS::Queue. */
export const queueShape = z.object({
  FifoQueue: flag,
  ContentBasedDeduplication: flag,
  DeduplicationScope: z._default(z.enum(['queue', 'messageGroup']), 'queue'),
  VisibilityTimeout: seconds(30),
  DelaySeconds: seconds(0),
  MessageRetentionPeriod: seconds(345_600),
  ReceiveMessageWaitTimeSeconds: seconds(0),
  MaximumMessageSize: z._default(z.coerce.number(), 1_048_576),
  RedrivePolicy: z.optional(
    z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }),
  ),
});

type Named = Pick<QueueSettings, 'name' | 'arn' | 'url'>;

export function settingsOf({ name, arn, url }: Named, read: z.output<typeof queueShape>): QueueSettings {
  return {
    name,
    arn,
    url,
    fifo: read.FifoQueue,
    contentBased: read.ContentBasedDeduplication,
    perGroup: read.DeduplicationScope === 'messageGroup',
    visibility: read.VisibilityTimeout,
    delay: read.DelaySeconds,
    retention: read.MessageRetentionPeriod,
    wait: read.ReceiveMessageWaitTimeSeconds,
    largest: read.MaximumMessageSize,
    redrive: read.RedrivePolicy && {
      queueArn: read.RedrivePolicy.deadLetterTargetArn,
      receives: read.RedrivePolicy.maxReceiveCount,
    },
  };
}
