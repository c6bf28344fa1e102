import type { Line } from './line.ts';

/** A CloudFormation template as it comes out of the synthesis. */
export interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

const month = { days: 30, seconds: 30 * 86_400 };
/** AWS polls a queue for its function with five long polls of 20 seconds at once, whether anything comes or not. */
const polls = (5 * month.seconds) / 20;

/** Editors and writers who sign in. */
const people = 5;

/** What a month costs in which nobody does anything: all of it follows from the template. */
export function idleMonth(template: Template): Line[] {
  const all = (type: string) => Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
  const fed = all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) =>
    queueIn(Properties?.EventSourceArn),
  );
  const isFifo = (id: string) => template.Resources[id]?.Properties?.FifoQueue === true;
  const queues = fed.filter((id) => template.Resources[id]?.Type === 'AWS::SQS::Queue');
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
      what: 'metrics that alarms watch (ten are free)',
      of: 'cloudwatch:alarm-metric',
      amount: watched(all('AWS::CloudWatch::Alarm')),
    },
    { what: 'people who sign in (10,000 are free)', of: 'cognito:user', amount: people },
  ];
}

const queueIn = (arn: unknown): string => {
  const attribute: unknown = Object(arn)['Fn::GetAtt'];
  return Array.isArray(attribute) ? String(attribute[0]) : '';
};

/** An alarm over a formula is billed for each metric in it. */
function watched(alarms: [string, { Properties?: Record<string, unknown> }][]): number {
  const counts = alarms.map(([, { Properties }]) => {
    const metrics: unknown = Properties?.Metrics;
    return Array.isArray(metrics) ? metrics.filter((one) => 'MetricStat' in Object(one)).length : 1;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
