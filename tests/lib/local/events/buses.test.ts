import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clockOf } from '../../../../lib/local/clock.ts';
import type { BusEvent } from '../../../../lib/local/cloud.ts';
import { busesOf } from '../../../../lib/local/events/buses.ts';
import type { Queue } from '../../../../lib/local/sqs/queue.ts';
import { queuesOf } from '../../../../lib/local/sqs/queues.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';
import { waitUntil } from '../wait-until.ts';

let cloud: ACloud;
let bridge: EventBridgeClient;

beforeEach(async () => {
  cloud = await aCloud();
  bridge = new EventBridgeClient(cloud.client);
});
afterEach(async () => {
  bridge.destroy();
  await cloud.stop();
});

const ruleArn = (name: string) => `arn:aws:events:eu-west-1:000000000000:rule/Press-${name}`;

async function aQueue(name: string, letIn: string | undefined, properties = {}): Promise<Queue> {
  const { identity } = await cloud.make('AWS::SQS::Queue', name, properties);
  const arn = identity.attributes.Arn ?? '';
  const Statement = {
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Principal: { Service: 'events.amazonaws.com' },
    Resource: arn,
    Condition: { ArnEquals: { 'aws:SourceArn': ruleArn(letIn ?? '') } },
  };
  if (letIn)
    await cloud.make('AWS::SQS::QueuePolicy', `${name}Policy`, {
      PolicyDocument: { Statement },
      Queues: [identity.ref],
    });
  return queuesOf(cloud.cloud).byArn(arn);
}

const aRule = (name: string, target: object, more = {}) =>
  cloud.make('AWS::Events::Rule', name, {
    EventPattern: { source: ['broadside.content'] },
    Targets: [{ Id: 'Target0', ...target }],
    ...more,
  });

const entry: PutEventsRequestEntry = {
  Source: 'broadside.content',
  DetailType: 'Document Changed',
  Detail: JSON.stringify({ slug: 'rent-strike' }),
};
const put = (...Entries: PutEventsRequestEntry[]) => bridge.send(new PutEventsCommand({ Entries }));
const bodies = (queue: Queue) => queue.take(10).map(({ body }) => JSON.parse(body));

it('has an event in the queue of each rule that fits when PutEvents returns', async () => {
  const [wanted, other] = [await aQueue('Wanted', 'Fits'), await aQueue('Other', 'Not')];
  await aRule('Fits', { Arn: wanted.settings.arn });
  await aRule('Not', { Arn: other.settings.arn }, { EventPattern: { source: ['aws.s3'] } });
  const answer = await put({ ...entry, Resources: ['arn:r'], Time: new Date('2026-01-02T03:04:05.678Z') });
  expect(answer.FailedEntryCount).toBe(0);
  expect(bodies(wanted)).toEqual([
    {
      version: '0',
      id: answer.Entries?.[0]?.EventId,
      'detail-type': 'Document Changed',
      source: 'broadside.content',
      account: '000000000000',
      time: '2026-01-02T03:04:05Z',
      region: 'eu-west-1',
      resources: ['arn:r'],
      detail: { slug: 'rent-strike' },
    },
  ]);
  expect(bodies(other)).toEqual([]);
});

it('keeps the buses apart', async () => {
  const queue = await aQueue('Work', 'Own');
  const { identity } = await cloud.make('AWS::Events::EventBus', 'Bus', { Name: 'press' });
  await aRule('Own', { Arn: queue.settings.arn }, { EventBusName: identity.ref });
  await put(entry);
  expect(bodies(queue)).toEqual([]);
  await put({ ...entry, EventBusName: 'press' }, { ...entry, EventBusName: identity.attributes.Arn });
  expect(bodies(queue)).toHaveLength(2);
});

it('takes what other parts of the cloud emit', async () => {
  const queue = await aQueue('Work', 'Fits');
  await aRule('Fits', { Arn: queue.settings.arn });
  const event: BusEvent = {
    version: '0',
    id: '1',
    source: 'broadside.content',
    'detail-type': 'x',
    account: '',
    region: '',
    time: '',
    resources: [],
    detail: {},
  };
  await cloud.cloud.emit('default', event);
  expect(bodies(queue)).toEqual([event]);
});

it('fails bad entries alone', async () => {
  const queue = await aQueue('Work', 'Fits');
  await aRule('Fits', { Arn: queue.settings.arn });
  const answer = await put(
    { ...entry, Source: undefined },
    { ...entry, Detail: 'text' },
    { ...entry, Source: 'aws.s3' },
    { ...entry, EventBusName: 'nowhere' },
    entry,
  );
  expect(answer.FailedEntryCount).toBe(4);
  expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    'InvalidArgument',
    'MalformedDetail',
    'NotAuthorizedForSourceException',
    'ResourceNotFoundException',
    undefined,
  ]);
  expect(bodies(queue)).toHaveLength(1);
});

it('sends only where the queue lets this rule in, else to the dead letters of the target', async () => {
  const shut = await aQueue('Shut', 'Another');
  const dead = await aQueue('Dead', 'Fits');
  await aRule('Fits', { Arn: shut.settings.arn, DeadLetterConfig: { Arn: dead.settings.arn } });
  await put(entry);
  expect(bodies(shut)).toEqual([]);
  const [letter] = dead.take(1);
  expect(JSON.parse(letter?.body ?? '')).toMatchObject({ source: 'broadside.content' });
  expect(letter?.attributes?.RULE_ARN?.StringValue).toBe(ruleArn('Fits'));
  expect(cloud.said.join()).toContain('does not let the rule');
});

it('gives a target a constant in place of the event where the rule says so', async () => {
  const queue = await aQueue('Work', 'Fits');
  await aRule('Fits', { Arn: queue.settings.arn, Input: '{"all":true}' });
  await put(entry);
  expect(queue.take(1)[0]?.body).toBe('{"all":true}');
});

it('gives a target what its transformer makes of the event, or sends the event to its dead letters', async () => {
  const [queue, dead] = [await aQueue('Work', 'Fits'), await aQueue('Dead', 'Fits')];
  const InputTransformer = { InputPathsMap: { slug: '$.detail.slug' }, InputTemplate: '{"about":"<slug>"}' };
  const DeadLetterConfig = { Arn: dead.settings.arn };
  await aRule('Fits', { Arn: queue.settings.arn, InputTransformer, DeadLetterConfig });
  await put(entry, { ...entry, Detail: JSON.stringify({ slug: 'a "quoted" word' }) });
  expect(bodies(queue)).toEqual([{ about: 'rent-strike' }]);
  const [letter] = dead.take(10);
  expect(JSON.parse(letter?.body ?? '')).toMatchObject({ detail: { slug: 'a "quoted" word' } });
  expect(letter?.attributes?.ERROR_CODE?.StringValue).toBe('INVALID_JSON');
});

it('takes no more in one request than EventBridge', async () => {
  busesOf(cloud.cloud);
  const large = { ...entry, Detail: JSON.stringify({ text: 'x'.repeat(130 * 1024) }) };
  expect((await put(large)).FailedEntryCount).toBe(0);
  await expect(put(large, large)).rejects.toMatchObject({ name: 'ValidationException' });
  expect((await put(...Array(10).fill(entry))).Entries).toHaveLength(10);
  await expect(put(...Array(11).fill(entry))).rejects.toMatchObject({ name: 'ValidationException' });
});

it('puts events into a FIFO queue under one constant group, and refuses a group from the event', async () => {
  const queue = await aQueue('Line', 'Fits', { FifoQueue: true, ContentBasedDeduplication: true });
  await aRule('Fits', { Arn: queue.settings.arn, SqsParameters: { MessageGroupId: 'all' } });
  await put(entry);
  expect(queue.take(1)).toMatchObject([{ group: 'all' }]);
  const fromEvent = { Arn: queue.settings.arn, SqsParameters: { MessageGroupId: '$.detail.slug' } };
  await expect(aRule('Bad', fromEvent)).rejects.toThrow('Let a function send');
});

it('calls a function for an event, on behalf of the rule, three times at most', async () => {
  queuesOf(cloud.cloud).retryDelay = 20;
  const calls: unknown[] = [];
  const Arn = cloud.fake('work', (event, by) => {
    calls.push([event, by]);
    throw new Error('no');
  });
  await aRule('Fits', { Arn });
  await put(entry);
  await waitUntil(() => cloud.said.some((line) => line.includes('failed 3 times')));
  expect(calls).toHaveLength(3);
  expect(calls[0]).toMatchObject([
    { detail: { slug: 'rent-strike' } },
    { service: 'events.amazonaws.com', sourceArn: ruleArn('Fits') },
  ]);
});

it('calls a function again as often as it is configured, and once it has room', async () => {
  queuesOf(cloud.cloud).retryDelay = 20;
  let calls = 0;
  const Arn = cloud.fake('tick', () => {
    calls++;
    throw new Error('no');
  });
  const properties = { Qualifier: '$LATEST', MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 };
  await cloud.make('AWS::Lambda::EventInvokeConfig', 'Config', { FunctionName: 'tick', ...properties });
  await aRule('Fits', { Arn });
  cloud.throttle(2);
  await put(entry);
  await waitUntil(() => cloud.said.some((line) => line.includes('tick failed')));
  await waitUntil(
    () =>
      !queuesOf(cloud.cloud)
        .byArn(`calls of ${Arn} by ${ruleArn('Fits')}`)
        .work(),
  );
  expect(calls).toBe(1);
});

it('refuses targets and patterns it does not know by their names', async () => {
  await expect(aRule('A', { Arn: 'arn:aws:sns:eu-west-1:0:topic' })).rejects.toThrow('arn:aws:sns');
  await expect(aRule('B', { Arn: 'arn:aws:sqs:eu-west-1:0:q', HttpParameters: {} })).rejects.toThrow(
    'HttpParameters',
  );
  const cidr = { EventPattern: { ip: [{ cidr: '10.0.0.0/8' }] } };
  await expect(aRule('C', { Arn: 'arn:aws:sqs:eu-west-1:0:q' }, cidr)).rejects.toThrow('cidr');
});

it('lets nobody put events who may not', async () => {
  busesOf(cloud.cloud);
  cloud.cloud.policies.clear();
  await expect(put(entry)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

describe('a moved clock', () => {
  const days = (count: number) => count * 86_400_000;
  const daysAhead = (time: string | undefined) => Math.round((Date.parse(time ?? '') - Date.now()) / days(1));

  it('runs the functions of a rate at once, and is moved when they are done', async () => {
    const times: string[] = [];
    const Arn = cloud.fake('act-on-due', async ({ time }: BusEvent) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      times.push(time);
    });
    await cloud.make('AWS::Events::Rule', 'Minute', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ Id: 'Target0', Arn }],
    });
    await clockOf(cloud.cloud).advance(days(2));
    expect(times.map(daysAhead)).toEqual([2]);
    await clockOf(cloud.cloud).advance(1000);
    expect(times.map(daysAhead)).toEqual([2, 2]);
  });

  it('has what is due act before what has expired goes', async () => {
    const order: string[] = [];
    const clock = clockOf(cloud.cloud);
    clock.onMove('expiry', () => order.push('expiry'));
    const Arn = cloud.fake('act-on-due', () => order.push('act'));
    await cloud.make('AWS::Events::Rule', 'Minute', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ Id: 'Target0', Arn }],
    });
    await clock.advance(days(1));
    expect(order).toEqual(['act', 'expiry']);
  });

  it('is what events are dated by', async () => {
    const queue = await aQueue('Wanted', 'Fits');
    await aRule('Fits', { Arn: queue.settings.arn });
    await clockOf(cloud.cloud).advance(days(3));
    await put(entry);
    expect(bodies(queue).map(({ time }) => daysAhead(time))).toEqual([3]);
  });
});
