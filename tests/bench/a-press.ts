import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Press } from '../../bin/press/client.ts';
import type { SeenCall } from './watch-calls.ts';

export interface Question {
  id: number;
  ask: 'work' | 'calls' | 'spent' | 'forget' | 'watch' | 'seen' | 'page' | 'mail' | 'weather';
  about: string;
  /** Of `page`: how many writes of it are known already. */
  times: number;
}

export type Answered = { id: number; answer: unknown } | { id: number; error: string };

/** A press in a process of its own, so that who measures takes no time from it. */
export interface PressAtWork extends Press {
  site: string;
  /** Where its mail lies, and where its clock is moved. */
  inbox: string;
  clock: string;
  pid: number;
  /** From `<function> <service>:<action>` to how often, since `forget`. */
  calls(): Promise<Record<string, number>>;
  /** Since `forget`. */
  spent(): Promise<Spent>;
  forget(): Promise<void>;
  /** Notes every call of `work` with its times. */
  watching(work: () => Promise<void>): Promise<SeenCall[]>;
  /**
   * How often a page was written, by its key in the bucket, once that is more than `times`; -1 asks for the
   * number of now. @throws Error when it is not written for 20 seconds.
   */
  written(key: string, times: number): Promise<number>;
  /** From now on SES has no limits, and answers a bulk call itself or is not asked: then each entry is taken at once. */
  answerMail(how: 'inbox' | 'at-once'): Promise<void>;
  /** Makes the weather of these faults (`lib/local/weather/faults.ts`); undefined: fair. */
  makeWeather(faults: object | undefined): Promise<void>;
  /** Returns when nothing is left to do. */
  quiet(): Promise<void>;
  end(): Promise<void>;
}

export interface Spent {
  /** From a function to the milliseconds that its invocations lasted. */
  functions: Record<string, number>;
  /** From a function to how often it was called. */
  runs: Record<string, number>;
  /** Messages in dead-letter queues now. */
  deadLetters: number;
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
  const [{ site, api, inbox, clock, token }] = await Promise.race([once(child, 'message'), diedEarly(child)]);
  const ask = asking(child);
  return {
    site,
    api,
    ...{ inbox, clock },
    token,
    pid: child.pid ?? 0,
    calls: () => ask('calls'),
    spent: () => ask('spent'),
    forget: () => ask('forget'),
    async watching(work) {
      await ask('watch');
      await work();
      return ask('seen');
    },
    written: (key, times) => ask('page', key, times),
    answerMail: (how) => ask('mail', how),
    makeWeather: (faults) => ask('weather', faults && JSON.stringify(faults)),
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

async function diedEarly(child: ChildProcess): Promise<never> {
  const [code, signal] = await once(child, 'exit');
  throw new Error(`The press ended before it was there, with ${signal ?? `exit code ${code}`}.`);
}

function asking(child: ChildProcess) {
  const waiting = new Map<number, PromiseWithResolvers<never>>();
  let id = 0;
  child.on('message', (message: { id: number; answer: never } | { id: number; error: string }) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if ('error' in message) asked?.reject(new Error(message.error));
    else asked?.resolve(message.answer);
  });
  child.once('exit', (code, signal) => {
    const ended = new Error(`The press ended with ${signal ?? `exit code ${code}`}.`);
    for (const { reject } of waiting.values()) reject(ended);
  });
  return <T>(ask: Question['ask'], about = '', times = 0): Promise<T> => {
    const question: Question = { id: ++id, ask, about, times };
    const asked = Promise.withResolvers<never>();
    waiting.set(question.id, asked);
    child.send(question);
    return asked.promise;
  };
}
