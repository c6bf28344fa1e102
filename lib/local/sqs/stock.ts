import { Deadlines } from './deadlines.ts';
import { type DeliveryOrder, FifoOrder, StandardOrder } from './line.ts';
import type { Message } from './message.ts';

/** The messages of a queue in memory: which are delayed, visible, in flight. It keeps nothing on disk. */
export class LiveMessages {
  readonly counts: Record<Message['state'], number> = { delayed: 0, visible: 0, 'in flight': 0, gone: 0 };
  #messages = new Map<number, Message>();
  #deadlines = new Deadlines();
  #order: DeliveryOrder;

  constructor(fifo: boolean) {
    this.#order = fifo ? new FifoOrder() : new StandardOrder();
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
    if (message.state === 'visible') this.#order.add(message);
    else this.#deadlines.add(message);
  }

  /** Takes visible messages: they are in flight until `due`. */
  take(most: number, due: number): Message[] {
    const taken = this.#order.take(most);
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

  /** A delayed message, or one in flight, becomes visible. */
  makeVisible(message: Message): void {
    const inFlight = message.state === 'in flight';
    this.#become(message, 'visible');
    this.#order.add(message);
    if (inFlight) this.#order.settle(message);
  }

  remove(message: Message): void {
    const inFlight = message.state === 'in flight';
    this.#become(message, 'gone');
    this.#messages.delete(message.order);
    if (inFlight) this.#order.settle(message);
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
