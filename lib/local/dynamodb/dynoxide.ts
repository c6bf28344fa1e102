import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartRefused } from '../cloud.ts';
import { indexStreams } from './stream-table.ts';

/** A DynamoDB of this machine, kept in one file. */
export interface RunningDynamo {
  origin: string;
  /** The SQLite file it keeps everything in. */
  file: string;
  stop(): Promise<void>;
}

/**
 * Becomes the database, and leaves behind a process that ends it when our end of the pipe closes: so it
 * dies with us, even when we are killed. The terminal's Ctrl-C does not reach it; we end it ourselves.
 */
const tied = 'exec 3<&0; (cat <&3 >/dev/null; kill -9 $$) & exec "$0" serve --port "$1" --db-path "$2"';

const tries = 5;

/**
 * Starts the database of a data folder on a free port. Throws one clear sentence when this platform has no
 * binary or another press uses the folder.
 */
export async function startDynoxide(data: string): Promise<RunningDynamo> {
  const [binary, file, note] = [binaryPath(), join(data, 'dynamodb.db'), join(data, 'dynamodb.pid')];
  mkdirSync(data, { recursive: true });
  await endLeftover(note, file);
  const { child, port } = await listening(binary, file);
  writeFileSync(note, `${child.pid} ${process.pid}`);
  indexStreams(file);
  const stop = async () => {
    await end(child);
    rmSync(note, { force: true });
  };
  return { origin: `http://127.0.0.1:${port}`, file, stop };
}

function binaryPath(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return createRequire(import.meta.url).resolve(`${name}/dynoxide`);
  } catch (cause) {
    const way = 'Name any DynamoDB endpoint instead: --dynamodb http://localhost:8000';
    throw new Error(`There is no DynamoDB binary for this platform (${name} is not installed). ${way}`, {
      cause,
    });
  }
}

/** Another process may take the free port first: then the next one is tried. */
async function listening(
  binary: string,
  file: string,
  left = tries,
): Promise<{ child: ChildProcess; port: number }> {
  const port = await freePort();
  const child = spawn('sh', ['-c', tied, binary, String(port), file], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const complaint = await firstWords(child);
  if (complaint === undefined) return { child, port };
  if (left > 1) return listening(binary, file, left - 1);
  throw new StartRefused(`DynamoDB does not start with ${file}: ${complaint.trim()}`);
}

/** Resolves with nothing once it listens, or with what it said before it ended. */
function firstWords(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = '';
    const hear = (words: Buffer) => {
      said += words;
      if (said.includes('listening on')) resolve(undefined);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => resolve(said));
    child.once('error', (cause) => resolve(cause.message));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin?.end();
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** How long a database may take to notice that its press was killed. */
const patience = 1000;

/**
 * Ends a database that a killed press left on the file. Throws when the press that started it still runs:
 * two presses in one folder would overwrite each other.
 */
async function endLeftover(note: string, file: string): Promise<void> {
  if (!existsSync(note)) return;
  const [pid = 0, press = 0] = readFileSync(note, 'utf8').split(' ').map(Number);
  for (const start = Date.now(); runs(pid, file) && Date.now() - start < patience; ) {
    if (press !== process.pid && commandOf(press) !== '') throw new StartRefused(inUse(file, press));
    await sleep(20);
  }
  if (runs(pid, file)) process.kill(pid, 'SIGKILL');
  rmSync(note, { force: true });
}

const inUse = (file: string, press: number): string =>
  `Another press (process ${press}) uses ${file}. Stop it, or name another folder: --data FOLDER`;

/** Only a process that has our file on its command line is meant: numbers are given out again. */
const runs = (pid: number, file: string): boolean => pid > 0 && commandOf(pid).includes(file);

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
  } catch {
    return '';
  }
}
