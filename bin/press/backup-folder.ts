import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { historyPath, namesIn, writeWhole } from './backup-files.ts';
import { type History, history } from './history.ts';
import { Problem } from './problem.ts';

const label = 'press.json';
const format = { backup: 'Broadside', version: 1 };

/** Makes the folder a backup, or finds that it is one.
 *  @throws Problem for a folder with other things in it, or a file. */
export async function openForBackup(folder: string): Promise<void> {
  const there = await stat(folder).catch(() => undefined);
  if (there && !there.isDirectory()) throw new Problem(`${folder} is a file. Name an empty or a new folder.`);
  if (await labelIn(folder)) return demandBackup(folder);
  if ((await namesIn(folder)).length) {
    throw new Problem(`${folder} has other things in it and is no backup. Name an empty or a new folder.`);
  }
  await writeWhole(folder, label, text(format));
}

/** @throws Problem for a folder that is no backup, or one in a form that is not known here. */
export async function demandBackup(folder: string): Promise<void> {
  const { backup, version } = (await labelIn(folder)) ?? {};
  if (backup !== format.backup) {
    throw new Problem(`${folder} is not a backup: "press backup FOLDER" makes one, with a ${label} in it.`);
  }
  if (version !== format.version) {
    throw new Problem(`${folder} is a backup of another version (${version}). A newer "press" can read it.`);
  }
}

async function labelIn(folder: string): Promise<{ backup?: unknown; version?: unknown } | undefined> {
  const found: unknown = await jsonAt(join(folder, label)).catch(() => undefined);
  return typeof found === 'object' && found !== null ? found : undefined;
}

export const slugsIn = async (folder: string): Promise<string[]> =>
  (await namesIn(join(folder, 'documents'))).filter((name) => /^[a-z0-9-]+$/.test(name)).sort();

/** What the backup has of a document; undefined where it has nothing that can be read. */
export async function historyIn(folder: string, slug: string): Promise<History | undefined> {
  const { data } = history.safeParse(await jsonAt(join(folder, historyPath(slug))).catch(() => undefined));
  return data?.slug === slug && data.past.at(-1)?.revision === data.revisions ? data : undefined;
}

/** For people who look into it: what it is first, its past last. */
export function keepHistory(folder: string, whole: History): Promise<void> {
  const { slug, status, revision, revisions, past, ...rest } = whole;
  const inOrder = { slug, status, revision, revisions, ...rest, past };
  return writeWhole(folder, historyPath(slug), text(inOrder));
}

const jsonAt = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

const text = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
