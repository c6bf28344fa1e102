import { hash } from 'node:crypto';
import type { Draft, Message } from './message.ts';
import type { MessageStore, SentId } from './message-store.ts';
import type { QueueSettings } from './settings.ts';
import { badParameter, missingParameter } from './sqs-error.ts';

/** How long SQS remembers a de-duplication id. */
export const remembers = 5 * 60_000;

/** The de-duplication ids a FIFO queue was sent in the last five minutes; a deleted message still counts. */
export class SentIds {
  #ids = new Map<string, SentId>();
  /** Up to when the store has forgotten. */
  #forgotten = Date.now() - remembers;
  #store: MessageStore;
  #settings: QueueSettings;

  constructor(settings: QueueSettings, store: MessageStore) {
    this.#settings = settings;
    this.#store = store;
    for (const sent of store.remembered(settings.name, Date.now() - remembers)) this.#ids.set(sent.id, sent);
  }

  /** The draft with its de-duplication id. Throws an SqsError where the queue's kind wants something else. */
  complete(draft: Draft): Draft {
    if (!this.#settings.fifo) return this.#standard(draft);
    if (!draft.group) throw missingParameter('MessageGroupId');
    if (draft.delay) throw badParameter('A message of a FIFO queue has no delay of its own.');
    if (draft.deduplication) return draft;
    if (this.#settings.contentBased) return { ...draft, deduplication: hash('sha256', draft.body) };
    const ways =
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided';
    throw badParameter(`${ways} explicitly`);
  }

  /** The message already sent under the draft's id, if that was in the last five minutes. */
  earlier(draft: Draft, now: number): SentId | undefined {
    const sent = draft.deduplication ? this.#ids.get(this.#keyOf(draft)) : undefined;
    return sent && sent.sent > now - remembers ? sent : undefined;
  }

  remember(message: Message): void {
    if (!this.#settings.fifo) return;
    this.#forgetBefore(message.sent - remembers);
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

  #forgetBefore(instant: number): void {
    if (instant - this.#forgotten > remembers) {
      this.#store.forget(instant);
      this.#forgotten = instant;
    }
    for (const [id, { sent }] of this.#ids) {
      if (sent >= instant) return;
      this.#ids.delete(id);
    }
  }
}
