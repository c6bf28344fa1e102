import * as z from 'zod/mini';
import { type Pattern, patternOf } from './pattern.ts';
import { type Target, targetOf, targetShape } from './target.ts';

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
