import type { Line } from './prices.ts';

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
