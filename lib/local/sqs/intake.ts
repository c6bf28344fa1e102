import type { Weather } from '../weather/weather.ts';
import { type Draft, type Message, newMessage, sequenceNumber, sizeOf } from './message.ts';
import type { MessageStore } from './message-store.ts';
import { SentIds } from './sent-ids.ts';
import type { QueueSettings } from './settings.ts';
import { tooLong } from './sqs-error.ts';
import type { Stock } from './stock.ts';

/** What a sender is told. */
export interface Sent {
  id: string;
  /** FIFO only. */
  sequence?: string;
}

/** The way into a queue: what it takes, what it has already been sent, where a message is kept. */
export class Intake {
  #settings: QueueSettings;
  #store: MessageStore;
  #stock: Stock;
  #sentIds: SentIds;
  #weather: () => Weather | undefined;

  constructor(
    settings: QueueSettings,
    store: MessageStore,
    stock: Stock,
    weather: () => Weather | undefined,
  ) {
    this.#settings = settings;
    this.#store = store;
    this.#stock = stock;
    this.#sentIds = new SentIds(settings, store);
    this.#weather = weather;
  }

  /** The draft as the queue wants it. Throws an SqsError. */
  checked(draft: Draft): Draft {
    if (sizeOf(draft) > this.#settings.largest) throw tooLong(this.#settings.largest);
    const complete = this.#sentIds.complete(draft);
    return { ...complete, delay: complete.delay ?? this.#settings.delay };
  }

  /** Keeps a message, unless its id was sent in the last five minutes. */
  accept(draft: Draft): Sent {
    const now = Date.now();
    const earlier = this.#sentIds.earlier(draft, now);
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
    this.#sentIds.remember(message);
    this.#stock.admit(message);
    return message;
  }
}
