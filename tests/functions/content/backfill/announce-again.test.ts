import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announceAgain } from '../../../../functions/content/backfill/announce-again.ts';
import { requestAnnouncement } from '../../../../functions/content/backfill/request-announcement.ts';
import { type BackfilledRoom, followBackfills } from '../../../../functions/content/contract/backfill.ts';
import type { ContentEvent, DocumentTrace } from '../../../../functions/content/contract/change.ts';
import { changeOf } from '../../../../functions/content/documents/announcement.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import type { DocumentWrite } from '../../../../functions/content/documents/document-write.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import type { Reannouncement } from '../../../../functions/content/ports.ts';
import { type Folder, markdown, Office } from '../an-office.ts';
import {
  MemoryBackfillNotes,
  MemoryBus,
  MemoryReannouncementNotes,
  MemoryReannouncements,
  MemoryUnannounced,
} from '../memory-announcing.ts';

const piece = (slug: string, text: string, fields: Record<string, string> = {}): Folder => ({
  [`${slug}.md`]: markdown({ title: `Piece ${slug}`, slug, ...fields }, `${slug} ${text}`),
});

/** The same piece under another slug. */
const moved = (from: string, to: string, text: string): Folder => ({
  [`${from}.md`]: markdown({ title: `Piece ${from}`, slug: to, aliases: `[${from}]` }, `${from} ${text}`),
});

/** A content room whose changes are announced, with what announces again. */
class AnnouncingOffice extends Office {
  readonly bus = new MemoryBus();
  readonly aside = new MemoryUnannounced();
  readonly queue = new MemoryReannouncements();
  readonly announceDeps = {
    content: this.content,
    backoff: async () => {},
    histories: this.content,
    announcer: this.bus,
    unannounced: this.aside,
    reannouncements: this.queue,
    notes: new MemoryReannouncementNotes(),
    clock: this.clock,
  };

  constructor() {
    super();
    const write = this.content.write.bind(this.content);
    this.content.write = async (one: DocumentWrite) => {
      const outcome = await write(one);
      const { markers = [], ...state } = one;
      const [first, ...others] = [state, ...markers].map(({ seen, head }) =>
        this.content.head(head.slug).then((after) => changeOf(seen, after)),
      );
      const changes = await Promise.all([first, ...others]);
      if (outcome === 'written') this.bus.events.push(...changes.flatMap((change) => change ?? []));
      return outcome;
    };
  }

  /** Works through the queue, a message at a time. */
  async work(): Promise<void> {
    for (let one = this.queue.waiting.shift(); one; one = this.queue.waiting.shift()) {
      await announceAgain(one, this.announceDeps);
    }
  }

  said = () =>
    this.bus.events.map(({ type, detail }) =>
      [type, Object(detail).slug, Object(Object(detail).after).status].filter(Boolean).join(' '),
    );
}

/** Something in each status. */
async function anOffice(): Promise<AnnouncingOffice> {
  const office = new AnnouncingOffice();
  await office.handIn(piece('shown', 'Stays.'));
  await office.handIn(piece('draft', 'Not yet.', { status: 'draft' }));
  await office.handIn(piece('gone', 'Rumour.'));
  await office.handIn(piece('erased', 'Mistake.'));
  await office.handIn(piece('old', 'Moves.'));
  office.now += 60_000;
  await withdrawDocument('gone', { by: 'rosa' }, 'Wrong.', office.deps);
  await deleteDocument('erased', { by: 'rosa' }, office.deps);
  await office.handIn(moved('old', 'new', 'Moves.'));
  office.bus.events.length = 0;
  return office;
}

describe('a backfill', () => {
  it('announces every document, withdrawn, deleted and moved ones too, between its start and its end', async () => {
    const office = await anOffice();
    await office.queue.send({ what: 'backfill', backfill: 'b' });
    await office.work();
    const [start, ...documents] = office.said();
    expect([start, documents.pop()]).toEqual(['Backfill Started', 'Backfill Ended']);
    expect(documents.sort()).toEqual([
      'Document Backfilled draft draft',
      'Document Backfilled erased deleted',
      'Document Backfilled gone withdrawn',
      'Document Backfilled new published',
      'Document Backfilled old moved',
      'Document Backfilled shown published',
    ]);
    const details = office.bus.events.map(({ detail }) => Object(detail));
    for (const { backfill, removed, before, ...detail } of details) {
      expect([backfill, removed, before]).toEqual(['b', undefined, undefined]);
      if (detail.slug) expect(detail.version).toBe((await office.content.head(detail.slug))?.version);
    }
  });

  it('sets aside what cannot be read or carried, and announces the rest', async () => {
    const office = await anOffice();
    const gone = await office.content.head('gone');
    if (gone) await office.content.keepOld({ ...gone, order: '' });
    office.bus.complaint = ({ detail }) => (Object(detail).slug === 'draft' ? 'unfit' : undefined);
    await office.queue.send({ what: 'backfill', backfill: 'b' });
    await office.work();
    expect(office.aside.items.map(({ pk, sk }) => `${pk} ${sk}`).sort()).toEqual([
      'doc#draft head',
      'doc#gone head',
    ]);
    expect(office.said()).toHaveLength(4 + 2);
  });

  it('fails where the bus refuses, to be tried again', async () => {
    const office = await anOffice();
    office.bus.complaint = () => 'refused';
    for (const after of [undefined, ''])
      await expect(
        announceAgain({ what: 'backfill', backfill: 'b', after }, office.announceDeps),
      ).rejects.toThrow('The bus did not take an event');
    expect(office.queue.waiting).toEqual([]);
  });
});

describe('one document', () => {
  it.each([
    ['shown', 'Document Changed shown published', false],
    ['gone', 'Document Changed gone withdrawn', false],
    ['erased', 'Document Changed erased deleted', true],
  ])(
    '%s is announced as a change, which has what it may have removed looked at',
    async (slug, said, deleted) => {
      const office = await anOffice();
      await announceAgain({ what: 'document', slug }, office.announceDeps);
      expect(office.said()).toEqual([said]);
      const order = (await office.content.head(slug))?.order;
      expect(office.bus.events[0]?.detail).toMatchObject({
        removed: deleted ? { order, deleted } : { order },
      });
    },
  );

  it('is none where nothing ever stood, and fails while it cannot be read', async () => {
    const office = await anOffice();
    await announceAgain({ what: 'document', slug: 'never' }, office.announceDeps);
    expect(office.said()).toEqual([]);
    const gone = await office.content.head('gone');
    if (gone) await office.content.keepOld({ ...gone, order: '' });
    await expect(announceAgain({ what: 'document', slug: 'gone' }, office.announceDeps)).rejects.toThrow(
      'A stored document cannot be read: order',
    );
  });

  it('is asked for by an editor, as everything is', async () => {
    const office = await anOffice();
    const deps = { documents: office.content, reannouncements: office.queue, ids: office.ids };
    await requestAnnouncement('gone', deps);
    await requestAnnouncement(undefined, deps);
    expect(office.queue.waiting).toEqual([
      { what: 'document', slug: 'gone' },
      { what: 'backfill', backfill: expect.stringMatching(/^[0-9A-Z]{26}$/) },
    ]);
    await expect(requestAnnouncement('never', deps)).rejects.toThrow('There is no document “never”.');
  });
});

describe('what the stream gave up', () => {
  const lost = (office: AnnouncingOffice, range: string, before = 0): Reannouncement => ({
    what: 'lost changes',
    range,
    written: new Date(office.now - before).toISOString(),
  });

  it('has every document announced as a change, whatever it says of its own date', async () => {
    const office = await anOffice();
    const restored = await office.content.head('shown');
    if (restored) await office.content.keepOld({ ...restored, at: '1999-01-01T00:00:00.000Z' });
    office.queue.waiting.push(lost(office, 'shard/7'));
    await office.work();
    expect(office.said().sort()).toEqual([
      'Document Changed draft draft',
      'Document Changed erased deleted',
      'Document Changed gone withdrawn',
      'Document Changed new published',
      'Document Changed old moved',
      'Document Changed shown published',
    ]);
  });

  it('is announced once, however many records tell of it and however often; what is lost later, again', async () => {
    const office = await anOffice();
    const records = [40, 3, 90].map((ago, n) => lost(office, `shard/${n}`, ago * 1000));
    office.now += 1000;
    office.queue.waiting.push(...records);
    await office.work();
    office.queue.waiting.push(...records.slice(1));
    await office.work();
    expect(office.said()).toHaveLength(6);
    office.now += 1000;
    office.queue.waiting.push(lost(office, 'shard/9'));
    await office.work();
    expect(office.said()).toHaveLength(12);
  });

  it('begins again for the record that began it, should the first page not have been asked for', async () => {
    const office = await anOffice();
    const record = lost(office, 'shard/7', 5000);
    const send = () => Promise.reject(new Error('The function dies.'));
    await expect(
      announceAgain(record, { ...office.announceDeps, reannouncements: { send } }),
    ).rejects.toThrow();
    await announceAgain(record, office.announceDeps);
    expect(office.queue.waiting).toEqual([{ what: 'changes' }]);
  });
});

it('announces a term that was set aside', async () => {
  const office = await anOffice();
  await announceAgain({ what: 'term', term: { kind: 'authors', slug: 'head' } }, office.announceDeps);
  expect(office.bus.events).toEqual([
    { type: 'Term Changed', detail: { kind: 'authors', slug: 'head', respelled: true } },
  ]);
});

/** A room that hears the bus from some event on, in any order and at times twice. */
class HearingRoom implements BackfilledRoom {
  readonly notes = new MemoryBackfillNotes();
  /** The newest event of each document. */
  readonly known = new Map<string, { version: number; after: DocumentTrace }>();
  requests = 0;

  async request(): Promise<void> {
    this.requests++;
  }

  async hear({ type, detail }: ContentEvent): Promise<void> {
    const { slug, version = 0, after } = Object(detail);
    if (await followBackfills({ 'detail-type': type, detail }, this)) return;
    const newest = this.known.get(slug);
    if (after && version >= (newest?.version ?? 0)) this.known.set(slug, { version, after });
  }
}

const deployed = { 'detail-type': 'CloudFormation Stack Status Change' };

describe('a room', () => {
  it('asks at each deploy until it has heard one backfill start and end, in whichever order', async () => {
    const room = new HearingRoom();
    const requestsAfter = async (...parts: ['Backfill Started' | 'Backfill Ended', string][]) => {
      for (const [type, backfill] of parts) await room.hear({ type, detail: { backfill } });
      await followBackfills(deployed, room);
      return room.requests;
    };
    expect(await requestsAfter()).toBe(1);
    expect(await requestsAfter(['Backfill Ended', 'a'], ['Backfill Started', 'b'])).toBe(2);
    expect(await requestsAfter(['Backfill Ended', 'b'])).toBe(2);
    expect(await requestsAfter(['Backfill Started', 'c'])).toBe(2);
  });

  it('leaves other events to others, and takes no backfill without an id', async () => {
    const room = new HearingRoom();
    expect(await followBackfills({ 'detail-type': 'Document Changed', detail: {} }, room)).toBe(false);
    await expect(followBackfills({ 'detail-type': 'Backfill Ended', detail: {} }, room)).rejects.toThrow(
      'names no backfill',
    );
  });

  /*
   * Where a backfill dies                      | what is true then
   * before the start is announced              | the message comes again
   * after it, before the next message is sent  | it starts twice, under one id
   * before a page is announced                 | the page is announced when the message comes again
   * after a page, before the next message      | the page is announced twice; receivers go by the version
   * after the next message was sent            | the rest is announced twice, and so is the end
   * before the end is announced                | the last page comes again, then the end
   * A change meanwhile is announced by the stream; the page of the document may come before or after it.
   */
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('work' as const), dies: fc.nat(12) }) },
    fc.record({
      do: fc.constantFrom('hand in' as const, 'move' as const, 'withdraw' as const, 'delete' as const),
      piece: fc.nat(4),
    }),
    fc.record({ do: fc.constantFrom('repeat' as const, 'request' as const, 'deploy' as const) }),
  );
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  it('that heard a whole backfill knows how every document stands, whatever happens meanwhile', async () => {
    let complete = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 14 }),
        fc.array(step, { maxLength: 14 }),
        fc.infiniteStream(fc.nat()),
        async (before, after, order) => {
          const office = new AnnouncingOffice();
          for (const one of before) await doStep(one, office, new HearingRoom());
          const subscribed = office.bus.events.length;
          const room = new HearingRoom();
          await followBackfills(deployed, room);
          await office.queue.send({ what: 'backfill', backfill: `of the room ${room.requests}` });
          for (const one of after) await doStep(one, office, room);
          await office.work();
          const heard = office.bus.events.slice(subscribed);
          const shuffled = [...heard, ...heard.slice(0, 3)]
            .map((event) => ({ event, at: order.next().value }))
            .sort((a, b) => a.at - b.at);
          for (const { event } of shuffled) await room.hear(event);
          expect(await room.notes.isComplete()).toBe(true);
          complete++;
          const standing = office.content.everyHead();
          for (const { slug, status, revision, entry } of standing)
            expect(room.known.get(slug)?.after).toMatchObject({ status, revision, entry });
          expect(room.known.size).toBe(standing.length);
        },
      ),
      { numRuns: 60 },
    );
    expect(complete).toBe(60);
  });

  async function doStep(one: Step, office: AnnouncingOffice, room: HearingRoom): Promise<void> {
    office.now += 1000;
    switch (one.do) {
      case 'work':
        return workOrDie(office, one.dies);
      case 'hand in':
        await office.handIn(piece(`piece-${one.piece}`, `Revision of ${office.now}.`));
        return;
      case 'move':
        await office.handIn(moved(`piece-${one.piece}`, `moved-${one.piece}`, 'Elsewhere.'));
        return;
      case 'withdraw':
        return withdrawDocument(`piece-${one.piece}`, { by: 'rosa' }, 'Wrong.', office.deps).then(
          ignore,
          ignore,
        );
      case 'delete':
        return deleteDocument(`piece-${one.piece}`, { by: 'rosa' }, office.deps).then(ignore, ignore);
      case 'repeat':
        office.queue.waiting.push(...office.queue.waiting.slice(0, 1));
        return;
      case 'request':
        return office.queue.send({ what: 'backfill', backfill: office.ids.next() });
      case 'deploy':
        await followBackfills(deployed, room);
    }
  }
});

const ignore = () => undefined;

/** Takes one message and dies at one of its calls, before or after it took effect: the message comes again. */
async function workOrDie(office: AnnouncingOffice, dies: number): Promise<void> {
  const message: Reannouncement | undefined = office.queue.waiting.shift();
  if (!message) return;
  let calls = 0;
  const dying =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A) => {
      if (calls++ === dies) throw new Error('The function dies before a call.');
      const result = await call(...args);
      if (calls++ === dies) throw new Error('The function dies after a call.');
      return result;
    };
  const { histories, announcer, unannounced, reannouncements, notes, clock } = office.announceDeps;
  await announceAgain(message, {
    content: office.content,
    backoff: async () => {},
    histories: {
      headOf: dying((slug) => histories.headOf(slug)),
      allHeads: dying((request) => histories.allHeads({ ...request, limit: 2 })),
      withoutRevision: dying((heads) => histories.withoutRevision(heads)),
    },
    announcer: { announce: dying((events) => announcer.announce(events)) },
    unannounced: { add: dying((items) => unannounced.add(items)) },
    reannouncements: { send: dying((wanted) => reannouncements.send(wanted)) },
    notes,
    clock,
  }).catch(() => office.queue.waiting.push(message));
}
