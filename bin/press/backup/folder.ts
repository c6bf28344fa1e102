import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { Problem } from '../client.ts';
import { openDocumentType, wordType } from '../gather.ts';
import { type History, history } from './history.ts';

/*
 * A backup is a folder of plain files:
 *   press.json                     says that it is a backup, and in which format
 *   documents/SLUG/history.json    the document and its revisions
 *   documents/SLUG/REVISION.md     each manuscript (.docx, .odt, .html as it came), under the revision that brought it first
 *   pictures/SHA-256.EXTENSION     the pictures of all documents
 *   newsletters/NAME.json          issues of newsletters, digests, and which list had which article
 */

const label = 'press.json';
const format = { backup: 'Broadside', version: 1 };

/** A file of a backup: its path in the folder, and the SHA-256 that it must have. */
export interface BackupFile {
  path: string;
  hash: string;
}

export const documentFolder = (slug: string): string => join('documents', slug);
export const historyPath = (slug: string): string => join(documentFolder(slug), 'history.json');

/** The manuscripts of a document, each under the revision that brought it first. */
export function manuscriptsOf({ slug, past }: History): BackupFile[] {
  const first = new Map<string, string>();
  for (const { manuscript, revision, name } of past) {
    if (manuscript && !first.has(manuscript)) first.set(manuscript, `${revision}.${endingOf(name)}`);
  }
  return [...first].map(([hash, file]) => ({ path: join(documentFolder(slug), file), hash }));
}

/** Text was always kept as `.md`; a file of that name opens in no word processor. */
const endingOf = (name = ''): string => {
  const [, ending] = /\.(docx|odt)$/i.exec(name) ?? [];
  if (ending) return ending.toLowerCase();
  return /\.(?:html?|xhtml)$/i.test(name) ? 'html' : 'md';
};

const types: Record<string, string> = { docx: wordType, odt: openDocumentType, html: 'text/html' };

/** What a manuscript of a backup is handed in as. */
export const manuscriptType = (path: string): string => types[extname(path).slice(1)] ?? 'text/markdown';

/** Makes the folder a backup, or finds that it is one.
 *  @throws Problem for a folder with other things in it, or a file. */
export async function openForBackup(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found && !found.isDirectory()) throw new Problem(`${folder} is a file. Name an empty or a new folder.`);
  if (await readLabel(folder)) return demandBackup(folder);
  if ((await namesIn(folder)).length) {
    throw new Problem(`${folder} has other things in it and is no backup. Name an empty or a new folder.`);
  }
  await writeWhole(folder, label, jsonText(format));
}

/** @throws Problem for a folder that is no backup, or one in an unknown format. */
export async function demandBackup(folder: string): Promise<void> {
  const { backup, version } = (await readLabel(folder)) ?? {};
  if (backup !== format.backup) {
    throw new Problem(`${folder} is not a backup: "press backup FOLDER" makes one, with a ${label} in it.`);
  }
  if (version !== format.version) {
    throw new Problem(`${folder} is a backup of another version (${version}). A newer "press" can read it.`);
  }
}

async function readLabel(folder: string): Promise<{ backup?: unknown; version?: unknown } | undefined> {
  const found: unknown = await readJson(join(folder, label)).catch(() => undefined);
  return typeof found === 'object' && found !== null ? found : undefined;
}

export const slugsIn = async (folder: string): Promise<string[]> =>
  (await namesIn(join(folder, 'documents'))).filter((name) => /^[a-z0-9-]+$/.test(name)).sort();

/** The saved history of a document; undefined when there is none that can be read. */
export async function savedHistory(folder: string, slug: string): Promise<History | undefined> {
  const { data } = history.safeParse(await readJson(join(folder, historyPath(slug))).catch(() => undefined));
  return data?.slug === slug && data.past.at(-1)?.revision === data.revisions ? data : undefined;
}

/** Fields in an order for people who open the file: what the document is first, its past last. */
export function saveHistory(folder: string, whole: History): Promise<void> {
  const { slug, status, revision, revisions, past, ...others } = whole;
  const inOrder = { slug, status, revision, revisions, ...others, past };
  return writeWhole(folder, historyPath(slug), jsonText(inOrder));
}

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

const jsonText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Whether the file exists and has its hash. */
export async function isWhole(folder: string, { path, hash }: BackupFile): Promise<boolean> {
  const bytes = await readFile(join(folder, path)).catch(() => undefined);
  return bytes !== undefined && hashOf(bytes) === hash;
}

/** Writes all of the file or nothing: a backup that is killed leaves no partial file under this name. */
export async function writeWhole(folder: string, path: string, content: Uint8Array | string): Promise<void> {
  const target = join(folder, path);
  const part = `${target}.${randomUUID()}.part`;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(part, content);
  await rename(part, target);
}

/** Removes files of an earlier backup that are not in `current`; a name that `ours` does not match stays. */
export async function removeLeftovers(
  folder: string,
  within: string,
  ours: RegExp,
  current: string[],
): Promise<void> {
  const names = await namesIn(join(folder, within));
  const leftovers = names.filter((name) => ours.test(name) && !current.includes(join(within, name)));
  await Promise.all(leftovers.map((name) => rm(join(folder, within, name))));
}

export const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
