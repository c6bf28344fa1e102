import * as z from 'zod/mini';

const dimension = z.strictObject({ Name: z.string(), Value: z.string() });
const metricStat = z.looseObject({
  Metric: z.strictObject({
    Namespace: z.string(),
    MetricName: z.string(),
    Dimensions: z._default(z.array(dimension), []),
  }),
});
const query = z.looseObject({
  Id: z.string(),
  MetricStat: z.optional(metricStat),
  Expression: z.optional(z.string()),
  ReturnData: z.optional(z.boolean()),
});
const comparisons = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
};
/** What is imitated of an AWS::CloudWatch::Alarm. */
export const alarmShape = z.object({
  AlarmDescription: z.optional(z.string()),
  Namespace: z.optional(z.string()),
  MetricName: z.optional(z.string()),
  Dimensions: z._default(z.array(dimension), []),
  Metrics: z._default(z.array(query), []),
  Threshold: z.coerce.number(),
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
});

export type AlarmShape = z.output<typeof alarmShape>;
type Metric = z.infer<typeof metricStat>['Metric'];

/** Gives a function that reads a metric's current value; undefined for a metric that is not measured here. */
export type MetricSource = (metric: Metric) => (() => number) | undefined;

/** An alarm on metrics that are measured here. */
export interface Alarm {
  description: string;
  /** Names of the queues that it watches. */
  watched: string[];
  isAlarming(): boolean;
}

/** Reads an AWS::CloudWatch::Alarm; undefined when one of its metrics is not measured here. */
export function alarmOf(name: string, alarm: AlarmShape, read: MetricSource): Alarm | undefined {
  const metrics = metricsOf(alarm);
  const values = new Map<string, () => number>();
  for (const [id, metric] of metrics) {
    const value = read(metric);
    if (!value) return undefined;
    values.set(id, value);
  }
  const formula = formulaOf(expressionOf(alarm), [...values.keys()]);
  const compare = comparisons[alarm.ComparisonOperator];
  return {
    description: alarm.AlarmDescription ?? name,
    watched: [...metrics.values()].flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => Value)),
    isAlarming: () =>
      compare(
        formula((id) => values.get(id)?.() ?? 0),
        alarm.Threshold,
      ),
  };
}

function metricsOf(alarm: AlarmShape): Map<string, Metric> {
  const { Namespace, MetricName, Dimensions } = alarm;
  if (Namespace && MetricName) return new Map([['m1', { Namespace, MetricName, Dimensions }]]);
  return new Map(
    alarm.Metrics.flatMap(({ Id, MetricStat }) => (MetricStat ? [[Id, MetricStat.Metric]] : [])),
  );
}

/** The expression whose result counts: that with `ReturnData`, else the only metric. */
function expressionOf(alarm: AlarmShape): string {
  const counts = alarm.Metrics.find(({ ReturnData }) => ReturnData !== false);
  return counts?.Expression ?? counts?.Id ?? 'm1';
}

/** A metric's value by its id. */
type Values = (id: string) => number;

/** Reads metric math: sums of metrics (`m1 + FILL(m2, 0)`), none of which is ever missing here. Throws on others. */
function formulaOf(expression: string, ids: readonly string[]): (values: Values) => number {
  const terms = expression
    .replace(/\s+/g, '')
    .replace(/FILL\((\w+),0\)/g, '$1')
    .split('+');
  const unknown = terms.find((id) => !ids.includes(id));
  if (unknown !== undefined)
    throw new Error(`The metric math ${expression} is not known to the local cloud.`);
  return (values) => terms.reduce((sum, id) => sum + values(id), 0);
}
