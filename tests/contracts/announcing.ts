import { expect, it } from 'vitest';
import type { BackfillNotes } from '../../functions/content/contract/backfill.ts';
import type { ContentEvent } from '../../functions/content/contract/change.ts';
import type {
  Announcer,
  Reannouncement,
  ReannouncementNotes,
  Reannouncements,
  Unannounced,
} from '../../functions/content/ports.ts';

/** The queues, and what is read out of what waits in them. */
export interface Queues {
  reannouncements: Reannouncements;
  unannounced: Unannounced;
  /** Takes everything out of both queues, and what each asks for. */
  take(): Promise<Reannouncement[]>;
}

/** What announcing again relies on. */
export function reannouncementsContract(open: () => Promise<Queues>): void {
  it.each<Reannouncement>([
    { what: 'document', slug: 'rent-strike' },
    { what: 'document', slug: 'été' },
    { what: 'term', term: { kind: 'authors', slug: 'head' } },
    { what: 'changes' },
    { what: 'changes', after: 'documents/2024-03-01#a' },
    { what: 'backfill', backfill: 'b' },
    { what: 'backfill', backfill: 'b', after: '' },
    { what: 'backfill', backfill: 'b', after: 'markers/2024-03-01#a' },
  ])('keeps %j as it is', async (wanted) => {
    const { reannouncements, take } = await open();
    await reannouncements.send(wanted);
    expect(await take()).toEqual([wanted]);
  });

  it('asks for what stands at the keys that were set aside, however many', async () => {
    const { unannounced, take } = await open();
    const slugs = Array.from({ length: 23 }, (_, n) => `piece-${n}`);
    await unannounced.add([
      ...slugs.map((slug) => ({ pk: `doc#${slug}`, sk: 'head', place: '1' })),
      { pk: 'names#tags', sk: 'rent' },
    ]);
    await unannounced.add([]);
    const term = { what: 'term', term: { kind: 'tags', slug: 'rent' } };
    const wanted = [...slugs.map((slug) => ({ what: 'document', slug })), term].map((one) =>
      JSON.stringify(one),
    );
    expect((await take()).map((one) => JSON.stringify(one)).sort()).toEqual(wanted.sort());
  });
}

/** What announcing relies on when the stream gave writes up. */
export function reannouncementNotesContract(open: () => Promise<ReannouncementNotes>): void {
  const at = (minute: number) => `2024-03-01T09:0${minute}:00.000Z`;

  it('begins once for all that was written before, and again for what is written later', async () => {
    const notes = await open();
    expect(await notes.begin({ range: 's/1', written: at(1) }, at(3))).toBe(true);
    expect(await notes.begin({ range: 's/2', written: at(2) }, at(4))).toBe(false);
    expect(await notes.begin({ range: 's/1', written: at(1) }, at(4))).toBe(true);
    expect(await notes.begin({ range: 's/3', written: at(4) }, at(5))).toBe(true);
    expect(await notes.begin({ range: 's/2', written: at(2) }, at(6))).toBe(false);
  });
}

/** What a room relies on that notes which backfills it heard. */
export function backfillNotesContract(open: () => Promise<BackfillNotes>): void {
  it('is complete once one backfill was heard to start and to end, in whichever order and however often', async () => {
    const notes = await open();
    expect(await notes.isComplete()).toBe(false);
    await notes.heard('a', 'started');
    await notes.heard('a', 'started');
    await notes.heard('b', 'ended');
    expect(await notes.isComplete()).toBe(false);
    await notes.heard('b', 'started');
    expect(await notes.isComplete()).toBe(true);
    await notes.heard('c', 'started');
    expect(await notes.isComplete()).toBe(true);
  });
}

const event = (slug: string): ContentEvent => ({
  type: 'Document Changed',
  detail: { slug, id: slug, kind: 'article' },
});

export interface Bus {
  announcer: Announcer;
  /** What has arrived, as slugs. */
  arrived(): string[];
  /** It refuses this slug from now on. */
  refuse(slug: string): void;
}

/** What announcing relies on. */
export function announcerContract(open: () => Promise<Bus>): void {
  it('takes events in order, however many', async () => {
    const { announcer, arrived } = await open();
    const slugs = Array.from({ length: 23 }, (_, n) => `piece-${n}`);
    expect(await announcer.announce(slugs.map(event))).toEqual({ unfit: [] });
    expect(await announcer.announce([])).toEqual({ unfit: [] });
    expect(arrived()).toEqual(slugs);
  });

  it('names where to go on from when one is refused, and takes nothing more of that document or of later calls', async () => {
    const { announcer, arrived, refuse } = await open();
    refuse('b');
    const events = ['a', 'b', 'b', 'a'].map(event);
    const { refused, cause, unfit } = await announcer.announce(events);
    expect(refused).toBeDefined();
    expect(events.slice(0, 2)).toContain(refused);
    expect(cause).toBeDefined();
    expect(unfit).toEqual([]);
    expect(arrived()).toEqual(['a']);
  });
}
