/**
 * Fetches sharp's binaries for Lambda (linux-arm64), which npm does not install on other machines, in the
 * versions of the lock file and checked against its hashes. Runs after `npm install`. Without a network it only
 * warns, because a laptop runs its own binaries; `cdk synth` for AWS fails without them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fetchedBinaries, lambdaBinaries } from './sharp-parts.ts';

interface Locked {
  version: string;
  integrity: string;
}

function locked(name: string): Locked {
  const lock: { packages: Record<string, Locked | undefined> } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8'),
  );
  const entry = lock.packages[`node_modules/@img/${name}`];
  if (!entry) throw new Error(`package-lock.json does not name @img/${name}.`);
  return entry;
}

function fetchBinary(name: string): void {
  const { version, integrity } = locked(name);
  const home = join(fetchedBinaries, name);
  if (versionAt(home) === version) return;
  mkdirSync(fetchedBinaries, { recursive: true });
  const work = mkdtempSync(join(fetchedBinaries, 'fetching-'));
  try {
    const archive = pack(`@img/${name}@${version}`, work);
    verify(archive, integrity);
    // A relative name: GNU tar takes `C:` at the beginning of a path for a host.
    execFileSync('tar', ['-xzf', 'archive.tgz'], { cwd: work });
    rmSync(home, { recursive: true, force: true });
    renameSync(join(work, 'package'), home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function versionAt(folder: string): string | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}

/** Downloads with npm, so that its registry, proxy and certificates are used. Few retries: there may be no network. */
function pack(spec: string, work: string): string {
  const retryOptions = ['--prefer-offline', '--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
  const args = ['pack', spec, '--json', '--pack-destination', work, ...retryOptions];
  const npm = process.env.npm_execpath;
  const [program, first] = npm ? [process.execPath, [npm]] : ['npm', []];
  const output = run(program, [...first, ...args]);
  if (output === undefined) throw new Error(`npm cannot get ${spec}`);
  const [packed]: { filename: string }[] = JSON.parse(output);
  const archive = join(work, 'archive.tgz');
  renameSync(join(work, packed?.filename ?? ''), archive);
  return archive;
}

function run(program: string, args: string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 120_000 });
  return status === 0 ? stdout : undefined;
}

function verify(archive: string, integrity: string): void {
  const actual = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (actual !== integrity) throw new Error('what came is not what package-lock.json promises');
}

try {
  for (const name of lambdaBinaries) fetchBinary(name);
} catch (error) {
  const why = error instanceof Error ? error.message.split('\n')[0] : error;
  console.warn(
    `sharp for Lambda could not be fetched (${why}). Only deploying to AWS needs it: npm run fetch-sharp`,
  );
}
