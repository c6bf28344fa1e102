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
 * Runs the database beside a process that kills it when our end of the pipe closes, so that it ends with us even
 * when we are killed. It is detached: the terminal's Ctrl-C does not reach it.
 */
const commandTiedToParent =
  'exec 3<&0; (cat <&3 >/dev/null; kill -9 $$) & exec "$0" serve --port "$1" --db-path "$2"';

const startAttempts = 5;

/**
 * Starts the database of a data folder on a free port. Throws one clear sentence when this platform has no
 * binary or another press uses the folder.
 */
export async function startDynoxide(data: string): Promise<RunningDynamo> {
  const [binary, file, pidFile] = [binaryPath(), join(data, 'dynamodb.db'), join(data, 'dynamodb.pid')];
  mkdirSync(data, { recursive: true });
  await endOrphan(pidFile, file);
  const { child, port } = await startListening(binary, file);
  writeFileSync(pidFile, `${child.pid} ${process.pid}`);
  indexStreams(file);
  const stop = async () => {
    await endProcess(child);
    rmSync(pidFile, { force: true });
  };
  return { origin: `http://127.0.0.1:${port}`, file, stop };
}

/** The database as npm installs it on a platform, named as Node names them.
 *  @throws StartRefused with the way out when there is none. */
export function binaryPath(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@dynoxide/${platform}-${arch}`;
  // What ends the database with the press is a Unix shell.
  if (platform === 'win32')
    throw new StartRefused(`On Windows the press runs in WSL: see the README. ${elsewhere}`);
  try {
    return createRequire(import.meta.url).resolve(`${name}/dynoxide`);
  } catch (cause) {
    const why = `The database ${name} is not installed: npm leaves it out where it cannot get it, or there is none.`;
    throw new StartRefused(`${why} Run "npm ci" again with the network on. ${elsewhere}`, { cause });
  }
}

const elsewhere = 'Any other DynamoDB will do, too: npm start -- --dynamodb http://localhost:8000';

/** Another process may take the free port first: then another one is tried. */
async function startListening(
  binary: string,
  file: string,
  attemptsLeft = startAttempts,
): Promise<{ child: ChildProcess; port: number }> {
  const port = await freePort();
  const child = spawn('sh', ['-c', commandTiedToParent, binary, String(port), file], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const failure = await startupFailure(child);
  if (failure === undefined) return { child, port };
  if (attemptsLeft > 1) return startListening(binary, file, attemptsLeft - 1);
  throw new StartRefused(`DynamoDB does not start with ${file}: ${failure.trim()}`);
}

/** Resolves with undefined once it listens, or with what it printed before it ended. */
function startupFailure(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let printed = '';
    const onOutput = (output: Buffer) => {
      printed += output;
      if (printed.includes('listening on')) resolve(undefined);
    };
    child.stdout?.on('data', onOutput);
    child.stderr?.on('data', onOutput);
    child.once('exit', () => resolve(printed));
    child.once('error', (cause) => resolve(cause.message));
  });
}

async function endProcess(child: ChildProcess): Promise<void> {
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

/** Milliseconds a database may take to notice that its press was killed. */
const exitTimeout = 1000;

/**
 * Ends a database that a killed press left on the file. Throws when the press that started it still runs:
 * two presses in one folder would overwrite each other.
 */
async function endOrphan(pidFile: string, file: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const [pid = 0, press = 0] = readFileSync(pidFile, 'utf8').split(' ').map(Number);
  for (const start = Date.now(); isRunning(pid, file) && Date.now() - start < exitTimeout; ) {
    if (press !== process.pid && commandOf(press) !== '') throw new StartRefused(inUse(file, press));
    await sleep(20);
  }
  if (isRunning(pid, file)) process.kill(pid, 'SIGKILL');
  rmSync(pidFile, { force: true });
}

const inUse = (file: string, press: number): string =>
  `Another press (process ${press}) uses ${file}. Stop it, or name another folder: --data FOLDER`;

/** Process ids are reused: only a process with our file on its command line is our database. */
const isRunning = (pid: number, file: string): boolean => pid > 0 && commandOf(pid).includes(file);

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
  } catch {
    return '';
  }
}
