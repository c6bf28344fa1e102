import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { History } from './history.ts';
import { extensionOf } from './picture-type.ts';

/** A file of a backup: where it lies in the folder, and the SHA-256 that it must have. */
export interface BackedUp {
  path: string;
  hash: string;
}

export const folderOf = (slug: string): string => join('documents', slug);
export const historyPath = (slug: string): string => join(folderOf(slug), 'history.json');

/** The manuscripts of a document, each under the revision that brought it first. */
export function manuscriptsOf({ slug, past }: History): BackedUp[] {
  const first = new Map<string, number>();
  for (const { manuscript, revision } of past) {
    if (manuscript && !first.has(manuscript)) first.set(manuscript, revision);
  }
  return [...first].map(([hash, revision]) => ({ path: join(folderOf(slug), `${revision}.md`), hash }));
}

/** SHA-256 of every picture of a document. */
export const picturesOf = ({ past }: History): string[] => [
  ...new Set(past.flatMap(({ pictures }) => Object.values(pictures))),
];

/** The pictures that lie in a backup, by their SHA-256; their names go on with what kind they are. */
export async function picturesIn(folder: string): Promise<Map<string, string>> {
  const names = await namesIn(join(folder, 'pictures'));
  const ours = names.filter((name) => /^[0-9a-f]{64}\.\w+$/.test(name));
  return new Map(ours.map((name) => [name.slice(0, 64), join('pictures', name)]));
}

/** Where a picture is to lie: its first bytes tell its kind, whatever it was called. */
export const picturePath = (hash: string, bytes: Uint8Array): string =>
  join('pictures', `${hash}.${extensionOf(bytes)}`);

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Whether the file is there and is what it should be. */
export async function isWhole(folder: string, { path, hash }: BackedUp): Promise<boolean> {
  const bytes = await readFile(join(folder, path)).catch(() => undefined);
  return bytes !== undefined && hashOf(bytes) === hash;
}

/** All of the file or nothing: who stops a backup leaves no half of one under its name. */
export async function writeWhole(folder: string, path: string, content: Uint8Array | string): Promise<void> {
  const target = join(folder, path);
  const part = `${target}.${randomUUID()}.part`;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(part, content);
  await rename(part, target);
}

/** Takes away what a backup once put there and the press has no more; what `ours` does not match stays. */
export async function removeLeftovers(folder: string, within: string, ours: RegExp, keep: string[]) {
  const names = await namesIn(join(folder, within));
  const over = names.filter((name) => ours.test(name) && !keep.includes(join(within, name)));
  await Promise.all(over.map((name) => rm(join(folder, within, name))));
}

export const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
