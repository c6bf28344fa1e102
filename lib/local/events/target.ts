import * as z from 'zod/mini';

/** A target of a rule as declared. */
export const targetShape = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  Input: z.optional(z.string()),
  SqsParameters: z.optional(z.strictObject({ MessageGroupId: z.string() })),
  DeadLetterConfig: z.optional(z.strictObject({ Arn: z.optional(z.string()) })),
  // What cannot be delivered here fails for good at once: there is nobody to wait for.
  RetryPolicy: z.optional(z.unknown()),
  RoleArn: z.optional(z.string()),
});

export type Target = z.infer<typeof targetShape>;

/** Throws when the target is of a kind that is not imitated, or asks for what EventBridge does not do. */
export function targetOf(target: Target): Target {
  if (!isFunction(target.Arn) && !target.Arn.startsWith('arn:aws:sqs:')) {
    throw new Error(
      `The target ${target.Arn} of a rule is not known to the local cloud: only SQS and Lambda are.`,
    );
  }
  if (target.SqsParameters?.MessageGroupId.startsWith('$')) {
    const way = 'Let a function send to the FIFO queue';
    throw new Error(
      `EventBridge does not take a FIFO group from the event (${target.SqsParameters.MessageGroupId}). ${way}.`,
    );
  }
  return target;
}

export const isFunction = (arn: string): boolean => arn.startsWith('arn:aws:lambda:');
