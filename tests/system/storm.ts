#!/usr/bin/env node
/** `npm run storm -- --runs N --seed S`: as many sequences in bad weather as you like, others each time unless a
 *  seed repeats them. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NotAWholeNumber, settingsOf } from './storm/whole-number.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '300' }, seed: { type: 'string' } },
});
const tests = ['run', '--config', 'tests/vitest.config.ts', 'tests/system/convergence.test.ts'];
const asked = { RUNS: values.runs, SEED: values.seed ?? String(Math.floor(Math.random() * 2 ** 31)) };

try {
  settingsOf(asked);
  play();
} catch (cause) {
  if (!(cause instanceof NotAWholeNumber)) throw cause;
  console.error(cause.message);
  process.exitCode = 1;
}

function play(): void {
  const vitest = ['node_modules/vitest/vitest.mjs', ...tests, '-t', 'in bad weather'];
  const options = { cwd: join(import.meta.dirname, '../..'), env: { ...process.env, ...asked } };
  spawn(process.execPath, vitest, { ...options, stdio: 'inherit' }).on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
