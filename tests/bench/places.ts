import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** What the benchmarks keep from one run to the next: archives that take minutes to hand in. */
export const cache = join(root, 'node_modules/.cache/broadside-bench');

/** A memory-backed folder where there is one, so that no disk is measured. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export const inMemory = (name: string): string => mkdtempSync(join(memory, `broadside-${name}-`));

export const drop = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** A copy that may be changed. */
export function copyOf(folder: string): string {
  const copy = inMemory('press');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** The files that decide how an article is stored: with another hash of them the archives are made anew. */
const formats = [
  '{contract,documents,kinds,manuscripts,store}/**/*.ts',
  'pictures/{file-type,picture,picture-types,tiff-tags}.ts',
  'uploads/*.ts',
  'ports.ts',
];

export const sources = [
  ...globSync(
    formats.map((name) => `functions/content/${name}`),
    { cwd: root },
  ).sort(),
  'tests/bench/archive.ts',
  'tests/bench/renderer/stored-archive.ts',
];

export function cached(name: string): string {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(join(root, source)));
  mkdirSync(cache, { recursive: true });
  return join(cache, `${hash.digest('hex').slice(0, 12)}-${name}`);
}
