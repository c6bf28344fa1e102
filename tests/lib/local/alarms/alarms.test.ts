import { afterEach, beforeEach, expect, it } from 'vitest';
import { alarmsOf } from '../../../../lib/local/alarms/alarms.ts';
import type { Queue } from '../../../../lib/local/sqs/queue.ts';
import { queuesOf } from '../../../../lib/local/sqs/queues.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';
import { waitUntil } from '../wait-until.ts';

let cloud: ACloud;

beforeEach(async () => {
  cloud = await aCloud();
});
afterEach(() => cloud.stop());

async function aQueue(name: string): Promise<Queue> {
  const { identity } = await cloud.make('AWS::SQS::Queue', name);
  return queuesOf(cloud.cloud).byArn(identity.attributes.Arn ?? '');
}

const visible = (queue: Queue) => ({
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: queue.settings.name }],
});
const rule = {
  AlarmDescription: 'Readers miss pages.',
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
};
const stateOf = (name: string) => alarmsOf(cloud.cloud).states.get(`Press-${name}`);

it('says what readers miss when a dead letter arrives, once, and is over when it is gone', async () => {
  const queue = await aQueue('Dead');
  await cloud.make('AWS::CloudWatch::Alarm', 'Alarm', { ...rule, ...visible(queue) });
  expect(stateOf('Alarm')).toBe('OK');
  queue.send([{ body: '{"path":"/articles/x/"}', sender: 'me' }]);
  await waitUntil(() => stateOf('Alarm') === 'ALARM');
  queue.send([{ body: 'y', sender: 'me' }]);
  queue.purge();
  await waitUntil(() => stateOf('Alarm') === 'OK');
  expect(cloud.said).toEqual([
    'Readers miss pages. Press-Dead holds 1, the newest about /articles/x/. "npm start -- --redrive" sends dead letters back.',
    expect.stringMatching(/^Over: no dead letters are left in Press-\w+\.$/),
  ]);
});

it('says also what comes to lie in another of its queues, while the first still holds something', async () => {
  const queues = [await aQueue('One'), await aQueue('Two')];
  const Metrics = queues.map((queue, n) => ({
    Id: `m${n}`,
    MetricStat: { Metric: visible(queue) },
    ReturnData: false,
  }));
  const properties = { ...rule, Metrics: [{ Id: 'sum', Expression: 'm0 + m1' }, ...Metrics] };
  await cloud.make('AWS::CloudWatch::Alarm', 'Alarm', properties);
  for (const [at, body] of ['{"path":"/a/"}', '{"path":"/b/"}', '{"path":"/c/"}'].entries()) {
    queues[Math.min(at, 1)]?.send([{ body, sender: 'me' }]);
    await new Promise(setImmediate);
  }
  await waitUntil(() => cloud.said.length === 2);
  expect(cloud.said).toEqual([
    expect.stringMatching(/^Readers miss pages. Press-One holds 1, the newest about \/a\/\. "npm start/),
    expect.stringMatching(/^Also: Press-Two holds 1, the newest about \/b\/\. "npm start/),
  ]);
});

it.each(['FILL(m0, 0) + FILL(m1, 0)', 'm0 + m1'])('adds queues up: %s', async (Expression) => {
  const queues = [await aQueue('One'), await aQueue('Two')];
  const metrics = queues.map((queue, n) => ({
    Id: `m${n}`,
    MetricStat: { Metric: visible(queue), Period: 60, Stat: 'Maximum' },
    ReturnData: false,
  }));
  const properties = { ...rule, Threshold: 2, Metrics: [{ Id: 'sum', Expression }, ...metrics] };
  await cloud.make('AWS::CloudWatch::Alarm', 'Alarm', properties);
  queues[0]?.send([{ body: 'x', sender: 'me' }]);
  await new Promise(setImmediate);
  expect(stateOf('Alarm')).toBe('OK');
  queues[1]?.send([{ body: 'x', sender: 'me' }]);
  await waitUntil(() => stateOf('Alarm') === 'ALARM');
});

it('stays OK over what this machine does not measure, and refuses math it does not know', async () => {
  await cloud.make('AWS::CloudWatch::Alarm', 'Cost', {
    ...rule,
    Namespace: 'AWS/Billing',
    MetricName: 'EstimatedCharges',
  });
  expect(stateOf('Cost')).toBe('OK');
  const queue = await aQueue('One');
  const Metrics = [
    { Id: 'e', Expression: 'SUM(METRICS())' },
    { Id: 'm0', MetricStat: { Metric: visible(queue), Period: 60, Stat: 'Sum' }, ReturnData: false },
  ];
  await expect(cloud.make('AWS::CloudWatch::Alarm', 'Rate', { ...rule, Metrics })).rejects.toThrow(
    'SUM(METRICS())',
  );
});

it("does not offer to send back a stream's failure records: they hold no content", async () => {
  const queue = await aQueue('Failures');
  const { settings } = queue;
  cloud.cloud.resources.set('Mapping', {
    logicalId: 'Mapping',
    type: 'AWS::Lambda::EventSourceMapping',
    properties: { DestinationConfig: { OnFailure: { Destination: settings.arn } } },
    identity: { ref: 'Mapping', attributes: {} },
    path: 'Press/Mapping',
  });
  await cloud.make('AWS::CloudWatch::Alarm', 'Alarm', { ...rule, ...visible(queue) });
  queue.send([{ body: '{"DDBStreamBatchInfo":{}}', sender: 'me' }]);
  await waitUntil(() => stateOf('Alarm') === 'ALARM');
  expect(cloud.said[0]).toMatch(/^Readers miss pages\. Press-Failures holds 1/);
  expect(cloud.said[0]).not.toContain('--redrive');
});
