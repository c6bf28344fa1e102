import type { Log } from '../../runtime/log.ts';
import type { Counter } from '../../runtime/metrics.ts';
import { metricNames } from './metric-names.ts';

/** A log whose errors are counted, for an alarm: each says that an issue waits for somebody. */
export const countingErrors = (log: Log, counter: Counter): Log => ({
  info: (text, facts) => log.info(text, facts),
  warn: (text, facts) => log.warn(text, facts),
  error(text, facts) {
    counter.count(metricNames.waiting);
    log.error(text, facts);
  },
});
