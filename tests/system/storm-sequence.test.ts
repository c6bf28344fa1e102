import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sequences } from './storm/sequence.ts';
import { settingsOf } from './storm/whole-number.ts';

describe('a storm that would do nothing', () => {
  it('is not drawn: every editor of every sequence begins with a hand-in', () => {
    const drawn = fc.sample(sequences, { numRuns: 300, seed: 1 }).flat();
    const always = ['hand in', 'hand in together', 'front', 'press'];
    for (const sequence of drawn) {
      expect(sequence.length).toBeGreaterThan(0);
      for (const [first] of sequence) expect(always).toContain(first?.do);
    }
  });

  it.each(['', '0', '-3', '1.5', 'abc', 'NaN', '1e999', ' '])('is refused: RUNS=%s', (RUNS) => {
    expect(() => settingsOf({ RUNS })).toThrow(`RUNS has to be a whole number of at least 1, not “${RUNS}”.`);
  });

  it.each(['', 'abc', '0.5'])('is refused: SEED=%s', (SEED) => {
    expect(() => settingsOf({ SEED })).toThrow(/^SEED has to be a whole number, not/);
  });

  it.each(['0', 'abc'])('is refused: npm run storm -- --runs %s', (runs) => {
    const program = join(import.meta.dirname, 'storm.ts');
    const { status, stderr } = spawnSync(process.execPath, [program, '--runs', runs], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining(`--runs has to be a whole number of at least 1, not “${runs}”.`),
    });
    expect(stderr).not.toContain('at settingsOf');
  });

  it('is not one of some runs and a seed', () => {
    expect(settingsOf({ RUNS: '7', SEED: '-12' })).toEqual({ runs: 7, seed: -12 });
    expect(settingsOf({})).toEqual({ runs: 60, seed: 1948 });
  });
});
