import { faultsOf } from '../../../lib/local/weather/faults.ts';

/** Worse than any day at AWS, and so that most things still get through in five tries. */
export const badWeather = faultsOf({
  seed: 1,
  throttled: 0.01,
  conflicting: 0.03,
  timedOutBefore: 0.01,
  timedOutAfter: 0.01,
  partly: 0.05,
  slow: 0.03,
  slowBy: 80,
  killedBefore: 0.001,
  killedAfter: 0.001,
  twice: 0.1,
  late: 0.1,
  lateBy: 250,
  streamTwice: 0.1,
  streamLate: 0.1,
  streamLateBy: 200,
  indexLateBy: 2000,
});
