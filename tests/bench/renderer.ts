import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../../lib/bundle-options.ts';
import { mebibytes, median, time } from './figures.ts';
import { eleventy } from './peers/eleventy.ts';
import { hugo } from './peers/hugo.ts';
import type { Peer } from './peers/peer.ts';
import { cache, cached, drop, inMemory } from './places.ts';
import { storeArchive } from './renderer/stored-archive.ts';
import { verdict } from './renderer/verdict.ts';
import type { Row } from './row.ts';
import { type Run, run } from './run-program.ts';

const runs = 3;

/** The renderer alone, beside programs that make the same pages of the same articles; all in memory. */
export async function renderer(): Promise<Row[]> {
  const peers: Peer[] = [];
  for (const peer of [hugo, eleventy]) if (await peer.isThere()) peers.push(peer);
  const program = await bundled();
  return [await compare(1000, program, peers), await compare(10_000, program, peers)];
}

type Measured = Map<string, Run[]>;

async function compare(size: number, program: string, peers: Peer[]): Promise<Row> {
  const measured: Measured = new Map();
  const stored = await storedArchive(size);
  const sites = peers.map((peer) => ({ peer, folder: inMemory(peer.name.toLowerCase()) }));
  for (const { peer, folder } of sites) peer.prepare(folder, size);
  for (let round = 0; round < runs; round++) {
    note(measured, 'ours', await ours(program, stored));
    for (const { peer, folder } of sites) note(measured, peer.name, await theirs(peer, folder));
  }
  for (const { folder } of sites) drop(folder);
  return rowOf(size, measured);
}

function rowOf(size: number, measured: Measured): Row {
  const ours = medians(measured.get('ours') ?? []);
  const others = [...measured]
    .filter(([name]) => name !== 'ours')
    .map(([name, all]): [string, Run] => [name, medians(all)]);
  return {
    what: `full render of ${size} articles, the renderer alone`,
    peers: others.map(([name, run]) => `${name} ${shown(run)}`).join('; '),
    measured: shown(ours),
    ...verdict(size, ours, Object.fromEntries(others)),
  };
}

const shown = ({ milliseconds, memory }: Run): string => `${time(milliseconds)}, ${mebibytes(memory)}`;

const medians = (all: Run[]): Run => ({
  milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
  memory: median(all.map(({ memory }) => memory)),
});

const note = (measured: Measured, name: string, one: Run) =>
  measured.set(name, [...(measured.get(name) ?? []), one]);

/** From the start of the process to its end: with reading the stored articles, and with writing every file. */
async function ours(program: string, stored: string): Promise<Run> {
  const into = inMemory('site');
  const result = await run(process.execPath, [program, stored, into], into);
  drop(into);
  return result;
}

async function theirs(peer: Peer, folder: string): Promise<Run> {
  drop(join(folder, 'public'));
  const { command, args } = peer.command(folder);
  return run(command, args, folder);
}

/** Read once as a hand-in would; what lies there afterwards is what the table and the bucket hold. */
async function storedArchive(size: number): Promise<string> {
  const folder = cached(`stored-${size}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.draft`;
  drop(draft);
  storeArchive(draft, size);
  renameSync(draft, folder);
  return folder;
}

/** As the functions are bundled for Lambda. */
async function bundled(): Promise<string> {
  const outdir = join(cache, 'renderer');
  mkdirSync(outdir, { recursive: true });
  const entry = (name: string) => join(import.meta.dirname, `renderer/${name}.ts`);
  const entryPoints = { 'render-archive': entry('render-archive'), 'render-part': entry('render-part') };
  await build({ ...bundleOptions, entryPoints, outdir });
  return join(outdir, 'render-archive.js');
}
