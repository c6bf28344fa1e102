import { expect, it } from 'vitest';
import { calendarQuery } from '../../../../functions/content/api/api-requests.ts';
import { scheduleDocument } from '../../../../functions/content/documents/schedule-document.ts';
import { showCalendar } from '../../../../functions/content/editors/show-calendar.ts';
import { markdown, Office } from '../an-office.ts';

const edda = { by: 'edda', isEditor: true };

/** Monday, 4 March 2024, in New York, whose clocks go forward on the 10th. */
async function aPress(): Promise<Office> {
  const office = new Office();
  office.now = Date.parse('2024-03-04T12:00:00Z');
  await office.handIn({
    'press.md': markdown({ kind: 'press', title: 'The Lantern', timezone: 'America/New_York' }),
  });
  return office;
}

async function calendar(office: Office, asked: { from?: string; to?: string } = {}, viewer = edda) {
  const deps = {
    documents: office.content,
    due: office.content,
    lists: office.content,
    siteUrl: 'https://press.example',
  };
  const { items, ...others } = await showCalendar(asked, { viewer, now: office.clock.now() }, deps);
  return {
    ...others,
    lines: items.map(({ at, what, slug, ends }) => [at, what, slug, ends].filter(Boolean).join(' ')),
  };
}

const event = (starts: string, ends: string, zone = 'Europe/Dublin') =>
  markdown({ kind: 'event', title: 'School', starts: `"${starts}"`, ends: `"${ends}"`, timezone: zone });

it('tells what goes out, in order of time, in the days of the press', async () => {
  const office = await aPress();
  await office.handIn({
    'rent.md': markdown({
      title: 'Rent',
      slug: 'rent',
      publish_at: '2024-03-12 07:00',
      withdraw_at: '2024-04-20 18:00',
    }),
    'tea.md': markdown({ title: 'Tea', slug: 'tea' }),
    'mail.md': markdown({ kind: 'newsletter', title: 'March', slug: 'march', send_at: '2024-03-12 07:00' }),
    'later.md': markdown({
      kind: 'newsletter',
      title: 'April',
      slug: 'april',
      send_at: '2024-04-01 07:00 Europe/Paris',
    }),
    'week.md': markdown({
      kind: 'newsletter',
      title: 'The week',
      slug: 'week',
      every: 'friday 23:30',
      since: 'last',
    }),
    'draft.md': markdown({
      kind: 'newsletter',
      title: 'Draft',
      slug: 'draft',
      send_at: '2024-03-13 07:00',
      status: 'draft',
    }),
    'school.md': event('2024-03-09 10:00', '2024-03-16 17:00'),
  });
  await scheduleDocument('tea', { withdrawAt: '2024-03-31T23:59' }, { by: 'edda' }, office.deps);
  expect(await calendar(office, { from: '2024-03-08', to: '2024-03-31' })).toEqual({
    ...{ timezone: 'America/New_York', from: '2024-03-08', to: '2024-03-31', complete: true },
    lines: [
      '2024-03-09T04:30:00Z send week',
      '2024-03-09T10:00:00Z event school 2024-03-16T17:00:00Z',
      '2024-03-12T11:00:00Z send march',
      '2024-03-12T11:00:00Z publish rent',
      '2024-03-16T03:30:00Z send week',
      '2024-03-23T03:30:00Z send week',
      '2024-03-30T03:30:00Z send week',
      '2024-04-01T03:59:00Z withdraw tea',
    ],
  });
  const april = await calendar(office, { from: '2024-04-01', to: '2024-04-20' });
  expect(april.lines.filter((line) => !line.includes(' week'))).toEqual([
    '2024-04-01T05:00:00Z send april',
    '2024-04-20T22:00:00Z withdraw rent',
  ]);
  expect((await calendar(office, { from: '2024-03-16', to: '2024-03-16' })).lines).toContain(
    '2024-03-09T10:00:00Z event school 2024-03-16T17:00:00Z',
  );
  expect(await calendar(office)).toMatchObject({ from: '2024-03-04', to: '2024-04-03' });
});

it('tells a writer of their own and of what readers have, and nobody of what is no more to come', async () => {
  const office = await aPress();
  await office.handIn(
    { 'a.md': markdown({ title: 'Secret', slug: 'secret', publish_at: '2024-03-12 07:00' }) },
    { by: 'edda' },
  );
  await office.handIn(
    { 'mine.md': markdown({ title: 'Mine', slug: 'mine' }, 'Word.') },
    { editor: false, by: 'wim' },
  );
  await scheduleDocument('mine', { publishAt: '2024-03-13T07:00' }, { by: 'edda' }, office.deps);
  await office.handIn({ 'school.md': event('2024-03-09 10:00', '2024-03-09 17:00') });
  const wim = { by: 'wim', isEditor: false };
  expect((await calendar(office, {}, wim)).lines).toEqual([
    '2024-03-09T10:00:00Z event school 2024-03-09T17:00:00Z',
    '2024-03-13T11:00:00Z publish mine',
  ]);
  expect((await calendar(office)).lines).toHaveLength(3);
});

it('says so when there is more than it tells', async () => {
  const office = await aPress();
  const files = Array.from({ length: 401 }, (_, at) => [
    `${at}.md`,
    markdown({ title: `Piece ${at}`, slug: `piece-${at}`, publish_at: '2024-03-12 07:00' }),
  ]);
  for (let at = 0; at < files.length; at += 50)
    await office.handIn(Object.fromEntries(files.slice(at, at + 50)));
  const { complete, lines } = await calendar(office);
  expect([complete, lines.length]).toEqual([false, 400]);
  expect(await calendar(office, { from: '2024-03-01', to: '2024-03-11' })).toMatchObject({
    complete: true,
    lines: [],
  });
}, 60_000);

it('tells of every weekly digest', async () => {
  const office = await aPress();
  const digest = { kind: 'newsletter', every: 'friday 23:30', since: 'last' };
  const files = Array.from({ length: 25 }, (_, at) => [
    `${at}.md`,
    markdown({ ...digest, title: `Week ${at}`, slug: `week-${at}` }),
  ]);
  await office.handIn(Object.fromEntries(files));
  const { complete, lines } = await calendar(office, { from: '2024-03-08', to: '2024-03-14' });
  expect([complete, lines.length]).toEqual([true, 25]);
});

it('says so when there are more digests than it reads', async () => {
  const office = await aPress();
  const digest = { kind: 'newsletter', every: 'friday 23:30', since: 'last' };
  await office.handIn({ 'week.md': markdown({ ...digest, title: 'Week', slug: 'week' }) });
  const list = office.content.list.bind(office.content);
  office.content.list = async (name, asked) => {
    const page = await list(name, asked);
    return asked.after === undefined && name === 'sendings' ? { ...page, next: 'weekly#week' } : page;
  };
  expect(await calendar(office)).toMatchObject({ complete: false });
});

it.each([
  [{ from: '2024-13-01' }, 'a day'],
  [{ from: '2024-03-02', to: '2024-03-01' }, 'ends before'],
  [{ to: '2024-03-01' }, 'from'],
  [{ from: '2024-01-01', to: '2024-12-31' }, 'a hundred days'],
  [{ from: '0001-01-01' }, 'too far'],
])('%j is refused', (asked, text) => {
  const { error } = calendarQuery.safeParse(asked);
  expect(JSON.stringify(error?.issues)).toContain(text);
});
