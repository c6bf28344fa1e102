import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StartOptions } from '../../../lib/local/press.ts';
import { badWeather } from './bad-weather.ts';
import { concurrentSequences, sequences } from './sequence.ts';
import { Storm } from './storm.ts';
import { settingsOf } from './whole-number.ts';

/** `npm run storm -- --runs N --seed S` sets these; the test command plays the same sequences each time. */
const { runs, seed } = settingsOf(process.env);
const allBatches = Math.ceil(runs / concurrentSequences);
/** Past this, in milliseconds, no shorter sequence is looked for. */
const longest = 400_000 + runs * 10_000;

/** What a press goes through while it is played on. */
interface Sky {
  name: string;
  batches: number;
  seed: number;
  faults?: StartOptions['faults'];
}

/** Enough to see that the checks hold where nothing goes wrong. */
export const fair: Sky = { name: 'fair weather', batches: Math.min(Math.ceil(allBatches / 2), 3), seed };

/** A press keeps one core busy: two share the sequences in bad weather, each in a process of its own and with a seed of
 *  its own. */
export const [bad, badElsewhere] = [
  bySeed('bad weather, one press', Math.ceil(allBatches / 2), seed),
  bySeed('bad weather, other press', Math.floor(allBatches / 2), seed ^ 0x4000_0000),
] as const;

function bySeed(name: string, batches: number, seed: number): Sky {
  return { name, batches, seed, faults: { ...badWeather, seed } };
}

/** What must have befallen a press on which so many batches were played. */
const befallen = (batches: number) => [
  'twice',
  ' late',
  ...(batches < 8 ? [] : ['killed', 'throttled', 'partly']),
];

/** Plays on a press under this sky, batch by batch, and looks at the press after each. */
export function convergenceUnder({ name, faults, batches, seed }: Sky): void {
  describe.runIf(batches)(`in ${name}`, () => {
    let storm: Storm;
    beforeAll(async () => {
      storm = await Storm.begin({ faults });
    });
    afterAll(() => storm.end());

    it(`ends as a render from scratch, and the API tells the same (seed ${seed})`, {
      timeout: 3_600_000,
    }, async () => {
      const property = fc.asyncProperty(sequences, (some) => storm.expectConvergence(some));
      await fc.assert(property, {
        numRuns: batches,
        seed,
        interruptAfterTimeLimit: longest,
        markInterruptAsFailure: true,
      });
      await storm.settle();
      expect(await storm.faults()).toEqual([]);
      for (const one of faults ? befallen(batches) : []) expect(storm.weather()).toContain(one);
    });
  });
}
