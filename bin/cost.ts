#!/usr/bin/env node
/** `npm run cost`: a month's AWS bill at list price. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../lib/synthesise.ts';
import { pageViews, publishing } from './cost/activity.ts';
import { idleMonth, storage, type Template } from './cost/idle.ts';
import { type Options, readOptions, UsageError, usage } from './cost/options.ts';
import prices from './cost/prices.json' with { type: 'json' };
import { costOf, type Line, total } from './cost/prices.ts';
import { subscribing } from './cost/subscribing.ts';

async function productionTemplate(): Promise<Template> {
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

const lineText = (line: Line) =>
  `  ${line.what.padEnd(44)} ${number(line.amount)} × ${line.of.padEnd(34)} ${dollars(costOf(line))}`;

function section(title: string, lines: Line[]): string {
  const shown = lines.filter(({ amount }) => amount > 0).map(lineText);
  return [title, ...shown, `  ${'together'.padEnd(94)} ${dollars(total(lines))}`, ''].join('\n');
}

async function bill({ readers, articles, archive, subscribers, letters }: Options): Promise<string> {
  const idle = [...idleMonth(await productionTemplate()), ...storage(archive)];
  const used = [...pageViews(readers), ...publishing(articles)];
  const mail = subscribing(subscribers, letters);
  const { listPricesOf, region, currency } = prices;
  return `
A month at list prices of ${listPricesOf}, ${region}, in ${currency}, gross: before taxes, and with nothing taken off
for what AWS gives away each month

${section('Idle: nobody reads, nobody writes', idle)}
${section(`${readers} page views and ${articles} articles on top`, used)}
${section(`${subscribers} people who subscribe and ${letters} other letters on top`, mail)}
A month  ${dollars(total([...idle, ...used, ...mail]))}

A domain and its name servers are not among it.
`;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  process.stdout.write(options.help ? usage : await bill(options));
}

await main().catch((error: unknown) => {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`cost: ${error.message}\n`);
  process.exitCode = 1;
});
