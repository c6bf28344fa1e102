import type { BackfillNotes } from '../../../functions/content/contract/backfill.ts';
import type { ContentEvent } from '../../../functions/content/contract/change.ts';
import type {
  Announced,
  Announcer,
  Reannouncement,
  ReannouncementNotes,
  Reannouncements,
  Unannounced,
} from '../../../functions/content/ports.ts';

/** A bus for as long as the test runs. */
export class MemoryBus implements Announcer {
  readonly events: ContentEvent[] = [];
  /** What it says of an event; undefined: it takes it. */
  complaint: (event: ContentEvent) => 'refused' | 'unfit' | undefined = () => undefined;

  async announce(events: ContentEvent[]): Promise<Announced> {
    const unfit: ContentEvent[] = [];
    for (const event of events) {
      const complaint = this.complaint(event);
      if (complaint === 'refused') return { unfit, refused: event, cause: 'ThrottlingException' };
      if (complaint === 'unfit') unfit.push(event);
      else this.events.push(structuredClone(event));
    }
    return { unfit };
  }
}

export class MemoryReannouncements implements Reannouncements {
  readonly waiting: Reannouncement[] = [];

  async send(wanted: Reannouncement): Promise<void> {
    this.waiting.push(structuredClone(wanted));
  }
}

type Items = Parameters<Unannounced['add']>[0];

export class MemoryUnannounced implements Unannounced {
  readonly items: Items = [];

  async add(items: Items): Promise<void> {
    this.items.push(...structuredClone(items));
  }
}

export class MemoryReannouncementNotes implements ReannouncementNotes {
  #last: { begun: string; range: string } | undefined;

  async begin({ range, written }: { range: string; written: string }, now: string): Promise<boolean> {
    const last = this.#last;
    if (last && last.begun > written && last.range !== range) return false;
    this.#last = { begun: now, range };
    return true;
  }
}

export class MemoryBackfillNotes implements BackfillNotes {
  readonly #heard = { started: new Set<string>(), ended: new Set<string>() };

  async heard(backfill: string, what: 'started' | 'ended'): Promise<void> {
    this.#heard[what].add(backfill);
  }

  async isComplete(): Promise<boolean> {
    return [...this.#heard.started].some((backfill) => this.#heard.ended.has(backfill));
  }
}
