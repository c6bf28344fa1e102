import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { StartRefused } from '../start-refused.ts';

/** How long a database may take to notice that its press was killed. */
const patience = 1000;

/**
 * Ends a database that a killed press left on the file. Throws when the press that started it still runs:
 * two presses in one folder would overwrite each other.
 */
export async function endLeftover(note: string, file: string): Promise<void> {
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
