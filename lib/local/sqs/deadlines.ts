import type { Message } from './message.ts';

interface Deadline {
  at: number;
  message: Message;
}

const isWaiting = ({ at, message }: Deadline): boolean =>
  message.due === at && (message.state === 'delayed' || message.state === 'in flight');

/**
 * Delays and visibility timeouts, earliest first: a binary heap. Entries whose message has been deleted or
 * given another deadline are skipped when they come up.
 */
export class Deadlines {
  #heap: Deadline[] = [];

  add(message: Message): void {
    this.#heap.push({ at: message.due, message });
    this.#rise(this.#heap.length - 1);
  }

  /** When the next one ends, in milliseconds since the epoch. */
  next(): number | undefined {
    while (this.#heap[0] && !isWaiting(this.#heap[0])) this.#removeFirst();
    return this.#heap[0]?.at;
  }

  /** Takes out the first message whose time has come. */
  takeDue(now: number): Message | undefined {
    const at = this.next();
    return at !== undefined && at <= now ? this.#removeFirst() : undefined;
  }

  #removeFirst(): Message | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last && this.#heap.length) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first?.message;
  }

  #rise(index: number): void {
    const parent = (index - 1) >> 1;
    if (index === 0 || this.#at(parent) <= this.#at(index)) return;
    this.#swap(index, parent);
    this.#rise(parent);
  }

  #sink(index: number): void {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const smaller = this.#at(right) < this.#at(left) ? right : left;
    if (this.#at(index) <= this.#at(smaller)) return;
    this.#swap(index, smaller);
    this.#sink(smaller);
  }

  #at(index: number): number {
    return this.#heap[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (!first || !second) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }
}

const longestTimer = 2 ** 31 - 1;

/** A timer for the earliest of many instants; it does not keep the process alive. */
export class EarliestTimer {
  #onDue: () => void;
  #set: { at: number; timer: NodeJS.Timeout } | undefined;

  constructor(onDue: () => void) {
    this.#onDue = onDue;
  }

  /** Fires at that instant (milliseconds since the epoch) or at an earlier one already set. */
  by(at: number | undefined): void {
    if (at === undefined || (this.#set && this.#set.at <= at)) return;
    this.cancel();
    const wait = Math.min(Math.max(at - Date.now(), 0), longestTimer);
    this.#set = { at, timer: setTimeout(() => this.#fire(), wait).unref() };
  }

  cancel(): void {
    clearTimeout(this.#set?.timer);
    this.#set = undefined;
  }

  #fire(): void {
    this.#set = undefined;
    this.#onDue();
  }
}
