import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badWeather } from './storm/bad-weather.ts';
import { concurrentSequences, sequences } from './storm/sequence.ts';
import { Storm } from './storm/storm.ts';
import { settingsOf } from './storm/whole-number.ts';

/** `npm run storm -- --runs N --seed S` sets these; the test command plays the same sequences each time. */
const { runs, seed } = settingsOf(process.env);
const batches = Math.ceil(runs / concurrentSequences);
/** Past this, in milliseconds, no shorter sequence is looked for. */
const longest = 300_000 + runs * 10_000;

/** One press waits more than it works when so much goes wrong: two share the sequences, each with a seed of its own. */
const bad = [
  { sky: 'bad weather, one press', batches: Math.ceil(batches / 2), seed },
  { sky: 'bad weather, other press', batches: Math.floor(batches / 2), seed: seed ^ 0x4000_0000 },
].map((half) => ({ ...half, faults: { ...badWeather, seed: half.seed } }));

/** Enough to see that the checks hold where nothing goes wrong. */
const fair = { sky: 'fair weather', batches: Math.min(batches, 3), seed, faults: undefined };

/** What must have befallen a press on which so many batches were played. */
const befallen = (batches: number) => [
  'twice',
  ' late',
  ...(batches < 8 ? [] : ['killed', 'throttled', 'partly']),
];

describe.concurrent.each([fair, ...bad].filter(({ batches }) => batches))(
  'in $sky',
  ({ faults, batches, seed }) => {
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
  },
);
