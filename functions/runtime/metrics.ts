import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Counts for CloudWatch. Each name is billed in the hours in which it is counted: only what somebody looks at. */
export interface Counter {
  count(what: string): void;
  /** Sends what was counted: once a call of the function. */
  send(): void;
}

export function counterOf(service: string): Counter {
  const metrics = new Metrics({ serviceName: service });
  return {
    count: (what) => void metrics.addMetric(what, MetricUnit.Count, 1),
    send: () => metrics.publishStoredMetrics(),
  };
}
