import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type Cloud, perCloud, StartRefused } from './cloud.ts';
import { writeAtomically } from './data-folder.ts';

/**
 * Who acts when the clock has moved, in this order. What is due acts before what has expired goes: on AWS a row outlives
 * its expiry, too.
 */
const parts = ['functions', 'schedules', 'expiry'] as const;

type Part = (typeof parts)[number];
type Act = () => unknown;

/**
 * The time that the press lives in: the machine's, and how far it was moved ahead. Functions, schedules, the expiry of
 * rows and signed forms, and the times of events go by it. Timers, queues, streams and sign-in go by the machine's.
 */
export class MovableClock {
  readonly #file: string;
  readonly #acts: Readonly<Record<Part, Set<Act>>> = {
    functions: new Set(),
    schedules: new Set(),
    expiry: new Set(),
  };
  #offset: number;
  #lastMove: Promise<unknown> = Promise.resolve();

  /** @param file Keeps the offset through restarts. Throws StartRefused when it holds something else. */
  constructor(file: string) {
    this.#file = file;
    this.#offset = storedOffset(file);
  }

  /** Milliseconds since 1970. */
  readonly now = (): number => Date.now() + this.#offset;

  /** Milliseconds ahead of the machine's clock. */
  get offset(): number {
    return this.#offset;
  }

  /** Calls `act`, and waits for it, after each move. Returns how to stop. */
  onMove(part: Part, act: Act): () => void {
    this.#acts[part].add(act);
    return () => this.#acts[part].delete(act);
  }

  /** Moves the clock ahead by `milliseconds`. The offset is on disk, and all have acted, when it returns the time. */
  advance(milliseconds: number): Promise<number> {
    const move = this.#lastMove.then(() => this.#move(milliseconds));
    this.#lastMove = move.catch(() => undefined);
    return move;
  }

  async #move(milliseconds: number): Promise<number> {
    const offset = this.#offset + milliseconds;
    await writeAtomically(this.#file, `${JSON.stringify({ offset })}\n`);
    this.#offset = offset;
    const now = this.now();
    for (const part of parts) await Promise.all([...this.#acts[part]].map((act) => act()));
    return now;
  }
}

export const clockOf = perCloud(({ place }: Cloud) => new MovableClock(join(place.data, 'clock.json')));

const stored = z.object({ offset: z.number() });

function storedOffset(file: string): number {
  try {
    return stored.parse(JSON.parse(readFileSync(file, 'utf8'))).offset;
  } catch (cause) {
    if (Object(cause).code === 'ENOENT' || Object(cause).code === 'ENOTDIR') return 0;
    throw new StartRefused(
      `${file} does not say how far the clock was moved. Remove it: the press then has this machine’s time.`,
      { cause },
    );
  }
}
