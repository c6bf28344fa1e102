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

describe.each([
  { sky: 'fair weather', faults: undefined, runs: runs / 5 },
  { sky: 'bad weather', faults: { ...badWeather, seed }, runs },
])('in $sky', ({ faults, runs }) => {
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
