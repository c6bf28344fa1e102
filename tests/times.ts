import { wholeNumber } from './system/storm/whole-number.ts';

/** How often a property is tried: `usual` times in passing, and `TIMES` as often where there is more time, as in `.ci/run`. */
export const times = (usual: number): number => usual * wholeNumber('TIMES', process.env.TIMES ?? '1', 1);
