import { randomUUID } from 'node:crypto';
import { Deadlines } from './deadlines.ts';
import { FifoLine, type Line, StandardLine } from './line.ts';
import { type Draft, type Message, newMessage, sequenceNumber, sizeOf } from './message.ts';
import type { MessageStore } from './message-store.ts';
import { SentIds } from './sent-ids.ts';
import type { QueueSettings } from './settings.ts';
import { badParameter, badReceipt, expiredReceipt, notInFlight } from './sqs-error.ts';
import { Watchers } from './watchers.ts';

/** What a sender is told. */
export interface Sent {
  id: string;
  /** FIFO only. */
  sequence?: string;
}

const longestTimer = 2 ** 31 - 1;

/**
 * One queue: its messages in memory to be quick, each change in the store before the call returns. Times
 * are in milliseconds. Nothing here sleeps: who waits is woken by the change itself.
 */
export class Queue {
  readonly settings: QueueSettings;
  readonly watchers = new Watchers();
  readonly counts: Record<Message['state'], number> = { delayed: 0, visible: 0, 'in flight': 0, gone: 0 };
  #messages = new Map<number, Message>();
  #deadlines = new Deadlines();
  #line: Line;
  #sentIds: SentIds;
  #store: MessageStore;
  #deadLetters: (arn: string) => Queue | undefined;
  #timer: { at: number; handle: NodeJS.Timeout } | undefined;

  constructor(settings: QueueSettings, store: MessageStore, deadLetters: (arn: string) => Queue | undefined) {
    this.settings = settings;
    this.#store = store;
    this.#deadLetters = deadLetters;
    this.#line = settings.fifo ? new FifoLine() : new StandardLine();
    this.#sentIds = new SentIds(settings, store);
    for (const message of store.load(settings.name, Date.now())) this.#admit(message);
  }

  /** All or none. Throws an SqsError. */
  send(drafts: readonly Draft[]): Sent[] {
    const complete = drafts.map((draft) => this.#checked(draft));
    return this.#store.atomically(() => complete.map((draft) => this.#accept(draft)));
  }

  /** Runs several changes as one: a batch costs one write to the file. */
  together<T>(changes: () => T): T {
    return this.#store.atomically(changes);
  }

  /** Takes up to so many messages, each in flight for `visibility`. */
  take(most: number, visibility = this.settings.visibility): Message[] {
    const now = Date.now();
    this.#release(now);
    const taken = this.#takeFresh(most, now);
    if (taken.length)
      this.#store.atomically(() => taken.map((message) => this.#lend(message, now, visibility)));
    return taken;
  }

  /** Deletes what the receipts stand for; of a standard queue also messages that have come back meanwhile. */
  delete(receipts: readonly string[]): void {
    const messages = receipts.map((receipt) => this.#byReceipt(receipt)).filter((one) => one !== undefined);
    this.#store.atomically(() => messages.map((message) => this.#remove(message)));
    this.watchers.notify();
  }

  /** Lets a message in flight come back after `visibility`. Throws an SqsError. */
  changeVisibility(receipt: string, visibility: number): void {
    const message = this.#byReceipt(receipt);
    if (message?.state !== 'in flight') throw notInFlight();
    message.due = Date.now() + visibility;
    this.#await(message);
    this.#release(Date.now());
  }

  /** Takes a dead letter from its queue, or one that is sent back to it. */
  adopt(message: Message): void {
    this.#store.moved(message, this.settings.name);
    this.#admit(message);
    this.watchers.notify();
  }

  /** Gives up everything that is visible, for another queue to adopt. */
  surrender(): Message[] {
    const waiting = [...this.#messages.values()].filter((message) => message.state === 'visible');
    for (const message of waiting) this.#forget(message);
    this.watchers.notify();
    return waiting;
  }

  purge(): void {
    this.#store.removeAll(this.settings.name);
    for (const message of [...this.#messages.values()]) {
      const lent = message.state === 'in flight';
      this.#forget(message);
      if (lent) this.#line.settle(message);
    }
    this.watchers.notify();
  }

  close(): void {
    clearTimeout(this.#timer?.handle);
    this.watchers.close();
  }

  #checked(draft: Draft): Draft {
    if (sizeOf(draft) > this.settings.largest) {
      throw badParameter(
        `One or more parameters are invalid. Reason: Message must be shorter than ${this.settings.largest} bytes.`,
      );
    }
    const complete = this.#sentIds.complete(draft);
    return { ...complete, delay: complete.delay ?? this.settings.delay };
  }

  #accept(draft: Draft): Sent {
    const now = Date.now();
    const earlier = this.#sentIds.earlier(draft, now);
    if (earlier) return { id: earlier.message, sequence: sequenceNumber(earlier.position) };
    const message = newMessage(draft, this.#store.nextPosition(), now);
    this.#store.insert(this.settings.name, message);
    this.#sentIds.remember(message);
    this.#admit(message);
    this.watchers.notify();
    return { id: message.id, sequence: this.settings.fifo ? sequenceNumber(message.order) : undefined };
  }

  #admit(message: Message): void {
    this.#messages.set(message.order, message);
    this.counts[message.state] += 1;
    if (message.state === 'visible') this.#line.add(message);
    else this.#await(message);
  }

  #takeFresh(most: number, now: number): Message[] {
    const taken = this.#line.take(most);
    const [fresh, old] = [
      taken.filter((one) => !this.#isOld(one, now)),
      taken.filter((one) => this.#isOld(one, now)),
    ];
    if (!old.length) return fresh;
    this.#store.atomically(() => old.map((message) => this.#remove(message, true)));
    return [...fresh, ...this.#takeFresh(most - fresh.length, now)];
  }

  #isOld = (message: Message, now: number): boolean => message.sent + this.settings.retention <= now;

  #lend(message: Message, now: number, visibility: number): void {
    this.#become(message, 'in flight');
    message.receives += 1;
    message.firstReceived ??= now;
    message.due = now + visibility;
    message.receipt = Buffer.from(`${this.settings.name} ${message.order} ${randomUUID()}`).toString(
      'base64',
    );
    this.#store.received(message);
    this.#await(message);
  }

  /** The message whose latest receipt this is. Throws an SqsError for what never was a receipt. */
  #byReceipt(receipt: string): Message | undefined {
    const [name, position] = Buffer.from(receipt, 'base64').toString().split(' ');
    if (name !== this.settings.name || !position) throw badReceipt(receipt);
    const message = this.#messages.get(Number(position));
    if (message?.receipt !== receipt) return undefined;
    if (this.settings.fifo && message.state !== 'in flight') throw expiredReceipt(receipt);
    return message;
  }

  #remove(message: Message, taken = message.state === 'in flight'): void {
    this.#store.remove(message);
    this.#forget(message);
    if (taken) this.#line.settle(message);
  }

  #forget(message: Message): void {
    this.#become(message, 'gone');
    this.#messages.delete(message.order);
  }

  #become(message: Message, state: Message['state']): void {
    this.counts[message.state] -= 1;
    this.counts[state] += 1;
    message.state = state;
  }

  /** Brings back what has waited long enough. */
  #release(now: number): void {
    let message = this.#deadlines.takeDue(now);
    if (message) this.watchers.notify();
    for (; message; message = this.#deadlines.takeDue(now)) this.#comeBack(message);
  }

  #comeBack(message: Message): void {
    const lent = message.state === 'in flight';
    const redrive = this.settings.redrive;
    const deadLetters =
      redrive && lent && message.receives >= redrive.receives
        ? this.#deadLetters(redrive.queueArn)
        : undefined;
    if (deadLetters) {
      this.#forget(message);
      deadLetters.adopt(
        Object.assign(message, { state: 'visible', from: this.settings.arn, receipt: undefined }),
      );
    } else {
      this.#become(message, 'visible');
      this.#line.add(message);
    }
    if (lent) this.#line.settle(message);
  }

  #await(message: Message): void {
    this.#deadlines.add(message);
    this.#setTimer();
  }

  #setTimer(): void {
    const at = this.#deadlines.next();
    if (at === undefined || (this.#timer && this.#timer.at <= at)) return;
    clearTimeout(this.#timer?.handle);
    const wait = Math.min(Math.max(at - Date.now(), 0), longestTimer);
    this.#timer = { at, handle: setTimeout(() => this.#ring(), wait).unref() };
  }

  #ring(): void {
    this.#timer = undefined;
    this.#release(Date.now());
    this.#setTimer();
  }
}
