import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, mkdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { StartRefused } from './cloud.ts';

/** Data folders that presses of this process have locked. */
const lockedFolders = new Set<string>();

/**
 * Creates the folder if it is missing and locks it for this process, so that no second press writes to it. The
 * lock of a killed press is taken over. Returns the function that unlocks it.
 * Throws StartRefused when it cannot be used.
 */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  const path = resolve(folder);
  await makeFolder(path).catch(unusable(path));
  await access(path, constants.R_OK | constants.W_OK | constants.X_OK).catch(unusable(path));
  if (lockedFolders.has(path)) throw inUse(path, process.pid);
  lockedFolders.add(path);
  const lock = join(path, 'press.lock');
  await createLock(lock, path).catch((cause: unknown) => {
    lockedFolders.delete(path);
    unusable(path)(cause);
  });
  return async () => {
    await rm(lock, { force: true });
    lockedFolders.delete(path);
  };
}

/** Writes a file completely or not at all. */
export async function writeAtomically(file: string, text: string, mode = 0o666): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode });
  await rename(draft, file);
}

/** Node's own recursive `mkdir` never returns where a file system makes no folders, as under /proc. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path).catch((error: NodeJS.ErrnoException) => error);
  if (!first || (first.code === 'EEXIST' && (await stat(path)).isDirectory())) return;
  if (first.code !== 'ENOENT' || dirname(path) === path) throw first;
  await makeFolder(dirname(path));
  await mkdir(path);
}

async function createLock(lock: string, path: string): Promise<void> {
  const draft = `${lock}.${randomUUID()}`;
  await writeFile(draft, `${process.pid} ${await startOf(process.pid)}`);
  try {
    // Creating a link is atomic: of several processes one succeeds.
    await link(draft, lock);
  } catch (error) {
    if (Object(error).code !== 'EEXIST') throw error;
    const owner = await livingOwner(lock);
    if (owner !== undefined) throw inUse(path, owner);
    await rename(draft, lock);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** The process that holds the lock, if it is alive; the start time tells it from a later one with the same number. */
async function livingOwner(lock: string): Promise<number | undefined> {
  const [pid = 0, start = ''] = (await readFile(lock, 'utf8').catch(() => '')).split(' ');
  const owner = Number(pid);
  // For this process `lockedFolders` decides: the number of a killed press may be reused as ours.
  if (owner === process.pid) return undefined;
  return owner > 0 && isAlive(owner) && (await startOf(owner)) === start ? owner : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return Object(error).code === 'EPERM';
  }
}

/**
 * When a process was started (field 22 of Linux's `stat`); empty for a zombie and on other systems.
 */
async function startOf(pid: number): Promise<string> {
  const fields = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, state = '', ...others] = fields.slice(fields.lastIndexOf(')')).split(' ');
  return 'ZX'.includes(state) ? '' : (others[18] ?? '');
}

const inUse = (path: string, owner: number): StartRefused =>
  new StartRefused(
    `The data folder ${path} is in use by a press that runs as process ${owner}: stop it, or name another folder with --data.`,
  );

const unusable =
  (path: string) =>
  (cause: unknown): never => {
    if (cause instanceof StartRefused) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartRefused(
      `The data folder ${path} cannot be read and written (${why}): make it yours, or name another with --data.`,
      { cause },
    );
  };
