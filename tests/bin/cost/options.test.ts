import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../bin/cost/options.ts';

describe('the options of npm run cost', () => {
  it('have defaults, and are numbers', () => {
    const usual = {
      ...{ readers: 10_000, articles: 40, archive: 2000 },
      ...{ subscribers: 20, letters: 20, help: false },
    };
    expect(readOptions([])).toEqual(usual);
    expect(readOptions(['--readers', '0', '--archive=7'])).toEqual({ ...usual, readers: 0, archive: 7 });
  });

  it.each(['abc', '', '-1', '1.5', '1e3', ' 1', '9'.repeat(20)])('refuse "%s", with the way out', (text) => {
    expect(() => readOptions([`--readers=${text}`])).toThrow(
      `--readers "${text}" is not a whole number of 0 or more. Give one, as in --readers 1000.`,
    );
  });

  it('are named when there is no such', () => {
    expect(() => readOptions(['--reader', '1'])).toThrow('see "npm run cost -- --help"');
  });
});
