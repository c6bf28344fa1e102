import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface Run {
  milliseconds: number;
  /** Largest resident memory of the process and those it started, in bytes. */
  memory: number;
}

/** Runs a program to its end. @throws Error with its last words when it fails. */
export async function run(command: string, args: string[], cwd: string): Promise<Run> {
  const began = performance.now();
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (words) => {
    said = (said + words).slice(-2000);
  });
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('exit', resolve),
  );
  let memory = 0;
  let running = true;
  ended
    .finally(() => {
      running = false;
    })
    .catch(() => undefined);
  while (running) {
    memory = Math.max(memory, peakMemory(child.pid ?? 0));
    await Promise.race([pause(20), ended]);
  }
  const milliseconds = performance.now() - began;
  if (await ended) throw new Error(`${command} failed: ${said}`);
  return { milliseconds, memory };
}

/** What a process and its children hold now, in bytes. */
export const memoryOf = (pid: number): number =>
  withChildren(pid).reduce((sum, one) => sum + held(one, 'VmRSS'), 0);

const peakMemory = (pid: number): number =>
  withChildren(pid).reduce((sum, one) => sum + held(one, 'VmHWM'), 0);

function withChildren(pid: number): number[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const children = tasks.flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '),
    );
    return [pid, ...children.filter(Boolean).flatMap((child) => withChildren(Number(child)))];
  } catch {
    return [];
  }
}

function held(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  try {
    return (
      1024 *
      Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
    );
  } catch {
    return 0;
  }
}

/** Seconds of processor time that a process and its children have taken. */
export const processorTime = (pid: number): number =>
  withChildren(pid).reduce((sum, one) => sum + timeOf(one), 0);

function timeOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // After the name in brackets: state, then user and system time as the 12th and 13th, in hundredths.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
