#!/usr/bin/env node
/** `npm run storm -- --runs N --seed S`: as many sequences in bad weather as you like, others each time unless a
 *  seed repeats them. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NotAWholeNumber, wholeNumber } from './storm/whole-number.ts';

const tests = ['run', '--config', 'tests/vitest.config.ts', 'tests/system/convergence'];

try {
  const { runs, seed } = read();
  console.log(`${runs} sequences of edits in bad weather. The same again: --seed ${seed}`);
  play({ RUNS: `${runs}`, SEED: `${seed}` });
} catch (cause) {
  const isOfTheWords = String(Object(cause).code).startsWith('ERR_PARSE_ARGS');
  if (!(cause instanceof NotAWholeNumber) && !isOfTheWords) throw cause;
  console.error(`${Object(cause).message}\nUsage: npm run storm -- [--runs N] [--seed S]`);
  process.exitCode = 1;
}

function read(): { runs: number; seed: number } {
  const { values } = parseArgs({
    options: { runs: { type: 'string', default: '300' }, seed: { type: 'string' } },
  });
  const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
  return { runs: wholeNumber('--runs', values.runs, 1), seed: wholeNumber('--seed', seed) };
}

function play(asked: { RUNS: string; SEED: string }): void {
  const vitest = ['node_modules/vitest/vitest.mjs', ...tests, '-t', 'in bad weather'];
  const options = { cwd: join(import.meta.dirname, '../..'), env: { ...process.env, ...asked } };
  spawn(process.execPath, vitest, { ...options, stdio: 'inherit' }).on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
