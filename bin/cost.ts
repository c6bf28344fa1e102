#!/usr/bin/env node
/** `npm run cost`: a month's AWS bill at list price. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesise } from '../lib/synthesise.ts';
import { handedIn } from './cost/articles.ts';
import { idleMonth, type Template } from './cost/idle.ts';
import { kept } from './cost/kept.ts';
import { costOf, type Line, total } from './cost/line.ts';
import prices from './cost/prices.json' with { type: 'json' };
import { readers } from './cost/readers.ts';

const usage = `What a month of the press costs on AWS, line by line.

  npm run cost [-- OPTIONS]

  --readers N    page views in the month (default 10000)
  --articles N   articles handed in, and published, in the month (default 40)
  --archive N    articles the press keeps (default 2000)
`;

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '10000' },
    articles: { type: 'string', default: '40' },
    archive: { type: 'string', default: '2000' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

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

async function main(): Promise<void> {
  if (values.help) return void process.stdout.write(usage);
  const idle = [...idleMonth(await templateOfProduction()), ...kept(Number(values.archive))];
  const used = [...readers(Number(values.readers)), ...handedIn(Number(values.articles))];
  const { listPricesOf, region, currency } = prices;
  process.stdout.write(`
A month at list prices of ${listPricesOf}, ${region}, in ${currency}, before taxes and AWS's free amounts

${part('Idle: nobody reads, nobody writes', idle)}
${part(`${values.readers} page views and ${values.articles} articles on top`, used)}
A month  ${dollars(total([...idle, ...used]))}

A domain and its name servers are not among it.
`);
}

await main();
