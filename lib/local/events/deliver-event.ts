import { clockOf } from '../clock.ts';
import type { BusEvent, Cloud, ServicePrincipal } from '../cloud.ts';
import { queuesOf } from '../sqs/queues.ts';
import { asyncInvocations } from './async-invocation.ts';
import { InvalidInput } from './input-transformer.ts';
import { isFunction, type Rule, type Target } from './rule.ts';

/** EventBridge on behalf of a rule, as policies see it. */
export const actingFor = (rule: Rule): ServicePrincipal => ({
  service: 'events.amazonaws.com',
  sourceArn: rule.arn,
});

/** Delivers an event to a target: it is in a queue on disk when this returns. */
export function deliver(event: BusEvent, rule: Rule, target: Target, cloud: Cloud): void {
  try {
    send(inputOf(event, rule, target, cloud), rule, target, cloud);
  } catch (cause) {
    sendToDeadLetters(event, rule, target, cloud, cause);
  }
}

function inputOf(event: BusEvent, rule: Rule, { Input, transform }: Target, cloud: Cloud): string {
  const receivedAt = new Date(clockOf(cloud).now()).toISOString();
  return Input ?? transform?.(event, rule, receivedAt) ?? JSON.stringify(event);
}

function send(body: string, rule: Rule, target: Target, cloud: Cloud): void {
  const queued = { body, sender: cloud.place.account };
  if (isFunction(target.Arn)) asyncInvocations(target.Arn, actingFor(rule), cloud).send([queued]);
  else sendTo(target.Arn, { body, group: target.SqsParameters?.MessageGroupId }, rule, cloud);
}

interface QueueMessage {
  body: string;
  group?: string;
  attributes?: Record<string, { DataType: string; StringValue: string }>;
}

/** The queue's own policy decides whether the rule may. */
function sendTo(queueArn: string, message: QueueMessage, rule: Rule, cloud: Cloud): void {
  const queues = queuesOf(cloud);
  const queue = queues.byArn(queueArn);
  if (!queues.maySend(actingFor(rule), queueArn)) {
    throw new Error(`The policy of ${queue.settings.name} does not let the rule ${rule.name} send to it.`);
  }
  queue.send([{ ...message, sender: cloud.place.account }]);
}

/** As EventBridge does: into the target's dead-letter queue, if it has one. */
function sendToDeadLetters(event: BusEvent, rule: Rule, target: Target, cloud: Cloud, cause: unknown): void {
  const message = cause instanceof Error ? cause.message : String(cause);
  cloud.say('failure', `An event of ${rule.name} did not reach ${target.Arn}: ${message}`);
  if (!target.DeadLetterConfig?.Arn) return;
  const fields = {
    RULE_ARN: rule.arn,
    TARGET_ARN: target.Arn,
    ERROR_CODE: cause instanceof InvalidInput ? 'INVALID_JSON' : 'NO_PERMISSIONS',
    ERROR_MESSAGE: message,
  };
  const attributes = Object.fromEntries(
    Object.entries(fields).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  try {
    sendTo(target.DeadLetterConfig.Arn, { body: JSON.stringify(event), attributes }, rule, cloud);
  } catch (failure) {
    cloud.say('failure', `Nor did it reach the dead letters of ${rule.name}: ${failure}`);
  }
}
