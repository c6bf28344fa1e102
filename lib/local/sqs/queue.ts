import type { Weather } from '../weather/weather.ts';
import { WakeUp } from './deadlines.ts';
import { Intake, type Sent } from './intake.ts';
import { type Draft, type Message, newReceipt, positionOf } from './message.ts';
import type { MessageStore } from './message-store.ts';
import type { QueueSettings } from './settings.ts';
import { badReceipt, expiredReceipt, notInFlight } from './sqs-error.ts';
import { Stock } from './stock.ts';
import { Watchers } from './watchers.ts';

/**
 * One queue: its messages in memory to be quick, each change in the store before the call returns. Times
 * are in milliseconds. Nothing here sleeps: who waits is woken by the change itself.
 */
export class Queue {
  readonly settings: QueueSettings;
  readonly watchers = new Watchers();
  #stock: Stock;
  #intake: Intake;
  #store: MessageStore;
  #deadLetters: (arn: string) => Queue | undefined;
  #longestWait: () => number;
  #wakeUp = new WakeUp(() => this.#release());

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
    this.#stock = new Stock(settings.fifo);
    this.#intake = new Intake(settings, store, this.#stock, weather);
    this.#load(Date.now());
    this.#wakeUp.by(this.#stock.nextDeadline());
  }

  get counts(): Readonly<Record<Message['state'], number>> {
    return this.#stock.counts;
  }

  /** What is still to be done with it, if anything. */
  work(): string | undefined {
    const { visible, delayed, 'in flight': lent } = this.counts;
    return visible + delayed + lent ? `${visible + delayed + lent} in ${this.settings.name}` : undefined;
  }

  /** All or none. Throws an SqsError. */
  send(drafts: readonly Draft[]): Sent[] {
    const complete = drafts.map((draft) => this.#inTime(this.#intake.checked(draft)));
    const sent = this.together(() => complete.map((draft) => this.#intake.accept(draft)));
    this.#wakeUp.by(this.#stock.nextDeadline());
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

  /** Deletes what the receipts stand for; of a standard queue also messages that have come back meanwhile. */
  delete(receipts: readonly string[]): void {
    const messages = receipts.map((receipt) => this.#byReceipt(receipt)).filter((one) => one !== undefined);
    this.together(() => messages.map((message) => this.#remove(message)));
    this.watchers.notify();
  }

  /** Lets a message in flight come back `visibility` after `now`. Throws an SqsError. */
  changeVisibility(receipt: string, visibility: number, now: number): void {
    const message = this.#byReceipt(receipt);
    if (message?.state !== 'in flight') throw notInFlight();
    this.#stock.extend(message, now + Math.min(visibility, this.#longestWait()));
    this.#release();
  }

  /** Ends a batch: deletes what is done, lets the rest come back. Receipts that have lapsed mean nothing. */
  settle(done: readonly string[], failed: readonly string[], visibility: number): void {
    const lent = (receipts: readonly string[]) =>
      receipts.map((receipt) => this.#lentFor(receipt)).filter((message) => message?.state === 'in flight');
    const due = Date.now() + visibility;
    this.together(() => {
      for (const message of lent(done)) if (message) this.#remove(message);
    });
    // All at the same moment, so that they come back as a batch again.
    for (const message of lent(failed)) if (message) this.#stock.extend(message, due);
    this.#release();
    this.watchers.notify();
  }

  /** Takes a message of another queue: a dead letter, or one that is sent back. */
  adopt(message: Message): void {
    const ours: Message = { ...message, state: 'visible', receipt: undefined };
    this.#store.moved(ours, this.settings.name);
    this.#stock.admit(ours);
    this.watchers.notify();
  }

  /** The visible message that was sent last. */
  newest(): Message | undefined {
    return this.#stock
      .all()
      .filter((message) => message.state === 'visible')
      .reduce<Message | undefined>((last, one) => (last && last.order > one.order ? last : one), undefined);
  }

  /** Gives up everything that is visible, for other queues to adopt. */
  surrender(): Message[] {
    const waiting = this.#stock.all().filter((message) => message.state === 'visible');
    for (const message of waiting) this.#stock.remove(message);
    this.watchers.notify();
    return waiting;
  }

  purge(): void {
    this.#store.removeAll(this.settings.name);
    for (const message of this.#stock.all()) this.#stock.remove(message);
    this.watchers.notify();
  }

  close(): void {
    this.#wakeUp.cancel();
    this.watchers.close();
  }

  #inTime(draft: Draft): Draft {
    return draft.delay ? { ...draft, delay: Math.min(draft.delay, this.#longestWait()) } : draft;
  }

  /** What is past its retention is dropped. */
  #load(now: number): void {
    for (const message of this.#store.load(this.settings.name, now)) {
      if (this.#isOld(message, now)) this.#store.remove(message);
      else this.#stock.admit(message);
    }
  }

  #isOld(message: Message, now: number): boolean {
    return message.sent + this.settings.retention <= now;
  }

  /** Messages past their retention are dropped on the way. */
  #takeFresh(most: number, now: number, visibility: number): Message[] {
    const taken = this.#stock.take(most, now + visibility);
    const old = taken.filter((message) => this.#isOld(message, now));
    const fresh = taken.filter((message) => !old.includes(message));
    for (const message of fresh) this.#count(message, now);
    for (const message of old) this.#remove(message);
    this.#wakeUp.by(this.#stock.nextDeadline());
    return old.length ? [...fresh, ...this.#takeFresh(most - fresh.length, now, visibility)] : fresh;
  }

  #count(message: Message, now: number): void {
    message.receives += 1;
    message.firstReceived ??= now;
    message.receipt = newReceipt(this.settings.name, message.order);
    this.#store.received(message);
  }

  #lentFor(receipt: string): Message | undefined {
    const message = this.#stock.get(positionOf(this.settings.name, receipt) ?? 0);
    return message?.receipt === receipt ? message : undefined;
  }

  /** The message whose latest receipt this is. Throws an SqsError for what never was a receipt. */
  #byReceipt(receipt: string): Message | undefined {
    if (positionOf(this.settings.name, receipt) === undefined) throw badReceipt(receipt);
    const message = this.#lentFor(receipt);
    if (message && this.settings.fifo && message.state !== 'in flight') throw expiredReceipt(receipt);
    return message;
  }

  #remove(message: Message): void {
    this.#store.remove(message);
    this.#stock.remove(message);
  }

  /** Brings back what has waited long enough. */
  #release(): void {
    const now = Date.now();
    let message = this.#stock.nextDue(now);
    if (message) this.watchers.notify();
    for (; message; message = this.#stock.nextDue(now)) this.#comeBack(message);
    this.#wakeUp.by(this.#stock.nextDeadline());
  }

  /** As SQS does, but without waiting for someone to ask: what was received often enough is a dead letter. */
  #comeBack(message: Message): void {
    const redrive = this.settings.redrive;
    const spent = message.state === 'in flight' && redrive && message.receives >= redrive.receives;
    const deadLetters = spent ? this.#deadLetters(redrive.queueArn) : undefined;
    if (deadLetters) {
      this.#stock.remove(message);
      deadLetters.adopt({ ...message, from: this.settings.arn });
    } else this.#stock.comeBack(message);
  }
}
