import { join } from 'node:path';
import { perCloud, type ServicePrincipal } from '../cloud.ts';
import { isAllowedByResourcePolicy } from '../iam/decide.ts';
import type { Weather } from '../weather/weather.ts';
import { MessageStore } from './message-store.ts';
import { Queue } from './queue.ts';
import { QueueService } from './queue-service.ts';
import type { QueueSettings } from './settings.ts';
import { noSuchQueue } from './sqs-error.ts';

/** Milliseconds until messages of a failed batch are visible again; AWS waits for the visibility timeout. */
const retryDelay = 1000;

/** The queues of one local cloud. */
export class Queues {
  #byArn = new Map<string, Queue>();
  #policies = new Map<string, unknown[]>();
  #store: MessageStore;
  /** Milliseconds after which a failed message comes back from a function; at most the queue's timeout. */
  retryDelay = retryDelay;
  /** Limits every delay and visibility timeout, in milliseconds, so that tests need not wait. */
  longestWait = Number.POSITIVE_INFINITY;
  #weather: () => Weather | undefined;

  constructor(folder: string, weather: () => Weather | undefined = () => undefined) {
    this.#store = new MessageStore(join(folder, 'queues', 'messages.db'));
    this.#weather = weather;
  }

  declare(settings: QueueSettings): Queue {
    const queue = new Queue(
      settings,
      this.#store,
      (arn) => this.#byArn.get(arn),
      this.#weather,
      () => this.longestWait,
    );
    this.#byArn.set(settings.arn, queue);
    return queue;
  }

  /** Throws an SqsError when there is none. */
  byArn(arn: string): Queue {
    const queue = this.#byArn.get(arn);
    if (!queue) throw noSuchQueue();
    return queue;
  }

  byName(name: string): Queue {
    const queue = this.list(name).find(({ settings }) => settings.name === name);
    if (!queue) throw noSuchQueue();
    return queue;
  }

  /** Queues with an address: those of asynchronous invocations have none. */
  list(prefix = ''): Queue[] {
    return [...this.#byArn.values()].filter(
      ({ settings }) => settings.url && settings.name.startsWith(prefix),
    );
  }

  /** Runs changes of several queues as one: they cost one write to the file. */
  together<T>(changes: () => T): T {
    return this.#store.atomically(changes);
  }

  /** Adds a policy to a queue. */
  allow(arn: string, policy: unknown): void {
    this.#policies.set(arn, [...(this.#policies.get(arn) ?? []), policy]);
  }

  /** Whether the queue's policy lets an AWS service send to it. */
  maySend(by: ServicePrincipal, arn: string): boolean {
    return isAllowedByResourcePolicy(this.#policies.get(arn) ?? [], by, {
      action: 'sqs:SendMessage',
      resource: arn,
    });
  }

  close(): void {
    for (const queue of this.#byArn.values()) queue.close();
    this.#store.close();
  }
}

/** The queues of a cloud; opened with their service and the cloud's `enqueue` when first asked for. */
export const queuesOf = perCloud((cloud) => {
  const queues = new Queues(cloud.place.data, () => cloud.weather);
  cloud.services.set('sqs', new QueueService((name) => queues.byName(name), cloud.place));
  cloud.enqueue = async (arn, body, options) => {
    queues.byArn(arn).send([{ body, ...options, sender: cloud.place.account }]);
  };
  cloud.onStop(() => queues.close());
  return queues;
});
