import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Code, FromSandbox, ToSandbox } from './messages.ts';

/** A place where one function runs, apart from everything else; it takes one event at a time. */
export interface Sandbox {
  send(message: ToSandbox): void;
  /** Ends it at once, whatever it is doing. */
  kill(): Promise<void>;
}

export interface Watcher {
  message(message: FromSandbox): void;
  /** It has ended, on its own or by being killed; `why` in Lambda's words. */
  ended(why: string): void;
}

export interface SandboxOptions {
  code: Code;
  env: Readonly<Record<string, string>>;
  log: string;
}

export type OpenSandbox = (options: SandboxOptions, watcher: Watcher) => Sandbox;

/** Starts in 100 ms and shares the process; a function without native code cannot harm its neighbours there. */
export const openThread: OpenSandbox = ({ code, env, log }, watcher) => {
  const worker = new Worker(new URL('./in-thread.ts', import.meta.url), {
    env,
    execArgv: optionsIn(env),
    // Left to itself every thread takes some 50 MB for what lives a moment; a laptop has a dozen of them.
    resourceLimits: { maxOldGenerationSizeMb: code.memory, maxYoungGenerationSizeMb: 16 },
    name: code.functionName,
  });
  let why = '';
  worker.on('message', (message: FromSandbox) => watcher.message(message));
  worker.on('error', (error) => {
    why = Object(error).code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'signal: killed' : String(error);
  });
  worker.on('exit', (exitCode) => watcher.ended(why || `exit status ${exitCode}`));
  worker.postMessage({ kind: 'load', code: { ...code, log } } satisfies ToSandbox);
  return {
    send: (message) => worker.postMessage(message),
    kill: async () => {
      await worker.terminate();
    },
  };
};

/** A crash of native code, or a kill in the middle of it, takes nothing else along. */
export const openProcess: OpenSandbox = ({ code, env, log }, watcher) => {
  const output = openSync(log, 'a');
  const child = fork(new URL('./in-process.ts', import.meta.url), {
    env,
    execArgv: [...optionsIn(env), `--max-old-space-size=${code.memory}`],
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (exitCode, signal) => {
      resolve();
      watcher.ended(signal ? `signal: ${signal}` : `exit status ${exitCode}`);
    });
  });
  child.on('error', () => undefined);
  child.on('message', (message: FromSandbox) => watcher.message(message));
  child.send({ kind: 'load', code } satisfies ToSandbox);
  return {
    send: (message) => child.send(message),
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
};

/** A thread does not read NODE_OPTIONS of its own; what the template sets there is given to it by hand. */
const optionsIn = (env: Readonly<Record<string, string>>): string[] =>
  (env.NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '');
