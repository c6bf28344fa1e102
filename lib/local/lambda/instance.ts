import type { Invocation } from '../cloud.ts';
import type { Failure, FromSandbox } from './messages.ts';
import type { OpenSandbox, Sandbox, SandboxOptions } from './sandbox.ts';
import { traceId } from './trace.ts';

export interface Job {
  requestId: string;
  /** JSON. */
  event: string;
  done(invocation: Invocation): void;
}

export interface Hooks {
  /** Ready for the next event. */
  free(instance: Instance): void;
  ended(instance: Instance): void;
}

/** Lambda gives a function ten seconds to load; a busy laptop needs more. */
const loadSeconds = 30;

/** One sandbox and the event it works on: enforces the timeout and reports how the invocation ended. */
export class Instance {
  #sandbox: Sandbox;
  #hooks: Hooks;
  #timeout: number;
  #job: Job | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failure: Failure | undefined;
  #killedBy: string | undefined;
  #loaded = false;
  #ended = Promise.withResolvers<void>();

  /** `timeout` in seconds. */
  constructor(open: OpenSandbox, options: SandboxOptions, timeout: number, hooks: Hooks) {
    this.#hooks = hooks;
    this.#timeout = timeout;
    this.#sandbox = open(options, {
      message: (message) => this.#receive(message),
      ended: (why) => this.#end(why),
    });
    this.#timer = setTimeout(() => this.#notLoaded(), loadSeconds * 1000);
  }

  /** Takes an event; only ever called when it is free. */
  run(job: Job): void {
    this.#job = job;
    const milliseconds = this.#timeout * 1000;
    this.#timer = setTimeout(() => this.#timedOut(job), milliseconds);
    this.#sandbox.send({
      kind: 'event',
      requestId: job.requestId,
      event: job.event,
      deadline: Date.now() + milliseconds,
    });
  }

  runs(trace: string): boolean {
    return this.#job !== undefined && traceId(this.#job.requestId) === trace;
  }

  /** @param by Why, for the error message of the invocation. */
  async kill(by?: string): Promise<void> {
    this.#killedBy = by;
    await this.#sandbox.kill();
    await this.#ended.promise;
  }

  get hasLoaded(): boolean {
    return this.#loaded;
  }

  /** Why it ended. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  #receive(message: FromSandbox): void {
    switch (message.kind) {
      case 'loaded':
        this.#loaded = true;
        clearTimeout(this.#timer);
        this.#hooks.free(this);
        break;
      case 'returned':
        this.#answer(answerOf(message.payload));
        break;
      case 'failed':
        this.#answer(message.failure);
        break;
      case 'crashed':
        this.#failure = message.failure;
    }
  }

  #answer(invocation: Invocation): void {
    const job = this.#release();
    // After the timeout: the sandbox is being killed.
    if (!job) return;
    job.done(invocation);
    this.#hooks.free(this);
  }

  #notLoaded(): void {
    const message = `Error: Init timed out after ${loadSeconds.toFixed(2)} seconds`;
    this.#failure = { outcome: 'failed', errorType: 'Sandbox.Timedout', message };
    void this.#sandbox.kill();
  }

  #timedOut(job: Job): void {
    this.#release();
    void this.#sandbox.kill();
    job.done({
      outcome: 'failed',
      errorType: 'Sandbox.Timedout',
      message: `RequestId: ${job.requestId} Error: Task timed out after ${this.#timeout.toFixed(2)} seconds`,
    });
  }

  #end(why: string): void {
    const job = this.#release();
    const message = `RequestId: ${job?.requestId ?? 'none'} Error: Runtime exited with error: ${this.#killedBy ?? why}`;
    this.#failure ??= { outcome: 'failed', errorType: 'Runtime.ExitError', message };
    job?.done(this.#failure);
    this.#hooks.ended(this);
    this.#ended.resolve();
  }

  #release(): Job | undefined {
    const job = this.#job;
    clearTimeout(this.#timer);
    this.#job = undefined;
    return job;
  }
}

/** Largest answer of a synchronous invocation, in bytes of JSON. */
const largestAnswer = 6 * 1024 * 1024;

function answerOf(payload: string | undefined): Invocation {
  if (payload === undefined) return { outcome: 'returned', payload: null };
  if (payload.length <= largestAnswer) return { outcome: 'returned', payload: JSON.parse(payload) };
  const message = `Response payload size exceeded maximum allowed payload size (${largestAnswer} bytes).`;
  return { outcome: 'failed', errorType: 'Function.ResponseSizeTooLarge', message };
}
