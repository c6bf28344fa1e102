import type { Message } from './message.ts';

/** The visible messages of a queue in the order in which they may be taken. */
export interface DeliveryOrder {
  /** A message has become visible: sent, or back from a delay or a receive. */
  add(message: Message): void;
  /** Takes up to so many messages; they are in flight from then on. */
  take(most: number): Message[];
  /** A message that was taken is in flight no more. */
  settle(message: Message): void;
}

/** A standard queue: no order is promised, each message stands for itself. */
export class StandardOrder implements DeliveryOrder {
  #visible = new ArrayQueue<Message>();

  add(message: Message): void {
    this.#visible.push(message);
  }

  take(most: number): Message[] {
    const taken: Message[] = [];
    while (taken.length < most && this.#visible.length) {
      const message = this.#visible.shift();
      if (message?.state === 'visible') taken.push(message);
    }
    return taken;
  }

  settle(): void {}
}

interface Group {
  name: string;
  waiting: Message[];
  /** How many of the group are in flight: above 0, none of the group can be received. */
  held: number;
  queued: boolean;
}

/**
 * A FIFO queue: the messages of a group are received in order, and none while one is in flight. A receive takes
 * as many as it can of one group, then goes on with the next group, as SQS does.
 */
export class FifoOrder implements DeliveryOrder {
  #groups = new Map<string, Group>();
  #ready = new ArrayQueue<Group>();

  add(message: Message): void {
    const group = this.#groupOf(message);
    const before = group.waiting.findLastIndex((other) => other.order < message.order);
    group.waiting.splice(before + 1, 0, message);
    this.#offer(group);
  }

  take(most: number): Message[] {
    const taken: Message[] = [];
    while (taken.length < most && this.#ready.length) {
      const group = this.#ready.shift();
      if (group) taken.push(...this.#takeOf(group, most - taken.length));
    }
    return taken;
  }

  settle(message: Message): void {
    const group = this.#groupOf(message);
    group.held -= 1;
    if (!group.held && !group.waiting.length) this.#groups.delete(group.name);
    this.#offer(group);
  }

  #takeOf(group: Group, most: number): Message[] {
    group.queued = false;
    const taken: Message[] = [];
    let passed = 0;
    for (; taken.length < most && passed < group.waiting.length; passed += 1) {
      const message = group.waiting[passed];
      if (message?.state === 'visible') taken.push(message);
    }
    group.waiting.splice(0, passed);
    group.held = taken.length;
    if (!taken.length) this.#groups.delete(group.name);
    return taken;
  }

  #offer(group: Group): void {
    if (group.queued || group.held || !group.waiting.length) return;
    group.queued = true;
    this.#ready.push(group);
  }

  #groupOf(message: Message): Group {
    const name = message.group ?? '';
    const group = this.#groups.get(name) ?? { name, waiting: [], held: 0, queued: false };
    this.#groups.set(name, group);
    return group;
  }
}

/** A first-in, first-out queue in an array; taking the first costs the same at any length. */
class ArrayQueue<T> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#head++];
    if (this.#head > this.#items.length) this.#head = this.#items.length;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
