import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importSubscribers } from '../../../bin/press/subscribers/import.ts';
import type { PressAtWork } from '../a-press.ts';
import { mebibytes, time } from '../figures.ts';
import { drop, inMemory } from '../places.ts';
import type { Row } from '../row.ts';
import { memoryOf } from '../run-program.ts';

/** `ROWS=50000 npm run bench -- post` imports so many. */
const rows = Number(process.env.ROWS ?? 5000);
/** One row in so many says that its person has unsubscribed. */
const unsubscribed = 167;

/** A file of people, from `press subscribers import` to the outcome of its last row. */
export async function importRows(press: PressAtWork): Promise<Row[]> {
  const folder = inMemory('people');
  const file = join(folder, 'people.csv');
  writeFileSync(file, csv());
  await press.forget();
  const before = memoryOf(press.pid);
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(memoryOf(press.pid)), 100);
  const began = performance.now();
  const { data } = await importSubscribers(press, [file], { consent: 'Signed at the assembly' });
  const took = performance.now() - began;
  clearInterval(watch);
  drop(folder);
  const { added, refused } = Object(data);
  const outs = Math.floor(rows / unsubscribed);
  if (added !== rows - outs || refused !== outs)
    throw new Error(`Of ${rows} rows ${added} were added and ${refused} refused; ${outs} should be.`);
  return [rowOf(took, before, memory, Object.values(await press.calls()))];
}

function rowOf(took: number, before: number, memory: number[], calls: number[]): Row {
  const half = Math.ceil(memory.length / 2);
  const [first, second] = [Math.max(...memory.slice(0, half)), Math.max(...memory.slice(half))];
  return {
    what: `press subscribers import of ${rows} rows, a few of them refused`,
    peers: '',
    goal: '',
    measured: `${((rows / took) * 1000).toFixed(0)} rows/s (${time(took)}), ${(calls.reduce((all, one) => all + one, 0) / rows).toFixed(2)} calls to AWS a row`,
    notes: [
      `Memory of the press, all processes: ${mebibytes(before)} before, at most ${mebibytes(first)} in the first half and ${mebibytes(second)} in the second.`,
    ],
  };
}

function csv(): string {
  const people = Array.from({ length: rows }, (_, at) => {
    const state = at % unsubscribed === unsubscribed - 1 ? 'unsubscribed' : 'subscribed';
    return `reader-${at}@import.example,Reader ${at},${state}`;
  });
  return ['email,name,state', ...people, ''].join('\n');
}
