/** `npm run bench [-- NAME…]`: measures, prints a table beside its goals, and leaves it as JSON. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { api } from './api.ts';
import { bookings } from './bookings.ts';
import { edition } from './edition.ts';
import { pace, time } from './figures.ts';
import { footprint } from './footprint.ts';
import { formats } from './formats.ts';
import { fullRender } from './full-render.ts';
import { functions } from './functions.ts';
import { laptop } from './laptop.ts';
import { latency } from './latency.ts';
import { newsletter } from './newsletter.ts';
import { cache } from './places.ts';
import { post } from './post.ts';
import { renderer } from './renderer.ts';
import type { Group, Row } from './row.ts';
import { table } from './table.ts';
import { throughput } from './throughput.ts';

const groups: Record<string, Group> = {
  renderer,
  throughput,
  formats,
  'full-render': fullRender,
  latency,
  edition,
  footprint,
  api,
  post,
  newsletter,
  bookings,
  functions,
  laptop,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in groups));
if (unknown.length) {
  console.error(`Not a benchmark: ${unknown.join(', ')}. There are ${Object.keys(groups).join(', ')}.`);
  process.exit(1);
}

const before = pace();
const rows: Row[] = [];
for (const [name, group] of Object.entries(groups)) {
  if (names.length && !names.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  rows.push(...(await group()));
}

const paces = `a bare loop took ${time(before)} before and ${time(pace())} after`;
const machine = `${cpus().length} cores, ${cpus()[0]?.model}, Node ${process.version}; ${paces}`;
mkdirSync(cache, { recursive: true });
const file = join(cache, 'results.json');
writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, rows }, null, 2)}\n`);
process.stdout.write(
  `\n${machine}\n\n${table(rows)}\n\n* measured elsewhere, on two cores like these\nAs JSON: ${file}\n`,
);
