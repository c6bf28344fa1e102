import counted from './calls.json' with { type: 'json' };
import { billedIn, type Line } from './prices.ts';
import type { Counted } from './subscribing.ts';

/** A synthesised CloudFormation template. */
export interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

const month = { days: 30, seconds: 30 * 86_400 };
/** For an event source mapping, AWS keeps five long polls of 20 seconds open on a queue, also an empty one. */
const polls = (5 * month.seconds) / 20;

/** Editors and writers who sign in. */
const people = 5;

/** What a month costs in which nobody does anything, from the template. */
export function idleMonth(template: Template): Line[] {
  const all = (type: string) => Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
  const sources = all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) =>
    idIn(Properties?.EventSourceArn),
  );
  const isFifo = (id: string) => template.Resources[id]?.Properties?.FifoQueue === true;
  const queues = sources.filter((id) => template.Resources[id]?.Type === 'AWS::SQS::Queue');
  const fifo = queues.filter(isFifo).length;
  return [
    {
      what: `polls of ${queues.length - fifo} standard queues`,
      of: 'sqs:request',
      amount: (queues.length - fifo) * polls,
    },
    {
      what: `polls of ${fifo} FIFO queue${fifo === 1 ? '' : 's'}`,
      of: 'sqs:fifo-request',
      amount: fifo * polls,
    },
    { what: 'secrets', of: 'secrets:secret', amount: all('AWS::SecretsManager::Secret').length },
    { what: 'keys of our own', of: 'kms:key', amount: all('AWS::KMS::Key').length },
    {
      what: 'metrics that alarms watch',
      of: 'cloudwatch:alarm-metric',
      amount: metricsOf(all('AWS::CloudWatch::Alarm')),
    },
    { what: 'people who sign in', of: 'cognito:user', amount: people },
    ...tick(template, counted.tick),
  ];
}

const minutes = month.seconds / 60;
/** Seconds of a run in which nothing is due: most of its queries go side by side. */
const tickTime = 0.1;
/** Bytes that Lambda logs of a run. */
const loggedOfRun = 800;

/** What it costs to look each minute for what is due. The rule itself is free, as are all events of AWS's own. */
function tick({ Resources }: Template, { units, calls }: Counted): Line[] {
  const rules = Object.values(Resources).filter(
    ({ Type, Properties }) =>
      Type === 'AWS::Events::Rule' && Properties?.ScheduleExpression === 'rate(1 minute)',
  );
  const targets = rules.flatMap(({ Properties }): unknown[] =>
    Array.isArray(Properties?.Targets) ? Properties.Targets : [],
  );
  const megabytes = targets.map((one) => Resources[idIn(Object(one).Arn)]?.Properties?.MemorySize);
  const memory = megabytes.reduce<number>((sum, one) => sum + Number(one) / 1024, 0);
  const runs = minutes * targets.length;
  return [
    { what: `runs of ${targets.length} functions, once a minute`, of: 'lambda:invocation', amount: runs },
    { what: 'their time', of: 'lambda:gigabyte-second', amount: minutes * tickTime * memory },
    { what: 'what they read in the tables', of: 'dynamodb:read-unit', amount: minutes * units.reads },
    { what: 'how often they list the log', of: 's3:put', amount: minutes * billedIn(calls, 's3:put') },
    { what: 'their logs', of: 'logs:gigabyte', amount: (runs * loggedOfRun) / 1e9 },
  ];
}

/** The logical id in `Fn::GetAtt`. */
const idIn = (arn: unknown): string => {
  const attribute: unknown = Object(arn)['Fn::GetAtt'];
  return Array.isArray(attribute) ? String(attribute[0]) : '';
};

/** An alarm on a metric math expression is billed for each metric in it. */
function metricsOf(alarms: [string, { Properties?: Record<string, unknown> }][]): number {
  const counts = alarms.map(([, { Properties }]) => {
    const metrics: unknown = Properties?.Metrics;
    return Array.isArray(metrics) ? metrics.filter((one) => 'MetricStat' in Object(one)).length : 1;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Bytes of one article: its items with their indexes and revisions; its body, manuscript and pages; a picture. */
const bytesOf = { items: 14_000, files: 60_000, picture: 400_000 };
/** Every third article has a picture, in its variants. */
const picturesAnArticle = 1 / 3;
const gigabyte = 1e9;

/** What it costs a month to store articles, read or not. */
export function storage(articles: number): Line[] {
  const items = (articles * bytesOf.items) / gigabyte;
  const files = (articles * (bytesOf.files + bytesOf.picture * picturesAnArticle)) / gigabyte;
  return [
    { what: `rows of ${articles} articles`, of: 'dynamodb:gigabyte-month', amount: items },
    { what: 'the same for setting the table back', of: 'dynamodb:recovery-gigabyte-month', amount: items },
    { what: 'their files, pictures and pages', of: 's3:gigabyte-month', amount: files },
  ];
}
