import type { Weather } from '../weather/weather.ts';
import { EarliestTimer } from './deadlines.ts';
import { Intake, type Sent } from './intake.ts';
import { type Draft, type Message, newReceipt, positionOf } from './message.ts';
import type { MessageStore } from './message-store.ts';
import type { QueueSettings } from './settings.ts';
import { badReceipt, expiredReceipt, notInFlight } from './sqs-error.ts';
import { LiveMessages } from './stock.ts';
import { Watchers } from './watchers.ts';

/**
 * One queue: its messages in memory to be quick, each change in the store before the call returns. Times
 * are in milliseconds. Nothing polls: each change resolves the receives that wait.
 */
export class Queue {
  readonly settings: QueueSettings;
  readonly watchers = new Watchers();
  #live: LiveMessages;
  #intake: Intake;
  #store: MessageStore;
  #deadLetters: (arn: string) => Queue | undefined;
  #longestWait: () => number;
  #timer = new EarliestTimer(() => this.#release());

  constructor(
    settings: QueueSettings,
    store: MessageStore,
    deadLetters: (arn: string) => Queue | undefined,
    weather: () => Weather | undefined = () => undefined,
    longestWait = () => Number.POSITIVE_INFINITY,
  ) {
    this.settings = settings;
    this.#store = store;
    this.#deadLetters = deadLetters;
    this.#longestWait = longestWait;
    this.#live = new LiveMessages(settings.fifo);
    this.#intake = new Intake(settings, store, this.#live, weather);
    this.#load(Date.now());
    this.#timer.by(this.#live.nextDeadline());
  }

  get counts(): Readonly<Record<Message['state'], number>> {
    return this.#live.counts;
  }

  /** What is still to be done with it, if anything. */
  work(): string | undefined {
    const { visible, delayed, 'in flight': inFlight } = this.counts;
    return visible + delayed + inFlight
      ? `${visible + delayed + inFlight} in ${this.settings.name}`
      : undefined;
  }

  /** All or none. Throws an SqsError. */
  send(drafts: readonly Draft[]): Sent[] {
    const complete = drafts.map((draft) => this.#limitDelay(this.#intake.checked(draft)));
    const sent = this.together(() => complete.map((draft) => this.#intake.accept(draft)));
    this.#timer.by(this.#live.nextDeadline());
    this.watchers.notify();
    return sent;
  }

  /** Runs several changes as one: a batch costs one write to the file. */
  together<T>(changes: () => T): T {
    return this.#store.atomically(changes);
  }

  /** Takes up to so many messages, each in flight for `visibility`. */
  take(most: number, visibility = this.settings.visibility): Message[] {
    this.#release();
    return this.together(() => this.#takeFresh(most, Date.now(), visibility));
  }

  /** Deletes by receipt; in a standard queue also messages that have become visible again meanwhile. */
  delete(receipts: readonly string[]): void {
    const messages = receipts.map((receipt) => this.#byReceipt(receipt)).filter((one) => one !== undefined);
    this.together(() => messages.map((message) => this.#remove(message)));
    this.watchers.notify();
  }

  /** Makes a message in flight visible again `visibility` after `now`. Throws an SqsError. */
  changeVisibility(receipt: string, visibility: number, now: number): void {
    const message = this.#byReceipt(receipt);
    if (message?.state !== 'in flight') throw notInFlight();
    this.#live.extend(message, now + Math.min(visibility, this.#longestWait()));
    this.#release();
  }

  /** Ends a batch: deletes what succeeded, makes the others visible again. Expired receipts are ignored. */
  settle(done: readonly string[], failed: readonly string[], visibility: number): void {
    const inFlight = (receipts: readonly string[]) =>
      receipts.map((receipt) => this.#heldBy(receipt)).filter((message) => message?.state === 'in flight');
    const due = Date.now() + visibility;
    this.together(() => {
      for (const message of inFlight(done)) if (message) this.#remove(message);
    });
    // All at the same moment, so that they come back as a batch again.
    for (const message of inFlight(failed)) if (message) this.#live.extend(message, due);
    this.#release();
    this.watchers.notify();
  }

  /** Takes a message of another queue: a dead letter, or one that is sent back. */
  adopt(message: Message): void {
    const adopted: Message = { ...message, state: 'visible', receipt: undefined };
    this.#store.moved(adopted, this.settings.name);
    this.#live.admit(adopted);
    this.watchers.notify();
  }

  /** The visible message that was sent last. */
  newest(): Message | undefined {
    return this.#live
      .all()
      .filter((message) => message.state === 'visible')
      .reduce<Message | undefined>((last, one) => (last && last.order > one.order ? last : one), undefined);
  }

  /** Removes everything that is visible, for other queues to adopt. */
  takeAll(): Message[] {
    const waiting = this.#live.all().filter((message) => message.state === 'visible');
    for (const message of waiting) this.#live.remove(message);
    this.watchers.notify();
    return waiting;
  }

  purge(): void {
    this.#store.removeAll(this.settings.name);
    for (const message of this.#live.all()) this.#live.remove(message);
    this.watchers.notify();
  }

  close(): void {
    this.#timer.cancel();
    this.watchers.close();
  }

  #limitDelay(draft: Draft): Draft {
    return draft.delay ? { ...draft, delay: Math.min(draft.delay, this.#longestWait()) } : draft;
  }

  /** What is past its retention is dropped. */
  #load(now: number): void {
    for (const message of this.#store.load(this.settings.name, now)) {
      if (this.#isExpired(message, now)) this.#store.remove(message);
      else this.#live.admit(message);
    }
  }

  #isExpired(message: Message, now: number): boolean {
    return message.sent + this.settings.retention <= now;
  }

  /** Messages past their retention are dropped on the way. */
  #takeFresh(most: number, now: number, visibility: number): Message[] {
    const taken = this.#live.take(most, now + visibility);
    const expired = taken.filter((message) => this.#isExpired(message, now));
    const fresh = taken.filter((message) => !expired.includes(message));
    for (const message of fresh) this.#countReceive(message, now);
    for (const message of expired) this.#remove(message);
    this.#timer.by(this.#live.nextDeadline());
    return expired.length ? [...fresh, ...this.#takeFresh(most - fresh.length, now, visibility)] : fresh;
  }

  #countReceive(message: Message, now: number): void {
    message.receives += 1;
    message.firstReceived ??= now;
    message.receipt = newReceipt(this.settings.name, message.order);
    this.#store.received(message);
  }

  #heldBy(receipt: string): Message | undefined {
    const message = this.#live.get(positionOf(this.settings.name, receipt) ?? 0);
    return message?.receipt === receipt ? message : undefined;
  }

  /** The message whose latest receipt this is. Throws an SqsError for what never was a receipt. */
  #byReceipt(receipt: string): Message | undefined {
    if (positionOf(this.settings.name, receipt) === undefined) throw badReceipt(receipt);
    const message = this.#heldBy(receipt);
    if (message && this.settings.fifo && message.state !== 'in flight') throw expiredReceipt(receipt);
    return message;
  }

  #remove(message: Message): void {
    this.#store.remove(message);
    this.#live.remove(message);
  }

  /** Makes visible what has waited long enough. */
  #release(): void {
    const now = Date.now();
    let message = this.#live.nextDue(now);
    if (message) this.watchers.notify();
    for (; message; message = this.#live.nextDue(now)) this.#makeVisible(message);
    this.#timer.by(this.#live.nextDeadline());
  }

  /** What was received often enough becomes a dead letter at once; SQS waits for the next receive. */
  #makeVisible(message: Message): void {
    const redrive = this.settings.redrive;
    const exhausted = message.state === 'in flight' && redrive && message.receives >= redrive.receives;
    const deadLetters = exhausted ? this.#deadLetters(redrive.queueArn) : undefined;
    if (deadLetters) {
      this.#live.remove(message);
      deadLetters.adopt({ ...message, from: this.settings.arn });
    } else this.#live.makeVisible(message);
  }
}
