#!/usr/bin/env node
/** `npm run storm -- --runs N --seed S`: as many sequences in bad weather as you like, others each time unless a
 *  seed repeats them. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '300' }, seed: { type: 'string' } },
});
const root = join(import.meta.dirname, '../..');
const tests = ['run', '--config', 'tests/vitest.config.ts', 'tests/system/convergence.test.ts'];
const SEED = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...tests, '-t', 'in bad weather'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, RUNS: values.runs, SEED },
}).on('exit', (code) => {
  process.exitCode = code ?? 1;
});
