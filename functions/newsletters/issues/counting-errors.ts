import type { Log } from '../../runtime/log.ts';
import { counterOf } from '../../runtime/metrics.ts';
import { metricNames } from './metric-names.ts';

/** Runs `work` with a log whose errors are counted, for an alarm: each says that an issue waits for somebody. */
export async function countingErrors<T>(log: Log, work: (log: Log) => Promise<T>): Promise<T> {
  const counter = counterOf('newsletters');
  const error: Log['error'] = (text, facts) => {
    counter.count(metricNames.waiting);
    log.error(text, facts);
  };
  try {
    return await work({ info: log.info, warn: log.warn, error });
  } finally {
    counter.send();
  }
}
