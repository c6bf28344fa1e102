import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface OtherFile {
  path: string;
  /** A symbolic link: it is not followed, for it may lead anywhere. */
  link: boolean;
}

/** Every file in a folder and in those below it, by its path. Hidden ones stay out of sight. */
export async function filesBelow(folder: string): Promise<OtherFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const visible = entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules');
  const nested = await Promise.all(visible.map((entry) => filesOf(entry, join(folder, entry.name))));
  return nested.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
}

function filesOf(entry: Dirent, path: string): OtherFile[] | Promise<OtherFile[]> {
  if (entry.isDirectory()) return filesBelow(path);
  const link = entry.isSymbolicLink();
  return link || entry.isFile() ? [{ path, link }] : [];
}
