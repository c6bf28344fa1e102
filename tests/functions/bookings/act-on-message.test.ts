import { describe, expect, it } from 'vitest';
import { actOnMessage } from '../../../functions/bookings/act-on-message.ts';
import { pressOf, pressReader } from '../../../functions/bookings/press.ts';
import type { PressFields } from '../../../functions/content/kinds/press.ts';
import { MemoryPressCopy } from '../runtime/press/memory-press-copy.ts';
import { aSeason, type Season } from './a-season.ts';
import { MemoryExportFiles, MemoryExports } from './editors/memory-exports.ts';

/** The room as its queue finds it, with a press document that changes. */
function aDesk(season: Season = aSeason()) {
  const pressCopy = new MemoryPressCopy<PressFields>();
  const document: { press: PressFields } = { press: { title: 'The Quayside Lantern' } };
  const notWanted: unknown[] = [];
  const [exports, files] = [new MemoryExports(), new MemoryExportFiles()];
  const deps = {
    ...season.deps(),
    ...{ pressCopy, exports, files, pressDocument: { read: async () => structuredClone(document.press) } },
    announcer: { letterNotWanted: async (answer: unknown) => void notWanted.push(answer) },
  };
  const tell = (type: string, detail: object) =>
    actOnMessage(JSON.stringify({ 'detail-type': type, detail }), deps);
  return { season, pressCopy, document, notWanted, exports, files, deps, tell };
}

const school = { slug: 'school', id: 'SCHOOL', kind: 'event' };

describe('messages of the room', () => {
  it.each(['Document Changed', 'Document Backfilled'])('hears a document of %s', async (type) => {
    const { season, tell } = aDesk();
    season.stand();
    await tell(type, school);
    expect(await season.row()).toMatchObject({ state: 'open' });
  });

  it('copies the press document when it changes and after a deploy, as it stands', async () => {
    const { tell, pressCopy, document } = aDesk();
    await tell('Document Changed', { slug: 'press', id: 'press', kind: 'press' });
    expect(pressCopy.stored?.title).toBe('The Quayside Lantern');
    document.press = { title: 'The Lantern', limits: { bookings: 9 } };
    await Promise.all([
      tell('CloudFormation Stack Status Change', {}),
      tell('CloudFormation Stack Status Change', {}),
    ]);
    expect(pressOf(pressCopy.stored, 'https://x.example')).toMatchObject({
      bookingsLimit: 9,
      timezone: 'UTC',
    });
  });

  it('reads the press anew every ten seconds', async () => {
    const { pressCopy, season } = aDesk();
    const press = pressReader(pressCopy, 'https://x.example', season.clock);
    expect(await press()).toMatchObject({ bookingsLimit: 6 });
    pressCopy.stored = { title: 'The Lantern', limits: { bookings: 9 } };
    expect(await press()).toMatchObject({ bookingsLimit: 6 });
    season.clock.pass(10_001);
    expect(await press()).toMatchObject({ bookingsLimit: 9 });
  });

  it('has an offer count from when its letter left, and never revives one that is over', async () => {
    const { season, tell } = aDesk();
    season.stand();
    await season.hear();
    const lapsesAt = '2027-03-02T12:00:00.000Z';
    await season.book('AAAA-AAAA', 'offered', ['waged'], { lapsesAt });
    const late = { letter: 'l', room: 'bookings', kind: 'offer', about: 'booking:SCHOOL:AAAA-AAAA' };
    const until = async () => (await season.bookings.booking('SCHOOL', 'AAAA-AAAA'))?.lapsesAt;
    await tell('Letter Late', { ...late, room: 'newsletters', sentAt: '2027-03-01T20:00:00.000Z' });
    expect(await until()).toBe(lapsesAt);
    await tell('Letter Late', { ...late, sentAt: '2027-03-01T20:00:00.000Z' });
    await tell('Letter Late', { ...late, sentAt: '2027-03-01T19:00:00.000Z' });
    expect(await until()).toBe('2027-03-02T20:00:00.000Z');
    season.clock.pass(2 * 86_400_000);
    await tell('Letter Late', { ...late, sentAt: '2027-03-03T12:00:00.000Z' });
    expect(await until()).toBe('2027-03-02T20:00:00.000Z');
  });

  it('composes a wanted letter anew, once, and says where there is none', async () => {
    const { season, tell, notWanted } = aDesk();
    season.stand();
    await season.hear();
    await season.book('AAAA-AAAA', 'booked', ['waged']);
    const wanted = { letter: 'old', next: '01KXWAKJ00WWWWWWWWWWWWWWWW', kind: 'booked' };
    const about = 'booking:SCHOOL:AAAA-AAAA';
    await tell('Letter Wanted', { ...wanted, room: 'bookings', about });
    await tell('Letter Wanted', { ...wanted, room: 'bookings', about });
    await tell('Letter Wanted', { ...wanted, room: 'newsletters', about });
    expect(season.letters('booked').map(({ id }) => id)).toEqual([wanted.next]);
    await tell('Letter Wanted', { ...wanted, room: 'bookings', about: 'booking:SCHOOL:ZZZZ-ZZZZ' });
    expect(notWanted).toEqual([{ letter: 'old', next: wanted.next, why: 'gone' }]);
  });

  it('erases a person, and then the files in which they may stand', async () => {
    const { season, tell, files, exports } = aDesk();
    season.stand();
    await season.hear();
    await season.book('AAAA-AAAA', 'cancelled', ['waged']);
    await files.write('exports/one.csv', 'Name AAAA-AAAA');
    await tell('Person Erased', { hash: 'hash-AAAA-AAAA', at: season.now() });
    expect(await season.bookings.booking('SCHOOL', 'AAAA-AAAA')).toMatchObject({ name: '' });
    expect(files.files.size).toBe(0);
    expect(await exports.erasures()).toBe(1);
  });

  it('sends somebody all that is known of them, once, and their links', async () => {
    const { season, tell, deps } = aDesk();
    season.stand();
    await season.hear();
    await season.book('AAAA-AAAA', 'booked', ['waged']);
    const asked = { hash: 'hash-AAAA-AAAA', at: season.now(), id: '01KXWAKJ00WWWWWWWWWWWWWWWW' };
    await tell('Person Asked', asked);
    await tell('Person Asked', asked);
    expect(season.letters('own-data')).toHaveLength(1);
    const links = JSON.stringify({ wanted: 'links', hash: asked.hash, id: asked.id });
    await actOnMessage(links, deps);
    await actOnMessage(links, deps);
    expect(season.letters('link')).toHaveLength(1);
  });

  it('takes nothing that it cannot read', async () => {
    const { tell } = aDesk();
    await expect(tell('Document Changed', { slug: 'school' })).rejects.toThrow();
  });
});
