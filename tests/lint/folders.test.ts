import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const functions = join(import.meta.dirname, '../../functions');

/** How many files stand directly in each folder of `functions`, by its path from there. */
const files = new Map<string, number>();
for (const entry of readdirSync(functions, { withFileTypes: true, recursive: true })) {
  if (!entry.isFile()) continue;
  const folder = entry.parentPath.slice(functions.length + 1);
  files.set(folder, (files.get(folder) ?? 0) + 1);
}
const isRoom = (folder: string) => !folder.includes('/') && !['look', 'runtime'].includes(folder);

it('counts the files of rooms inside rooms', () => {
  expect([...files.keys()]).toEqual(expect.arrayContaining(['accounts', 'content/contract', 'runtime']));
});

it.each([...files])('functions/%s is small enough to look through: %i files', (folder, count) => {
  expect(count).toBeLessThanOrEqual(isRoom(folder) ? 20 : 30);
});
