import { Deadlines } from './deadlines.ts';
import { FifoLine, type Line, StandardLine } from './line.ts';
import type { Message } from './message.ts';

/** The messages of a queue in memory: which are delayed, visible, in flight. It keeps nothing on disk. */
export class Stock {
  readonly counts: Record<Message['state'], number> = { delayed: 0, visible: 0, 'in flight': 0, gone: 0 };
  #messages = new Map<number, Message>();
  #deadlines = new Deadlines();
  #line: Line;

  constructor(fifo: boolean) {
    this.#line = fifo ? new FifoLine() : new StandardLine();
  }

  get(position: number): Message | undefined {
    return this.#messages.get(position);
  }

  all(): Message[] {
    return [...this.#messages.values()];
  }

  admit(message: Message): void {
    this.#messages.set(message.order, message);
    this.counts[message.state] += 1;
    if (message.state === 'visible') this.#line.add(message);
    else this.#deadlines.add(message);
  }

  /** Takes visible messages: they are in flight until `due`. */
  take(most: number, due: number): Message[] {
    const taken = this.#line.take(most);
    for (const message of taken) {
      this.#become(message, 'in flight');
      this.extend(message, due);
    }
    return taken;
  }

  /** Gives a message in flight another deadline. */
  extend(message: Message, due: number): void {
    message.due = due;
    this.#deadlines.add(message);
  }

  /** A delayed message, or one in flight, can be had again. */
  comeBack(message: Message): void {
    const lent = message.state === 'in flight';
    this.#become(message, 'visible');
    this.#line.add(message);
    if (lent) this.#line.settle(message);
  }

  remove(message: Message): void {
    const lent = message.state === 'in flight';
    this.#become(message, 'gone');
    this.#messages.delete(message.order);
    if (lent) this.#line.settle(message);
  }

  /** The next message whose delay or visibility timeout has ended. */
  nextDue(now: number): Message | undefined {
    return this.#deadlines.takeDue(now);
  }

  /** When the next delay or visibility timeout ends. */
  nextDeadline(): number | undefined {
    return this.#deadlines.next();
  }

  #become(message: Message, state: Message['state']): void {
    this.counts[message.state] -= 1;
    this.counts[state] += 1;
    message.state = state;
  }
}
