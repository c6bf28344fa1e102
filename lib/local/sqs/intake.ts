import { hash } from 'node:crypto';
import type { Weather } from '../weather/weather.ts';
import { type Draft, type Message, newMessage, sequenceNumber, sizeOf } from './message.ts';
import type { MessageStore, SentId } from './message-store.ts';
import type { QueueSettings } from './settings.ts';
import { badParameter, missingParameter, tooLong } from './sqs-error.ts';
import type { LiveMessages } from './stock.ts';

/** The answer to a sender. */
export interface Sent {
  id: string;
  /** FIFO only. */
  sequence?: string;
}

/** The sending side of a queue: checks a message, recognises a repeated one, stores it. */
export class Intake {
  #settings: QueueSettings;
  #store: MessageStore;
  #live: LiveMessages;
  #deduplication: DeduplicationIds;
  #weather: () => Weather | undefined;

  constructor(
    settings: QueueSettings,
    store: MessageStore,
    live: LiveMessages,
    weather: () => Weather | undefined,
  ) {
    this.#settings = settings;
    this.#store = store;
    this.#live = live;
    this.#deduplication = new DeduplicationIds(settings, store);
    this.#weather = weather;
  }

  /** The draft as the queue wants it. Throws an SqsError. */
  checked(draft: Draft): Draft {
    if (sizeOf(draft) > this.#settings.largest) throw tooLong(this.#settings.largest);
    const complete = this.#deduplication.complete(draft);
    return { ...complete, delay: complete.delay ?? this.#settings.delay };
  }

  /** Stores a message, unless its de-duplication id was sent in the last five minutes. */
  accept(draft: Draft): Sent {
    const now = Date.now();
    const earlier = this.#deduplication.earlier(draft, now);
    if (earlier) return { id: earlier.message, sequence: sequenceNumber(earlier.position) };
    const [late = 0, ...again] = this.#deliveries();
    const message = this.#admit(draft, late, now);
    for (const later of again) this.#admit(draft, later, now);
    return { id: message.id, sequence: this.#settings.fifo ? sequenceNumber(message.order) : undefined };
  }

  /** A standard queue may deliver late and more than once; a FIFO queue's messages wait for their batch. */
  #deliveries(): readonly number[] {
    return (!this.#settings.fifo && this.#weather()?.deliveries?.(this.#settings.name)) || [0];
  }

  #admit(draft: Draft, late: number, now: number): Message {
    const delay = (draft.delay ?? 0) + late;
    const message = newMessage({ ...draft, delay }, this.#store.nextPosition(), now);
    this.#store.insert(this.#settings.name, message);
    this.#deduplication.remember(message);
    this.#live.admit(message);
    return message;
  }
}

/** SQS's deduplication interval, in milliseconds. */
const deduplicationWindow = 5 * 60_000;

/** The de-duplication ids a FIFO queue was sent in the last five minutes; a deleted message still counts. */
class DeduplicationIds {
  #ids = new Map<string, SentId>();
  /** Ids sent before this instant have been deleted from the store. */
  #purgedBefore = Date.now() - deduplicationWindow;
  #store: MessageStore;
  #settings: QueueSettings;

  constructor(settings: QueueSettings, store: MessageStore) {
    this.#settings = settings;
    this.#store = store;
    for (const sent of store.remembered(settings.name, Date.now() - deduplicationWindow))
      this.#ids.set(sent.id, sent);
  }

  /** The draft with its de-duplication id. Throws an SqsError where the queue's kind wants something else. */
  complete(draft: Draft): Draft {
    if (!this.#settings.fifo) return this.#standard(draft);
    if (!draft.group) throw missingParameter('MessageGroupId');
    if (draft.delay) throw badParameter('A message of a FIFO queue has no delay of its own.');
    if (draft.deduplication) return draft;
    if (this.#settings.contentBased) return { ...draft, deduplication: hash('sha256', draft.body) };
    const message =
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided';
    throw badParameter(`${message} explicitly`);
  }

  /** The message already sent under the draft's id, if that was in the last five minutes. */
  earlier(draft: Draft, now: number): SentId | undefined {
    const sent = draft.deduplication ? this.#ids.get(this.#keyOf(draft)) : undefined;
    return sent && sent.sent > now - deduplicationWindow ? sent : undefined;
  }

  remember(message: Message): void {
    if (!this.#settings.fifo) return;
    this.#purge(message.sent - deduplicationWindow);
    const id = this.#keyOf(message);
    const sent = { id, message: message.id, position: message.order, sent: message.sent };
    this.#ids.delete(id);
    this.#ids.set(id, sent);
    this.#store.remember(this.#settings.name, sent);
  }

  #standard(draft: Draft): Draft {
    if (draft.deduplication) {
      throw badParameter('MessageDeduplicationId is not valid for this queue type.');
    }
    return draft;
  }

  #keyOf(draft: Draft): string {
    const id = draft.deduplication ?? '';
    return this.#settings.perGroup ? `${draft.group}\n${id}` : id;
  }

  #purge(instant: number): void {
    if (instant - this.#purgedBefore > deduplicationWindow) {
      this.#store.purgeIds(instant);
      this.#purgedBefore = instant;
    }
    for (const [id, { sent }] of this.#ids) {
      if (sent >= instant) return;
      this.#ids.delete(id);
    }
  }
}
