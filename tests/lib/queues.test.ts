import { runInNewContext } from 'node:vm';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { metricNames } from '../../functions/post/contract/metric-names.ts';
import { Alarms } from '../../lib/alarms.ts';
import { patternOf } from '../../lib/local/events/pattern.ts';
import { stageNamed } from '../../lib/stage.ts';
import { aStack, type Found, pressTemplate } from './a-template.ts';

const press = pressTemplate();
const queues = press.of('AWS::SQS::Queue');
const mappings = press.of('AWS::Lambda::EventSourceMapping');
const dead = queues.filter(({ properties }) => !properties.RedrivePolicy);
const working = queues.filter(({ properties }) => properties.RedrivePolicy);
const pairs = (found: Found[]) => found.map((one): [string, Found] => [one.name, one]);

const byId = (id: string) => press.all.find((one) => one.id === id);
const mappingOf = (queue: Found) =>
  mappings.find(({ properties }) => properties.EventSourceArn['Fn::GetAtt'][0] === queue.id);

describe('a queue that a function works through', () => {
  it('there are eleven of them', () => {
    expect(working.map(({ name }) => name).sort()).toEqual([
      'Bookings/MessagesQueue/Queue',
      'Content/AnnounceQueue/Queue',
      'Content/ManuscriptsQueue/Queue',
      'Content/PicturesQueue/Queue',
      'Content/TakeDownQueue/Queue',
      'Content/TermsQueue/Queue',
      'Newsletters/Issues/Queue/Queue',
      'Newsletters/MessagesQueue/Queue',
      'Post/FeedbackQueue/Queue',
      'Site/ChangesQueue/Queue',
      'Site/PagesQueue/Queue',
    ]);
  });

  it.each(pairs(working))(
    '%s hides a message for six times as long as its function may take',
    (name, queue) => {
      const reader = byId(mappingOf(queue)?.properties.FunctionName.Ref ?? '');
      // One message a call, which says only "go on": it comes again once its function is surely dead.
      const times = name === 'Newsletters/Issues/Queue/Queue' ? 1.5 : 6;
      expect(queue.properties.VisibilityTimeout).toBeGreaterThanOrEqual(times * reader?.properties.Timeout);
    },
  );

  it.each(pairs(working))('%s tries a message at least five times, then keeps it apart', (_, queue) => {
    const { maxReceiveCount, deadLetterTargetArn } = queue.properties.RedrivePolicy;
    expect(maxReceiveCount).toBeGreaterThanOrEqual(5);
    expect(dead.map(({ id }) => id)).toContain(deadLetterTargetArn['Fn::GetAtt'][0]);
  });

  it.each(pairs(working))(
    '%s feeds few copies of its function at once, and takes failures one by one',
    (_, queue) => {
      const { ScalingConfig, FunctionResponseTypes } = mappingOf(queue)?.properties ?? {};
      expect(ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
      expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    },
  );

  it('all of them together leave a new account, with its ten executions, two for readers', () => {
    // The others work for seconds, when something is taken down, a name changes or somebody asks.
    const seldom = ['Content/AnnounceQueue/Queue', 'Content/TakeDownQueue/Queue', 'Content/TermsQueue/Queue'];
    // What SES reports of mail, imports and what bookings hear can wait for those who publish and read.
    const patient = ['Bookings', 'Newsletters']
      .map((room) => `${room}/MessagesQueue/Queue`)
      .concat('Post/FeedbackQueue/Queue');
    // One group of a FIFO queue is one call at a time, while an issue leaves.
    const single = ['Newsletters/Issues/Queue/Queue'];
    const publishing = working.filter(({ name }) => ![...seldom, ...patient, ...single].includes(name));
    expect(publishing).toHaveLength(4);
    const most = publishing.map((queue) => mappingOf(queue)?.properties.ScalingConfig.MaximumConcurrency);
    expect(most.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(8);
    expect(
      press.of('AWS::Lambda::Function').filter(({ properties }) => properties.ReservedConcurrentExecutions),
    ).toEqual([]);
  });
});

it.each(pairs(dead))('%s keeps dead letters for 14 days', (_, queue) => {
  expect(queue.properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
});

it.each(pairs(queues))('%s is encrypted and speaks TLS alone', (_, queue) => {
  expect(queue.properties.SqsManagedSseEnabled).toBe(true);
  const policy = press
    .of('AWS::SQS::QueuePolicy')
    .find(({ properties }) => properties.Queues[0].Ref === queue.id);
  expect(policy?.properties.PolicyDocument.Statement).toContainEqual(
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  );
});

it('renders no page twice at once: pages wait in groups, as do issues of newsletters, and their dead letters', () => {
  const fifo = queues.filter(({ properties }) => properties.FifoQueue).map(({ name }) => name);
  expect(fifo.sort()).toEqual([
    'Newsletters/Issues/Queue/Dead',
    'Newsletters/Issues/Queue/Queue',
    'Site/PagesQueue/Dead',
    'Site/PagesQueue/Queue',
  ]);
  expect(press.named('Site/PagesQueue/Queue').properties).toMatchObject({
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  });
});

describe('the stream of the content table', () => {
  const { properties } = press.named('ContentTable/Announcements');

  it('tries until a record expires, and keeps word of it', () => {
    expect(properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(properties.MaximumRetryAttempts).toBe(-1);
    // DynamoDB drops what is 24 hours old without a word.
    expect(properties.MaximumRecordAgeInSeconds).toBeLessThan(24 * 3600);
    expect(properties.MaximumRecordAgeInSeconds).toBeGreaterThanOrEqual(22 * 3600);
    const { Destination } = properties.DestinationConfig.OnFailure;
    expect(byId(Destination['Fn::GetAtt'][0])?.name).toBe('ContentTable/Unannounced');
  });

  it('announces documents, and terms that are spelled in another way, settled or gone, not lists', () => {
    const filters = properties.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) =>
      JSON.parse(Pattern),
    );
    expect(filters).toEqual([
      { dynamodb: { Keys: { pk: { S: [{ prefix: 'doc#' }] }, sk: { S: ['head'] } } } },
      { eventName: ['MODIFY', 'REMOVE'], dynamodb: { Keys: { pk: { S: [{ prefix: 'names#' }] } } } },
    ]);
  });
});

describe('the stream of the bookings table', () => {
  const { properties } = press.named('Bookings/Table/UnsettledLines');
  const [filter, ...others] = properties.FilterCriteria.Filters;
  const passes = (sk: string, NewImage?: object, pk = 'line#summer-school-1') =>
    patternOf(JSON.parse(filter.Pattern))({
      eventName: 'MODIFY',
      dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, ...(NewImage && { NewImage }) },
    });

  it('has lines served that are unsettled, and wakes nobody for anything else', () => {
    expect(others).toEqual([]);
    expect(passes('line', { unsettled: { BOOL: true } })).toBe(true);
    expect(passes('line', { unsettled: { BOOL: false } })).toBe(false);
    expect(passes('wish#0000000001', { unsettled: { BOOL: true } })).toBe(false);
    expect(passes('line', { unsettled: { BOOL: true } }, 'quota#summer-school-1#all')).toBe(false);
    expect(passes('line')).toBe(false);
  });

  it('tries a few times, for the tick serves what is left, and keeps word of what failed', () => {
    expect(properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 2,
    });
    const { Destination } = properties.DestinationConfig.OnFailure;
    expect(byId(Destination['Fn::GetAtt'][0])?.name).toBe('Bookings/Table/Unsettled');
  });
});

describe('the alarm on what waits to be announced', () => {
  const { properties } = press.named('Alarms/Announcements');

  const metrics: { Id: string; Expression?: string; MetricStat?: object }[] = properties.Metrics;

  it('looks at the age of what is announced, and at what is throttled', () => {
    const Dimensions = [{ Name: 'FunctionName', Value: { Ref: press.named('Content/AnnounceChange').id } }];
    const watched = (MetricName: string, Stat: string) => ({
      MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions }, Stat, Period: 300 },
    });
    expect(metrics.filter(({ MetricStat }) => MetricStat)).toMatchObject([
      { Id: 'age', ...watched('IteratorAge', 'Maximum') },
      { Id: 'throttles', ...watched('Throttles', 'Sum') },
    ]);
    expect(properties).toMatchObject({
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  /** CloudWatch's metric math as JavaScript; a missing value is undefined. */
  const behind = (values: { age?: number; throttles?: number }): number => {
    const math = metrics.find(({ Expression }) => Expression)?.Expression ?? '';
    const FILL = (value: number | undefined, other: number) => value ?? other;
    const IF = (is: boolean, one: number, other: number) => (is ? one : other);
    const script = math.replaceAll(' AND ', ' && ').replaceAll(' OR ', ' || ');
    return runInNewContext(script, { age: undefined, throttles: undefined, ...values, FILL, IF });
  };

  it.each([
    ['when the stream is more than ten minutes behind', { age: 600_001, throttles: 0 }, 1],
    ['when every call is throttled, so that there is no age', { throttles: 40 }, 1],
    ['not when a call is throttled now and then', { age: 2_000, throttles: 3 }, 0],
    ['not when all goes well', { age: 600_000, throttles: 0 }, 0],
    ['not when nothing is written', {}, 0],
  ])('rings %s', (_, values, expected) => {
    expect(behind(values)).toBe(expected);
  });

  it('says what readers miss and where to look, to whom the others say it', () => {
    expect(properties.AlarmDescription).toMatch(/readers see old pages.*announce-change.*throttled.*logs/);
    expect(properties.AlarmActions).toEqual(press.named('Alarms/Content').properties.AlarmActions);
  });
});

describe('the alarm on letters that need somebody', () => {
  const { properties } = press.named('Alarms/Letters');
  const metrics: { Id: string; Expression?: string; MetricStat?: { Metric: object; Stat: string } }[] =
    properties.Metrics;

  it('looks at everything that the room counts, under the name that it counts under', () => {
    const counted = metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []));
    const Dimensions = [{ Name: 'service', Value: 'post' }];
    expect(counted).toEqual(
      Object.values(metricNames).map((MetricName) => ({ Namespace: 'Broadside', MetricName, Dimensions })),
    );
  });

  /** CloudWatch's metric math as JavaScript, where one was counted of these; a missing value is undefined. */
  const rings = (...counted: string[]): boolean => {
    const math = metrics.find(({ Expression }) => Expression)?.Expression ?? '';
    const FILL = (value: number | undefined, other: number) => value ?? other;
    const values = Object.values(metricNames).map((name, at) => [
      `m${at}`,
      counted.includes(name) ? 1 : undefined,
    ]);
    return runInNewContext(math, { ...Object.fromEntries(values), FILL }) > properties.Threshold;
  };

  it.each(Object.values(metricNames))('rings at %s', (name) => {
    expect(rings(name)).toBe(true);
  });

  it('rings not when nothing is counted', () => {
    expect(rings()).toBe(false);
  });

  it('says what each count means, and where to look', () => {
    for (const name of Object.values(metricNames)) expect(properties.AlarmDescription).toContain(`${name}:`);
    expect(properties.AlarmDescription).toMatch(/Look into the logs of/);
  });
});

it('an alarm rings once an issue of a newsletter waits for somebody, and says what to do', () => {
  const { AlarmDescription, Metrics } = press.named('Alarms/Issues').properties;
  expect(JSON.stringify(Metrics)).toContain('"MetricName":"IssuesWaiting"');
  expect(AlarmDescription).toMatch(/paused by itself.*press newsletter report/);
});

it('an alarm rings once an edition did not go, and says what to do', () => {
  const { AlarmDescription, Metrics } = press.named('Alarms/Editions').properties;
  expect(JSON.stringify(Metrics)).toContain('"MetricName":"EditionsFailed"');
  expect(AlarmDescription).toMatch(/readers got none of it.*press editions/);
});

describe('alarms on dead letters', () => {
  const others = [
    'Alarms/Announcements',
    'Alarms/Editions',
    'Alarms/Issues',
    'Alarms/Letters',
    'Alarms/Tick',
  ];
  const alarms = press.of('AWS::CloudWatch::Alarm').filter(({ name }) => !others.includes(name));

  it('one a room, and together they watch every dead-letter queue', () => {
    const rooms = ['Bookings', 'Content', 'Newsletters', 'Post', 'Site'];
    expect(alarms.map(({ name }) => name).sort()).toEqual(rooms.map((room) => `Alarms/${room}`));
    const watched = [
      ...JSON.stringify(alarms).matchAll(/"Value":\{"Fn::GetAtt":\["(\w+)","QueueName"\]\}/g),
    ].map(([, id]) => id);
    expect(watched.sort()).toEqual(dead.map(({ id }) => id).sort());
  });

  it.each(pairs(alarms))('%s says what readers miss and where to look', (_, alarm) => {
    expect(alarm.properties.AlarmDescription).toMatch(
      /readers see|Pages show|letters leave|Somebody signed up|while people wait/,
    );
    expect(alarm.properties.AlarmDescription).toMatch(/Look into .*logs of/);
    expect(alarm.properties.AlarmDescription.length).toBeLessThanOrEqual(1024);
  });

  it.each(pairs(alarms))(
    '%s sees a dead letter whose metric comes 15 minutes late, and stays on',
    (_, alarm) => {
      const { DatapointsToAlarm, EvaluationPeriods, Metrics } = alarm.properties;
      const periods = Metrics.flatMap(
        ({ MetricStat, Period }: { MetricStat?: { Period: number }; Period?: number }) =>
          MetricStat ? MetricStat.Period : (Period ?? []),
      );
      expect(DatapointsToAlarm).toBe(1);
      expect(new Set(periods)).toEqual(new Set([300]));
      // The 15 minutes, and the period in which the message came.
      expect(EvaluationPeriods * 300).toBeGreaterThanOrEqual(15 * 60 + 300);
    },
  );

  it.each([
    ['production', undefined, 1],
    ['production', 'desk@lantern.example', 0],
    ['development', undefined, 0],
  ])('of a %s press with %s for its address warn %d times at synthesis', (stage, email, warnings) => {
    const stack = aStack('Inn');
    new Alarms(stack, 'Alarms', { stage: stageNamed(stage), email });
    const found = Annotations.fromStack(stack).findWarning(
      '*',
      Match.stringLikeRegexp('--context alarmEmail='),
    );
    expect(found).toHaveLength(warnings);
  });

  it('tell whoever was named', () => {
    expect(press.of('AWS::SNS::Subscription')).toEqual([]);
    const subscriptions = pressTemplate({ alarmEmail: 'desk@lantern.example' }).of('AWS::SNS::Subscription');
    expect(subscriptions.map(({ properties: { Endpoint } }) => Endpoint)).toEqual(['desk@lantern.example']);
  });
});
