import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Press } from '../../bin/press/find-press.ts';
import type { SeenCall } from './watch-calls.ts';

export interface Question {
  id: number;
  ask: 'work' | 'calls' | 'forget' | 'watch' | 'seen' | 'page';
  about: string;
}

/** A press in a process of its own, so that who measures takes no time from it. */
export interface PressAtWork extends Press {
  site: string;
  pid: number;
  /** From `<function> <service>:<action>` to how often, since `forget`. */
  calls(): Promise<Record<string, number>>;
  forget(): Promise<void>;
  /** Notes every call of `work` with its times. */
  watching(work: () => Promise<void>): Promise<SeenCall[]>;
  /** Returns when a page is written next, by its key in the bucket. */
  written(key: string): Promise<void>;
  /** Returns when nothing is left to do. */
  quiet(): Promise<void>;
  end(): Promise<void>;
}

export interface PressOptions {
  /** CloudFront keeps answers as its rules say, as on AWS. */
  edgeCache?: boolean;
  /** Of Node, such as `--cpu-prof`. */
  flags?: string[];
}

export async function pressAtWork(
  data: string,
  assembly: string,
  { edgeCache = false, flags = [] }: PressOptions = {},
): Promise<PressAtWork> {
  const entry = new URL('./press-process.ts', import.meta.url);
  const child = fork(entry, [data, assembly, ...(edgeCache ? ['--edge-cache'] : [])], { execArgv: flags });
  const [{ site, api, token }] = await once(child, 'message');
  const ask = asking(child);
  return {
    site,
    api,
    token,
    pid: child.pid ?? 0,
    calls: () => ask('calls'),
    forget: () => ask('forget'),
    async watching(work) {
      await ask('watch');
      await work();
      return ask('seen');
    },
    written: (key) => ask('page', key),
    async quiet() {
      while ((await ask<string[]>('work')).length) await pause(5);
    },
    async end() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

function asking(child: ChildProcess) {
  const waiting = new Map<number, (answer: never) => void>();
  let id = 0;
  child.on('message', (message: { id: number; answer: never }) => waiting.get(message.id)?.(message.answer));
  return <T>(ask: Question['ask'], about = ''): Promise<T> => {
    const question: Question = { id: ++id, ask, about };
    const answer = new Promise<T>((resolve) => waiting.set(question.id, resolve));
    child.send(question);
    return answer;
  };
}
