import type { BusEvent, Cloud } from '../cloud.ts';
import { deliver } from './deliver-event.ts';
import { eventLine } from './event-line.ts';
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

  /** Returns when each target has the event on disk. */
  put(bus: string, event: BusEvent): void {
    this.#cloud.say('event', eventLine(event));
    for (const rule of this.#rules.get(busName(bus)) ?? []) {
      if (!rule.pattern?.(event)) continue;
      for (const target of rule.targets) deliver(event, rule, target, this.#cloud);
    }
  }
}

const opened = new WeakMap<Cloud, Buses>();

/** The buses of a cloud; opened with their service and the cloud's `emit` when first asked for. */
export function busesOf(cloud: Cloud): Buses {
  const known = opened.get(cloud);
  if (known) return known;
  const buses = new Buses(cloud);
  opened.set(cloud, buses);
  cloud.services.set('events', new EventService(buses, cloud.place));
  cloud.emit = async (bus, event) => buses.put(bus, event);
  return buses;
}
