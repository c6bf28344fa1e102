import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

/** Why a job has no answer. */
export type Unanswered = 'broken' | 'too-slow';

export interface ProcessSetup<Answer> {
  /** For errors: “pictures”. */
  what: string;
  file: () => string;
  arguments?: string[];
  /** Beside where its programs are, all that it has of the environment. */
  env?: () => Record<string, string>;
  /** Whether it takes another job after this answer; else it ends, and a fresh one follows. */
  isUsableAfter: (answer: Answer) => boolean;
}

/**
 * A process that opens what strangers wrote, with none of the function's environment: one job at a time; one that was ended
 * is followed by a fresh one. It says something once it is loaded, then answers each message with one.
 */
export class GuardedProcess<Job extends object, Answer extends object> {
  #process: ChildProcess | undefined;
  #loaded: Promise<unknown> = Promise.resolve();
  #last: Promise<unknown> = Promise.resolve();
  readonly #setup: ProcessSetup<Answer>;

  constructor(setup: ProcessSetup<Answer>) {
    this.#setup = setup;
  }

  run(job: Job, seconds: number): Promise<Answer | Unanswered> {
    const answer = this.#last.then(() => this.#run(job, seconds));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  close(): void {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }

  async #run(job: Job, seconds: number): Promise<Answer | Unanswered> {
    this.#process ??= this.#start();
    const child = this.#process;
    const over = new AbortController();
    let isUsable = false;
    try {
      await this.#loaded;
      child.send(job);
      const answer = await this.#first(child, seconds, over);
      isUsable = typeof answer !== 'string' && this.#setup.isUsableAfter(answer);
      return answer;
    } finally {
      over.abort();
      if (!isUsable) this.close();
    }
  }

  /** The function's credentials are not in its environment, so that no fault that shows memory or environment shows
   *  them. It runs as the same user: code run in it could read those of the function in /proc, and do what the
   *  function's role may, which is why that role may do so little. */
  #start(): ChildProcess {
    const { file, arguments: given, env } = this.#setup;
    const { PATH, LD_LIBRARY_PATH } = process.env;
    const child = fork(file(), given, {
      env: { PATH, LD_LIBRARY_PATH, ...env?.() },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // Between two jobs nobody waits for it: the next one starts another.
    child.unref();
    child.channel?.unref();
    child.on('error', () => undefined);
    child.once('exit', () => {
      if (this.#process === child) this.#process = undefined;
    });
    this.#loaded = this.#loading(child);
    this.#loaded.catch(() => undefined);
    return child;
  }

  async #loading(child: ChildProcess): Promise<void> {
    const over = new AbortController();
    const first = await this.#first(child, startLimit, over);
    over.abort();
    if (typeof first === 'string')
      throw new Error(`The process for ${this.#setup.what} does not start (${first})`);
  }

  #first(child: ChildProcess, seconds: number, over: AbortController): Promise<Answer | Unanswered> {
    return Promise.race([this.#answer(child, over), this.#end(child, over), limit(seconds, over)]);
  }

  async #answer(child: ChildProcess, { signal }: AbortController): Promise<Answer> {
    const [answer]: Answer[] = await once(child, 'message', { signal });
    if (!answer) throw new TypeError(`The process for ${this.#setup.what} answered nothing`);
    return answer;
  }

  async #end(child: ChildProcess, { signal }: AbortController): Promise<Unanswered> {
    const [code, by]: (number | string | null)[] = await once(child, 'exit', { signal });
    if (typeof by === 'string' && crashes.includes(by)) return 'broken';
    throw new Error(`The process for ${this.#setup.what} ended: ${by ?? code}`);
  }
}

const startLimit = 20;

/** Signals of a crash in native code: the file did that. What else ends a process is no fault of the file. */
const crashes = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP'];

async function limit(seconds: number, { signal }: AbortController): Promise<Unanswered> {
  await setTimeout(seconds * 1000, undefined, { signal });
  return 'too-slow';
}
