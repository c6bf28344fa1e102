#!/usr/bin/env node
/** `npm run cost`: a month's AWS bill at list price. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../lib/synthesise.ts';
import { handedIn } from './cost/articles.ts';
import { idleMonth, type Template } from './cost/idle.ts';
import { kept } from './cost/kept.ts';
import { costOf, type Line, total } from './cost/line.ts';
import { type Options, readOptions, usage } from './cost/options.ts';
import prices from './cost/prices.json' with { type: 'json' };
import { readers } from './cost/readers.ts';
import { Problem } from './press/problem.ts';

async function templateOfProduction(): Promise<Template> {
  const outdir = mkdtempSync(join(tmpdir(), 'broadside-cost-'));
  try {
    await synthesise({ outdir, local: true, context: { stage: 'production' } });
    const file = readdirSync(outdir).find((name) => name.endsWith('.template.json')) ?? '';
    return JSON.parse(readFileSync(join(outdir, file), 'utf8'));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const dollars = (amount: number) => amount.toFixed(2).padStart(8);
const number = (amount: number) =>
  amount.toLocaleString('en-GB', { maximumFractionDigits: amount < 100 ? 2 : 0 }).padStart(12);

const printed = (line: Line) =>
  `  ${line.what.padEnd(44)} ${number(line.amount)} × ${line.of.padEnd(34)} ${dollars(costOf(line))}`;

function part(title: string, lines: Line[]): string {
  const shown = lines.filter(({ amount }) => amount > 0).map(printed);
  return [title, ...shown, `  ${'together'.padEnd(94)} ${dollars(total(lines))}`, ''].join('\n');
}

async function bill(asked: Options): Promise<string> {
  const idle = [...idleMonth(await templateOfProduction()), ...kept(asked.archive)];
  const used = [...readers(asked.readers), ...handedIn(asked.articles)];
  const { listPricesOf, region, currency } = prices;
  return `
A month at list prices of ${listPricesOf}, ${region}, in ${currency}, before taxes and AWS's free amounts

${part('Idle: nobody reads, nobody writes', idle)}
${part(`${asked.readers} page views and ${asked.articles} articles on top`, used)}
A month  ${dollars(total([...idle, ...used]))}

A domain and its name servers are not among it.
`;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  process.stdout.write(options.help ? usage : await bill(options));
}

await main().catch((error: unknown) => {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`cost: ${error.message}\n`);
  process.exitCode = 1;
});
