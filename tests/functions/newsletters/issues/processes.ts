import { setImmediate } from 'node:timers/promises';
import type { Gate } from './fakes.ts';

/** A call that took effect. */
export interface Call {
  /** Such as `batches.replace`. */
  name: string;
  args: readonly unknown[];
  result: unknown;
}

/** Is told of each call once it took effect, before the function is. */
export type Watch = (process: Process, call: Call) => void;

/** A function under way. It stops before and after every call of a port, until it is told to go on. */
export class Process {
  readonly name: string;
  /** Milliseconds since the world began, whatever the clock on the wall says. */
  readonly startedAt: number;
  state: 'running' | 'ended' | 'killed' = 'running';
  error: unknown;
  #isFree = false;
  #stops: (() => void)[] = [];
  readonly #watch: Watch;

  constructor(name: string, startedAt: number, watch: Watch) {
    this.name = name;
    this.startedAt = startedAt;
    this.#watch = watch;
  }

  gate: Gate = async (name, call, args) => {
    await this.#stop();
    const result = await call();
    this.#watch(this, { name, args, result });
    await this.#stop();
    return result;
  };

  start(work: () => Promise<void>): void {
    const end = (error?: unknown) => {
      if (this.state === 'running') this.state = 'ended';
      this.error = error;
    };
    work().then(() => end(), end);
  }

  /** On to the next stop. */
  async step(): Promise<void> {
    this.#stops.shift()?.();
    await setImmediate();
  }

  /** To its end, in which nothing else happens. */
  async finish(): Promise<void> {
    this.#isFree = true;
    while (this.state === 'running') {
      for (const stop of this.#stops.splice(0)) stop();
      await setImmediate();
    }
  }

  /** It never goes on, and nothing of it is told anybody. */
  kill(): void {
    if (this.state !== 'running') return;
    this.state = 'killed';
    this.#stops = [];
  }

  async #stop(): Promise<void> {
    if (this.state === 'killed') return new Promise(() => undefined);
    if (!this.#isFree) await new Promise<void>((goOn) => this.#stops.push(goOn));
  }
}
