import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startDynoxide } from '../../../../lib/local/dynamodb/dynoxide.ts';
import { waitUntil } from '../wait-until.ts';

const script = fileURLToPath(import.meta.resolve('./hold-database.ts'));

function aFolder(): string {
  const folder = mkdtempSync(`${tmpdir()}/broadside-dynamo-`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a process that holds the database of a folder; gives it and the database's process id. */
async function aHolder(folder: string) {
  const holder = spawn(process.execPath, [script, folder]);
  const lines = createInterface(holder.stdout);
  await once(lines, 'line');
  const [database] = readFileSync(`${folder}/dynamodb.pid`, 'utf8').split(' ');
  return { holder, database: Number(database) };
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('dies with the press, even when the press is killed', async () => {
  const folder = aFolder();
  const { holder, database } = await aHolder(folder);
  expect(lives(database)).toBe(true);
  holder.kill('SIGKILL');
  await waitUntil(() => !lives(database));
  const again = await startDynoxide(folder);
  expect((await fetch(again.origin)).status).toBeLessThan(500);
  await again.stop();
});

it('does not start beside another press in the same folder', async () => {
  const folder = aFolder();
  const { holder } = await aHolder(folder);
  await expect(startDynoxide(folder)).rejects.toThrow('--data');
  holder.kill('SIGKILL');
});

it('leaves nothing behind when it is stopped', async () => {
  const running = await startDynoxide(aFolder());
  await running.stop();
  await expect(fetch(running.origin)).rejects.toThrow();
});
