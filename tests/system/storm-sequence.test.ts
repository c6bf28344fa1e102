import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedNames } from './storm/names.ts';
import { sequences } from './storm/sequence.ts';
import { settingsOf } from './storm/whole-number.ts';

describe('a storm that would be tame', () => {
  const steps = fc.sample(sequences, { numRuns: 40, seed: 1 }).flat(3);
  const versions = steps.flatMap((step) => ('version' in step ? [step.version] : []));

  it('is not drawn: documents have no date, few and many names, and names of every kind', () => {
    const counts = versions.flatMap(({ tags, authors }) => [tags.length, authors.length]);
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([0, 20]);
    expect(versions.some(({ published }) => published === undefined)).toBe(true);
    const names = new Set(versions.flatMap(({ tags, authors }) => [...tags, ...authors]));
    expect([...names].sort()).toEqual([...new Set(typedNames)].sort());
  });

  it('is not drawn: every kind of step comes, and older twins of what stands', () => {
    const kinds = [...new Set(steps.map((step) => step.do))].sort();
    expect(kinds).toEqual([
      ...['book', 'delete', 'delete twice', 'folders', 'front', 'hand in', 'hand in again'],
      ...['hand in at a vacated slug', 'hand in together', 'hold', 'move', 'move back', 'number'],
      ...['post again', 'post held', 'press', 'publish', 'schedule', 'unschedule', 'withdraw'],
      'withdraw from the shelf',
    ]);
    expect(steps.some((step) => step.do === 'hold' && step.twin)).toBe(true);
  });
});

describe('a storm that would do nothing', () => {
  it('is not drawn: every editor of every sequence begins with a hand-in', () => {
    const drawn = fc.sample(sequences, { numRuns: 300, seed: 1 }).flat();
    const always = ['hand in', 'hand in together', 'hold', 'folders', 'front', 'press', 'book', 'number'];
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
    expect(settingsOf({})).toEqual({ runs: 8, seed: 1948 });
  });
});
