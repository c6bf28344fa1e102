import * as z from 'zod/mini';
import { clockOf } from '../clock.ts';
import { type BusEvent, type Cloud, perCloud } from '../cloud.ts';
import { queuesOf } from '../sqs/queues.ts';
import { deliver } from './deliver-event.ts';
import { EventService } from './event-service.ts';
import { busName, type Rule } from './rule.ts';

/** The event buses of one local cloud with their rules. */
export class Buses {
  #rules = new Map<string, Rule[]>([['default', []]]);
  #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  declare(bus: string): void {
    if (!this.#rules.has(bus)) this.#rules.set(bus, []);
  }

  has(bus: string): boolean {
    return this.#rules.has(busName(bus));
  }

  add(rule: Rule): void {
    this.declare(rule.bus);
    this.#rules.get(rule.bus)?.push(rule);
  }

  /** Returns when each target has the events on disk: of many, with one write. */
  putAll(bus: string, events: readonly BusEvent[]): void {
    queuesOf(this.#cloud).together(() => {
      for (const event of events) this.put(bus, event);
    });
  }

  /** Returns when each target has the event on disk. */
  put(bus: string, event: BusEvent): void {
    if (!unsaid.has(event['detail-type'])) this.#cloud.say('event', eventLine(event));
    for (const rule of this.#rules.get(busName(bus)) ?? []) {
      if (!rule.pattern?.(event)) continue;
      for (const target of rule.targets) deliver(event, rule, target, this.#cloud);
    }
  }
}

/** The buses of a cloud; opened with their service and the cloud's `emit` when first asked for. */
export const busesOf = perCloud((cloud) => {
  const buses = new Buses(cloud);
  cloud.services.set('events', new EventService(buses, cloud.place, clockOf(cloud).now));
  cloud.emit = async (bus, ...events) => buses.putAll(bus, events);
  return buses;
});

/** What details name: a document, an object. */
const detail = z.object({
  slug: z.optional(z.string()),
  object: z.optional(z.object({ key: z.string() })),
});

/** A newsletter to thousands would fill the terminal with what the inbox shows. */
const unsaid = new Set(['Email Sent', 'Email Delivered']);

/** The kinds of events a press has, in words. */
const inWords: Readonly<Record<string, string>> = {
  'Document Changed': 'changed',
  'Document Backfilled': 'announced again',
  'Object Created': 'arrived',
  'Object Deleted': 'removed',
  'Email Bounced': 'a mail came back',
  'Email Complaint Received': 'a mail was called unwanted',
  'Email Rendering Failed': 'a mail could not be made',
};

/** An event as a line at the terminal: what happened, and to what if its detail tells. */
function eventLine(event: BusEvent): string {
  const kind = event['detail-type'];
  if (kind === 'CloudFormation Stack Status Change') return 'deployed: every page is rendered again';
  const { data } = detail.safeParse(event.detail);
  return `${inWords[kind] ?? kind}: ${data?.slug ?? data?.object?.key ?? event.source}`;
}
