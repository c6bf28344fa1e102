import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { MovableClock } from '../clock.ts';
import type { Code, FromSandbox, ToSandbox } from './messages.ts';

/** Runs one function in isolation, one event at a time. */
export interface Sandbox {
  send(message: ToSandbox): void;
  /** Ends it at once, whatever it is doing. */
  kill(): Promise<void>;
}

export interface SandboxEvents {
  message(message: FromSandbox): void;
  /** It has ended, by itself or killed; `why` as Lambda words it. */
  ended(why: string): void;
}

export interface SandboxOptions {
  code: Code;
  env: Readonly<Record<string, string>>;
  log: string;
  clock: Pick<MovableClock, 'offset' | 'onMove'>;
}

export type OpenSandbox = (options: SandboxOptions, events: SandboxEvents) => Sandbox;

/** A worker thread starts in 100 ms; a function without native code cannot harm others in the process. */
export const openThread: OpenSandbox = ({ code, env, log, clock }, events) => {
  const worker = new Worker(new URL('./in-thread.ts', import.meta.url), {
    env,
    execArgv: optionsIn(env),
    // By default the young generation of each thread takes some 50 MB; there are a dozen threads.
    resourceLimits: { maxOldGenerationSizeMb: code.memory, maxYoungGenerationSizeMb: 16 },
    name: code.functionName,
  });
  let why = '';
  worker.on('message', (message: FromSandbox) => events.message(message));
  worker.on('error', (error) => {
    why = Object(error).code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'signal: killed' : String(error);
  });
  const send = (message: ToSandbox) => worker.postMessage(message);
  const unfollow = follow(clock, send);
  worker.on('exit', (exitCode) => {
    unfollow();
    events.ended(why || `exit status ${exitCode}`);
  });
  send({ kind: 'load', code: { ...code, log } });
  return {
    send,
    kill: async () => {
      await worker.terminate();
    },
  };
};

/** A process, for native code: when it crashes or is killed, nothing else ends with it. */
export const openProcess: OpenSandbox = ({ code, env, log, clock }, events) => {
  const output = openSync(log, 'a');
  const child = fork(new URL('./in-process.ts', import.meta.url), {
    env,
    execArgv: [...optionsIn(env), `--max-old-space-size=${code.memory}`],
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  const send = (message: ToSandbox) => void child.send(message);
  const unfollow = follow(clock, send);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (exitCode, signal) => {
      resolve();
      unfollow();
      events.ended(signal ? `signal: ${signal}` : `exit status ${exitCode}`);
    });
  });
  child.on('error', () => undefined);
  child.on('message', (message: FromSandbox) => events.message(message));
  send({ kind: 'load', code });
  return {
    send,
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
};

/** Tells the sandbox the time before it loads its code, and at each move of the clock. Returns how to stop. */
function follow(clock: SandboxOptions['clock'], send: (message: ToSandbox) => void): () => void {
  const tell = () => send({ kind: 'clock', offset: clock.offset });
  tell();
  return clock.onMove('functions', tell);
}

/** A thread does not read NODE_OPTIONS, so the template's are passed as arguments. */
const optionsIn = (env: Readonly<Record<string, string>>): string[] =>
  (env.NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '');
