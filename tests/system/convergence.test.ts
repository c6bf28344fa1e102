import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badWeather } from './storm/bad-weather.ts';
import { atOnce, sequences } from './storm/sequence.ts';
import { Storm } from './storm/storm.ts';
import { settingsOf } from './storm/whole-number.ts';

/** `npm run storm -- --runs N --seed S` sets these; the test command plays the same sequences each time. */
const { runs, seed } = settingsOf(process.env);
/** Past this, in milliseconds, no shorter sequence is looked for. */
const longest = 300_000 + runs * 10_000;

/** One press waits more than it works when so much goes wrong: two share the sequences. */
const bad = [0, 1].map((half) => ({
  sky: `bad weather, ${half ? 'other' : 'one'} press`,
  faults: { ...badWeather, seed: seed + half },
  runs: runs / 2,
  seed: seed + half,
}));

/** Enough to see that the checks hold where nothing goes wrong. */
const fair = { sky: 'fair weather', faults: undefined, runs: Math.min(runs, 12), seed };

describe.concurrent.each([fair, ...bad])('in $sky', ({ faults, runs, seed }) => {
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
      numRuns: Math.ceil(runs / atOnce),
      seed,
      interruptAfterTimeLimit: longest,
      markInterruptAsFailure: true,
    });
    await storm.settle();
    expect(await storm.faults()).toEqual([]);
  });
});
