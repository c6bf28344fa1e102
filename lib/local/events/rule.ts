import * as z from 'zod/mini';
import { type InputTransformer, inputTransformerOf, inputTransformerShape } from './input-transformer.ts';
import { type Pattern, patternOf } from './pattern.ts';

/** A target of a rule as declared. */
const targetShape = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  Input: z.optional(z.string()),
  InputTransformer: z.optional(inputTransformerShape),
  SqsParameters: z.optional(z.strictObject({ MessageGroupId: z.string() })),
  DeadLetterConfig: z.optional(z.strictObject({ Arn: z.optional(z.string()) })),
  // A delivery that fails on this machine is not retried: its cause is permanent.
  RetryPolicy: z.optional(z.unknown()),
  RoleArn: z.optional(z.string()),
});

type DeclaredTarget = z.infer<typeof targetShape>;

export interface Target extends DeclaredTarget {
  /** Undefined: the target gets the event, or `Input`. */
  transform?: InputTransformer;
}

/** Throws when the target is of a kind that is not imitated, or asks for what EventBridge does not do. */
function targetOf(target: DeclaredTarget): Target {
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
  return { ...target, transform: target.InputTransformer && inputTransformerOf(target.InputTransformer) };
}

export const isFunction = (arn: string): boolean => arn.startsWith('arn:aws:lambda:');

export interface Rule {
  name: string;
  arn: string;
  bus: string;
  /** Undefined for a rule that only follows a schedule. */
  pattern?: Pattern;
  schedule?: string;
  targets: Target[];
}

export const ruleShape = z.object({
  EventBusName: z._default(z.string(), 'default'),
  EventPattern: z.optional(z.unknown()),
  ScheduleExpression: z.optional(z.string()),
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  Targets: z._default(z.array(targetShape), []),
});

/** Reads an AWS::Events::Rule; undefined when it is disabled. Throws with the name of what is not known. */
export function ruleOf(name: string, arn: string, read: z.output<typeof ruleShape>): Rule | undefined {
  if (read.State === 'DISABLED') return undefined;
  return {
    name,
    arn,
    bus: busName(read.EventBusName),
    pattern: read.EventPattern === undefined ? undefined : patternOf(read.EventPattern),
    schedule: read.ScheduleExpression,
    targets: read.Targets.map(targetOf),
  };
}

/** A bus may be named by its ARN. */
export const busName = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
