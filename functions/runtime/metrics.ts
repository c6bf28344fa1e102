import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Counts for CloudWatch. Each name is billed for every hour in which it is counted, so count only what is watched. */
export interface Counter {
  count(what: string): void;
  /** Publishes the counts; call it once an invocation. */
  send(): void;
}

export function counterOf(service: string): Counter {
  const metrics = new Metrics({ serviceName: service });
  return {
    count: (what) => void metrics.addMetric(what, MetricUnit.Count, 1),
    // Of nothing it would log a warning, once a minute in a function that the tick calls.
    send: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}
