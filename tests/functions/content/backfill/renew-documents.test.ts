import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { announceAgain } from '../../../../functions/content/backfill/announce-again.ts';
import { renewDocuments } from '../../../../functions/content/backfill/renew-documents.ts';
import type { StoredHead } from '../../../../functions/content/contract/document.ts';
import type { DocumentWrite } from '../../../../functions/content/documents/document-write.ts';
import type { Reannouncement } from '../../../../functions/content/ports.ts';
import { reannouncementIn } from '../../../../functions/content/store/sqs-announcements.ts';
import { canonicalJson } from '../../../../functions/runtime/canonical-json.ts';
import { type Folder, markdown, Office } from '../an-office.ts';
import { MemoryBus, MemoryReannouncementNotes, MemoryUnannounced } from '../memory-announcing.ts';

/** Its first minute is 09:00 on 1 March 2024. */
class RenewingOffice extends Office {
  writes = 0;

  constructor() {
    super();
    const write = this.content.write.bind(this.content);
    this.content.write = async (one: DocumentWrite) => {
      this.writes += 1;
      return write(one);
    };
  }

  async renew(): Promise<void> {
    const waiting: Reannouncement[] = [{ what: 'renewal' }];
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      await announceAgain(one, {
        ...this.deps,
        histories: this.content,
        announcer: new MemoryBus(),
        unannounced: new MemoryUnannounced(),
        notes: new MemoryReannouncementNotes(),
        reannouncements: { send: async (wanted) => void waiting.push(wanted) },
      });
    }
  }

  async head(slug: string): Promise<StoredHead> {
    const head = await this.content.head(slug);
    if (!head) throw new Error(`There is no ${slug}`);
    return head;
  }

  years = async (slug: string) =>
    (await this.head(slug)).lists.flatMap(({ list }) => /^year#(.*)/.exec(list)?.[1] ?? []);
}

const press = (timezone?: string): Folder => ({
  'press.md': markdown({ kind: 'press', title: 'The Lantern', ...(timezone && { timezone }) }),
});
const piece = (slug: string, fields: Record<string, string> = {}): Folder => ({
  [`${slug}.md`]: markdown({ title: `Piece ${slug}`, slug, ...fields }),
});
const eve = { published: '2023-12-31T23:30Z' };

describe('the year in whose list a piece stands', () => {
  it.each([
    ['Europe/Berlin', '2024'],
    ['America/New_York', '2023'],
    [undefined, '2023'],
  ])('is that of its moment where the press is: %s', async (timezone, year) => {
    const office = new RenewingOffice();
    await office.handIn(press(timezone));
    await office.handIn(piece('eve', eve));
    await office.handIn(piece('day', { published: '2023-12-31' }));
    expect([await office.years('eve'), await office.years('day')]).toEqual([[year], ['2023']]);
  });

  it('is that of the first moment at which readers got it, where it names no date', async () => {
    const office = new RenewingOffice();
    office.now = Date.parse('2024-12-31T23:20:00Z');
    await office.handIn({ ...press('Europe/Berlin'), ...piece('now') });
    expect(await office.years('now')).toEqual(['2025']);
  });

  it('is that of the press at the moment when what was scheduled is live, or a draft is published', async () => {
    const office = new RenewingOffice();
    await office.handIn(press());
    await office.handIn(piece('later', { publish_at: '2024-12-31T23:30Z' }));
    await office.handIn(press('Europe/Berlin'));
    office.now = Date.parse('2024-12-31T23:31:00Z');
    await office.tick();
    expect(await office.years('later')).toEqual(['2025']);
  });

  it('moves with every document when the press moves to another zone, and of the others none is written', async () => {
    const office = new RenewingOffice();
    await office.handIn({ ...piece('eve', eve), ...piece('day', { published: '2023-12-31' }), ...press() });
    const before = await office.head('eve');
    await office.handIn(press('Europe/Berlin'));
    office.writes = 0;
    await office.renew();
    expect([await office.years('eve'), await office.years('day')]).toEqual([['2024'], ['2023']]);
    expect(office.writes).toBe(1);
    const { lists, zone, version, ...others } = await office.head('eve');
    const { lists: _lists, zone: _zone, version: last = 0, ...same } = before;
    expect([others, version]).toEqual([same, last + 1]);
    expect(
      Object.keys(office.content.everyList())
        .filter((list) => list.startsWith('year#'))
        .sort(),
    ).toEqual(['year#2023', 'year#2024']);
    expect(await office.content.terms('years', { limit: 9 })).toMatchObject({
      items: [{ slug: '2023' }, { slug: '2024' }],
    });
    await office.renew();
    expect(office.writes).toBe(1);
  });
});

describe('a document of an earlier version', () => {
  it('that was scheduled without a due time becomes live', async () => {
    const office = new RenewingOffice();
    await office.handIn(piece('later', { publish_at: '2024-03-02 07:00' }));
    const { publishAt: _, ordering: __, ...old } = await office.head('later');
    await office.content.keepOld(old);
    office.now = Date.parse('2024-03-02T07:01:00Z');
    await office.tick();
    expect((await office.head('later')).status).toBe('scheduled');
    await office.renew();
    await office.tick();
    expect(await office.head('later')).toMatchObject({
      status: 'published',
      published: '2024-03-02T07:00:00Z',
    });
  });

  it('that waits beside what readers have becomes live, too', async () => {
    const office = new RenewingOffice();
    await office.handIn(piece('later'));
    await office.handIn(piece('later', { standfirst: 'New.', published: '2024-03-02' }));
    const { ordering: _, pending, ...old } = await office.head('later');
    if (!pending) throw new Error('Nothing waits');
    const { publishAt: __, ...dueless } = pending;
    await office.content.keepOld({ ...old, pending: dueless });
    office.now = Date.parse('2024-03-02T00:01:00Z');
    await office.tick();
    expect((await office.head('later')).fields).not.toHaveProperty('standfirst');
    await office.renew();
    await office.tick();
    expect((await office.head('later')).fields).toMatchObject({ standfirst: 'New.' });
  });

  it('gets the places in lists that there were none of, and those that are ordered otherwise', async () => {
    const office = new RenewingOffice();
    const series = { series: '{ title: The strike, part: 2 }', published: '2024-02-01T10:00Z' };
    await office.handIn(piece('part', series));
    const { lists, ...head } = await office.head('part');
    const old = lists
      .filter(({ list }) => !list.startsWith('parts#'))
      .map(({ sort, ...place }) => ({ ...place, sort: sort.replace('10:00:00Z', '10:00Z') }));
    expect(old).not.toEqual(lists.filter(({ list }) => !list.startsWith('parts#')));
    await office.content.keepOld({ ...head, lists: old });
    await office.renew();
    expect((await office.head('part')).lists).toEqual(lists);
  });

  it('whose list items tell of no correction gets others, and nothing else is written', async () => {
    const office = new RenewingOffice();
    await office.handIn({
      ...piece('wrong', { corrections: '[{ date: 2024-02-29, text: "Nine." }]' }),
      ...piece('right'),
    });
    const head = await office.head('wrong');
    const [item] = (await office.content.list('all', { limit: 9 })).items.filter(
      ({ entry }) => entry.slug === 'wrong',
    );
    const { id, changed, updated, ...shown } = item?.entry ?? {};
    expect(updated).toBe('2024-02-29');
    const hash = createHash('sha256').update(canonicalJson(shown)).digest('hex').slice(0, 32);
    await office.content.keepOld({ ...head, entry: hash });
    office.writes = 0;
    await office.renew();
    await office.renew();
    expect(office.writes).toBe(1);
    expect((await office.head('wrong')).entry).toBe(head.entry);
  });

  it('that has no row of the revision that stands gets it, once, and its history is whole again', async () => {
    const office = new RenewingOffice();
    await office.handIn(piece('eve', eve));
    await office.handIn(piece('eve', { ...eve, standfirst: 'New.' }));
    const before = await office.head('eve');
    await office.content.removeRevisions('eve', [JSON.stringify(['eve ', 2])]);
    expect(await office.content.revision('eve', 2, undefined)).toBeUndefined();
    office.writes = 0;
    await office.renew();
    await office.renew();
    expect(office.writes).toBe(1);
    expect(await office.content.revision('eve', 2, undefined)).toMatchObject({
      fields: { standfirst: 'New.' },
      status: 'published',
      revision: 2,
    });
    expect(await office.head('eve')).toEqual({ ...before, version: (before.version ?? 0) + 1 });
  });

  it('is renewed as it stands, when somebody hands in between', async () => {
    const office = new RenewingOffice();
    await office.handIn(piece('eve', eve));
    await office.handIn(press('Europe/Berlin'));
    let isFirst = true;
    const lookUp = office.content.lookUp.bind(office.content);
    const content = {
      ...office.deps.content,
      addTerms: async () => {},
      write: (one: DocumentWrite) => office.content.write(one),
      lookUp: async (keys: Parameters<typeof lookUp>[0]) => {
        const found = await lookUp(keys);
        if (isFirst) {
          isFirst = false;
          await office.handIn(piece('eve', { ...eve, standfirst: 'Between.' }));
        }
        return found;
      },
    };
    await renewDocuments(['eve'], { content, histories: office.content, backoff: async () => {} });
    const head = await office.head('eve');
    expect(head.fields).toMatchObject({ standfirst: 'Between.' });
    expect(await office.years('eve')).toEqual(['2024']);
  });
});

it('begins with a deploy, and with a change of the press', () => {
  for (const type of ['CloudFormation Stack Status Change', 'Document Changed'])
    expect(reannouncementIn(JSON.stringify({ 'detail-type': type, id: 'e', detail: {} }))).toEqual({
      what: 'renewal',
    });
});
