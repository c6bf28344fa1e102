import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { clockOf } from '../clock.ts';
import type { BusEvent, Cloud } from '../cloud.ts';
import { mapStream } from '../dynamodb/stream-mapping.ts';
import { type Emulator, nameOf, readProperties } from '../emulator.ts';
import { mapQueue } from '../sqs/queue-mapping.ts';
import { asyncInvocations, configureInvocations } from './async-invocation.ts';
import { busesOf } from './buses.ts';
import { actingFor, deliver } from './deliver-event.ts';
import { type Mapping, mappingShape } from './mapping.ts';
import { isFunction, type Rule, ruleOf, ruleShape } from './rule.ts';
import { runOnSchedule, scheduleOf } from './schedule.ts';

const eventBus: Emulator = {
  type: 'AWS::Events::EventBus',
  supports: ['Name'],
  ignores: ['Description', 'Tags'],

  identify(logicalId, place, properties) {
    const name = nameOf(properties.Name, logicalId, place);
    return {
      ref: name,
      attributes: { Name: name, Arn: `arn:aws:events:${place.region}:${place.account}:event-bus/${name}` },
    };
  },

  create({ identity }, cloud) {
    busesOf(cloud).declare(identity.ref);
  },
};

const eventRule: Emulator = {
  type: 'AWS::Events::Rule',
  supports: ['Name', ...Object.keys(ruleShape.shape)],
  ignores: ['Description', 'Tags'],

  /** On AWS the ARN of a rule on a custom bus also contains the name of the bus. */
  identify(logicalId, place, properties) {
    const name = nameOf(properties.Name, logicalId, place);
    return { ref: name, attributes: { Arn: `arn:aws:events:${place.region}:${place.account}:rule/${name}` } };
  },

  create(resource, cloud) {
    const { ref, attributes } = resource.identity;
    const rule = ruleOf(ref, attributes.Arn ?? '', readProperties(resource, ruleShape));
    if (!rule) return;
    busesOf(cloud).add(rule);
    for (const { Arn } of rule.targets) if (isFunction(Arn)) asyncInvocations(Arn, actingFor(rule), cloud);
    if (rule.schedule) followSchedule(rule, rule.schedule, cloud);
  },
};

function followSchedule(rule: Rule, expression: string, cloud: Cloud): void {
  const clock = clockOf(cloud);
  const send = () => {
    const event = scheduledEvent(rule, cloud);
    for (const target of rule.targets) deliver(event, rule, target, cloud);
  };
  const running = runOnSchedule(scheduleOf(expression), send, clock.now);
  const stopFollowing = clock.onMove('schedules', async () => {
    running.moved();
    await calledFunctions(rule, cloud);
  });
  cloud.onStop(() => {
    stopFollowing();
    running.stop();
  });
}

/** The event that EventBridge makes when a rule's time has come. */
function scheduledEvent(rule: Rule, cloud: Cloud): BusEvent {
  const { account, region } = cloud.place;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: `${new Date(clockOf(cloud).now()).toISOString().slice(0, 19)}Z`,
    region,
    resources: [rule.arn],
    detail: {},
  };
}

/** Milliseconds; a function that takes longer goes on. */
const longestCall = 10_000;

/** Resolves when the functions that the rule has called are done. */
async function calledFunctions(rule: Rule, cloud: Cloud): Promise<void> {
  const queues = rule.targets
    .filter(({ Arn }) => isFunction(Arn))
    .map(({ Arn }) => asyncInvocations(Arn, actingFor(rule), cloud));
  const end = performance.now() + longestCall;
  while (queues.some((queue) => queue.work()) && performance.now() < end) await pause(10);
}

const invokeConfigShape = z.object({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z._default(z.number().check(z.gte(0), z.lte(2)), 2),
  MaximumEventAgeInSeconds: z._default(z.number().check(z.gte(60), z.lte(21_600)), 21_600),
});

const eventInvokeConfig: Emulator = {
  type: 'AWS::Lambda::EventInvokeConfig',
  supports: Object.keys(invokeConfigShape.shape),
  ignores: [],
  identify: (logicalId, place) => ({ ref: nameOf(undefined, logicalId, place), attributes: {} }),
  create(resource, cloud) {
    const config = readProperties(resource, invokeConfigShape);
    const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age } = config;
    configureInvocations(config.FunctionName, { retries, maximumAge: age * 1000 }, cloud);
  },
};

const queueActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const streamActions = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

/** Comes after queues, tables and functions: it starts to read at once. */
const eventSourceMapping: Emulator = {
  type: 'AWS::Lambda::EventSourceMapping',
  supports: Object.keys(mappingShape.shape),
  ignores: ['KmsKeyArn', 'MetricsConfig', 'Tags'],

  identify(logicalId, place) {
    const id = randomUUID();
    const arn = `arn:aws:lambda:${place.region}:${place.account}:event-source-mapping:${logicalId}`;
    return { ref: id, attributes: { Id: id, EventSourceMappingArn: arn } };
  },

  async create(resource, cloud) {
    const mapping = readProperties(resource, mappingShape);
    if (!mapping.Enabled) return;
    const queue = mapping.EventSourceArn.startsWith('arn:aws:sqs:');
    requirePermissions(mapping, queue ? queueActions : streamActions, cloud);
    cloud.onStop(queue ? mapQueue(mapping, cloud) : await mapStream(resource.logicalId, mapping, cloud));
  },
};

/** Lambda reads a source with the function's role, and refuses a mapping whose role may not. */
function requirePermissions(mapping: Mapping, actions: readonly string[], cloud: Cloud): void {
  const role = roleOf(mapping.FunctionName, cloud);
  const missing = actions.filter(
    (action) => !cloud.allows(role, { action, resource: mapping.EventSourceArn }),
  );
  if (!missing.length) return;
  throw new Error(
    `The role of ${mapping.FunctionName} lacks ${missing.join(', ')} on ${mapping.EventSourceArn}.`,
  );
}

function roleOf(name: string, cloud: Cloud): string {
  const called = [...cloud.resources.values()].find(
    ({ type, identity }) =>
      type === 'AWS::Lambda::Function' && (identity.ref === name || identity.attributes.Arn === name),
  );
  return z.object({ Role: z.string() }).parse(called?.properties).Role;
}

export const eventEmulators: readonly Emulator[] = [eventBus, eventInvokeConfig, eventRule];

export const mappingEmulators: readonly Emulator[] = [eventSourceMapping];
