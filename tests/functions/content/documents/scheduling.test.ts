import { describe, expect, it } from 'vitest';
import { compareHistories, continues } from '../../../../bin/press/backup/compare.ts';
import { shownDocument } from '../../../../functions/content/api/shown.ts';
import type { StoredHead } from '../../../../functions/content/contract/document.ts';
import { actOnDue } from '../../../../functions/content/documents/act-on-due.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import { dueAtOf } from '../../../../functions/content/documents/schedule.ts';
import {
  scheduleDocument,
  unscheduleDocument,
  type WantedTimes,
} from '../../../../functions/content/documents/schedule-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { aPng, markdown, Office } from '../an-office.ts';
import { backupOf, restore } from '../backup/a-backup.ts';

const who = { by: 'edda' };
const rent = (more: Record<string, string> = {}, text = 'Nobody pays.') => ({
  'rent.md': markdown({ title: 'Rent strike', slug: 'rent', ...more }, text),
});

const schedule = (office: Office, slug: string, wanted: WantedTimes) => {
  office.now += 60_000;
  return scheduleDocument(slug, wanted, who, { ...office.deps, documents: office.content });
};
const unschedule = (office: Office, slug: string) => {
  office.now += 60_000;
  return unscheduleDocument(slug, who, { ...office.deps, documents: office.content });
};
const withdraw = (office: Office, reason: string) => {
  office.now += 60_000;
  return withdrawDocument('rent', who, reason, office.deps);
};
const tickAt = (office: Office, instant: string) => {
  office.now = Date.parse(instant);
  return office.tick();
};
const headOf = async (office: Office, slug = 'rent') => {
  const head = await office.content.head(slug);
  if (!head) throw new Error(`There is no “${slug}”`);
  return head;
};
const historyOf = async (office: Office, slug = 'rent') => {
  const found = (await backupOf(office)).histories.find((one) => one.slug === slug);
  if (!found) throw new Error(`There is no “${slug}”`);
  return found;
};
/** A press that lies west of UTC. */
const anAmericanOffice = async () => {
  const office = new Office();
  await office.handIn({ 'press.md': markdown({ kind: 'press', title: 'P', timezone: 'America/New_York' }) });
  return office;
};

describe('a time that no instant of four digits has', () => {
  it.each(['publish_at', 'withdraw_at'])('as %s is refused, with the way out', async (field) => {
    const office = await anAmericanOffice();
    for (const time of ['9999-12-31 23:59', '9999-12-31 12:00Z', '1969-12-31 12:00']) {
      const { state, notices } = await office.handIn(rent({ [field]: time }));
      expect(state).toBe('refused');
      expect(notices[0]?.text).toMatch(/1970 to 9998.*status: draft/);
    }
    expect(await office.content.head('rent')).toBeUndefined();
  });

  it.each(['9998', '9998-12', '9998-12-31'])('is not made of a date as late as %s', async (published) => {
    const office = await anAmericanOffice();
    const receipt = await office.handIn(rent({ published, publish_at: '9998-12-31 23:59' }));
    expect(receipt.documents).toMatchObject([{ status: 'scheduled' }]);
    expect((await headOf(office)).publishAt).toBe('9999-01-01T04:59:00.000Z');
  });

  it.each(['9999', '9999-12', '9999-12-31'])('nor of %s, which has no next one', async (published) => {
    const office = await anAmericanOffice();
    expect((await office.handIn(rent({ published, publish_at: '9998-12-31 12:00Z' }))).state).toBe('refused');
    expect((await office.handIn(rent({ published }))).documents).toMatchObject([{ status: 'scheduled' }]);
    expect((await headOf(office)).publishAt).toHaveLength(24);
  });

  it('lies within a year that begins earlier in the zone of the press', async () => {
    const office = new Office();
    await office.handIn({
      'press.md': markdown({ kind: 'press', title: 'P', timezone: 'Pacific/Auckland' }),
    });
    const times = { published: '9999', publish_at: '9998-12-31 23:59 America/New_York' };
    expect((await office.handIn(rent(times))).documents).toMatchObject([{ status: 'scheduled' }]);
  });
});

describe('a withdrawal that is scheduled by command', () => {
  it('changes nothing of the past that a backup holds', async () => {
    const office = new Office();
    await office.handIn(rent());
    const backups = [await historyOf(office)];
    await schedule(office, 'rent', { withdrawAt: '2024-03-05T09:00:00Z' });
    backups.push(await historyOf(office));
    await schedule(office, 'rent', { withdrawAt: '2024-03-06T09:00:00Z' });
    backups.push(await historyOf(office));
    await unschedule(office, 'rent');
    const now = await historyOf(office);
    for (const saved of backups) {
      expect(continues(now, saved)).toBe(true);
      expect(compareHistories(saved, now)).toBe('newer');
      expect(now.past.slice(0, saved.past.length)).toEqual(saved.past);
    }
    expect(now.past.map(({ withdrawAt }) => withdrawAt?.slice(0, 10))).toEqual([
      undefined,
      '2024-03-05',
      '2024-03-06',
      undefined,
    ]);
  });

  it('changes nothing of what is scheduled, but when it goes', async () => {
    const office = new Office();
    await office.handIn(rent({ publish_at: '2024-03-05T09:00:00Z' }));
    const saved = await historyOf(office);
    await schedule(office, 'rent', { withdrawAt: '2024-03-06T09:00:00Z' });
    expect(compareHistories(saved, await historyOf(office))).toBe('newer');
    await tickAt(office, '2024-03-05T09:00:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'published' });
    await tickAt(office, '2024-03-06T09:00:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'withdrawn' });
  });

  // C4: the command came after the upload was opened, and says nothing of the text.
  it.each([
    ['before that time', '2024-03-04T09:00:00Z', 'published'],
    ['after it', '2024-03-05T09:01:00Z', 'withdrawn'],
  ])('makes no correction older that was opened before and arrives %s', async (_, arrives, status) => {
    const office = new Office();
    await office.handIn(rent());
    const correction = await office.open(rent({}, 'Nobody paid.'));
    await schedule(office, 'rent', { withdrawAt: '2024-03-05T09:00:00Z', reason: 'Its time is over.' });
    await tickAt(office, arrives);
    for (const file of correction.files) await office.tell(file);
    const receipt = await office.receipt(correction.id);
    expect(receipt.documents).toMatchObject([{ status }]);
    expect(receipt.notices.some(({ text }) => text.includes('stays withdrawn'))).toBe(status === 'withdrawn');
    await tickAt(office, '2024-03-05T09:02:00Z');
    const head = await headOf(office);
    expect(head).toMatchObject({ status: 'withdrawn', reason: 'Its time is over.', revision: 4 });
    expect((await office.files.archive.body(head.body)).text).toBe('Nobody paid.');
    expect(head.lists).toEqual([]);
  });

  it('makes no correction older where the text itself came by the clock since', async () => {
    const office = new Office();
    await office.handIn(rent({ publish_at: '2024-03-04T09:00:00Z' }));
    const correction = await office.open(rent({}, 'Nobody paid.'));
    await schedule(office, 'rent', { withdrawAt: '2024-03-05T09:00:00Z' });
    await tickAt(office, '2024-03-04T09:00:30Z');
    for (const file of correction.files) await office.tell(file);
    const head = await headOf(office);
    expect(head).toMatchObject({ status: 'published', withdrawAt: '2024-03-05T09:00:00.000Z' });
    expect((await office.files.archive.body(head.body)).text).toBe('Nobody paid.');
  });

  it('gives way to a correction that was opened after it, however late that arrives', async () => {
    const office = new Office();
    await office.handIn(rent());
    await schedule(office, 'rent', { withdrawAt: '2024-03-05T09:00:00Z' });
    const correction = await office.open(rent({}, 'Nobody paid.'));
    await tickAt(office, '2024-03-05T09:01:00Z');
    for (const file of correction.files) await office.tell(file);
    expect(await headOf(office)).toMatchObject({ status: 'published' });
  });

  it('leaves older what came between a text and its repetition', async () => {
    const office = new Office();
    await office.handIn(rent());
    const between = await office.open(rent({}, 'Between.'));
    await office.handIn(rent());
    await schedule(office, 'rent', { withdrawAt: '2024-03-05T09:00:00Z' });
    for (const file of between.files) await office.tell(file);
    expect((await office.receipt(between.id)).notices.at(-1)?.text).toContain('A newer version had come in');
    expect((await headOf(office)).withdrawAt).toBe('2024-03-05T09:00:00.000Z');
  });

  it('is older than a withdrawal by hand, after which no earlier text comes', async () => {
    const office = new Office();
    await office.handIn(rent());
    const correction = await office.open(rent({}, 'Nobody paid.'));
    await schedule(office, 'rent', { withdrawAt: '2024-03-05T09:00:00Z' });
    await withdraw(office, 'Now.');
    for (const file of correction.files) await office.tell(file);
    expect(await headOf(office)).toMatchObject({ status: 'withdrawn', reason: 'Now.', revision: 3 });
  });

  it.each([true, false])('leaves its place to what is to replace it (scheduled: %s)', async (isScheduled) => {
    const office = new Office();
    await office.handIn({ 'old.md': markdown({ title: 'Old', slug: 'old' }, 'Old.') });
    await office.handIn(rent({ replaces: '[old]', publish_at: '2024-03-05T09:00:00Z' }));
    if (isScheduled) await schedule(office, 'old', { withdrawAt: '2024-03-25T09:00:00Z' });
    await tickAt(office, '2024-03-05T09:00:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'published' });
    expect(await headOf(office, 'old')).toMatchObject({ status: 'moved', to: 'rent' });
    expect(dueAtOf(await headOf(office, 'old'))).toBeUndefined();
  });
});

describe('a draft that takes the place of another piece', () => {
  const anOfficeWithDraft = async () => {
    const office = new Office();
    await office.handIn({ 'old.md': markdown({ title: 'Old', slug: 'old' }, 'Old.') });
    await office.handIn(rent({ replaces: '[old]' }), { editor: false });
    return office;
  };
  const publishAt = '2024-03-05T09:00:00Z';

  it('is scheduled once the editor names it, and then takes it', async () => {
    const office = await anOfficeWithDraft();
    await expect(schedule(office, 'rent', { publishAt })).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining(`“press schedule rent 1 "${publishAt}" --replaces old”`),
    });
    expect(await headOf(office)).toMatchObject({ status: 'draft', revisions: 1 });
    await expect(schedule(office, 'rent', { publishAt, replaces: ['other'] })).rejects.toThrow('“old”');
    expect(await schedule(office, 'rent', { publishAt, replaces: ['old'] })).toMatchObject({
      status: 'scheduled',
    });
    await schedule(office, 'rent', { publishAt: '2024-03-06T09:00:00Z' });
    await tickAt(office, '2024-03-06T09:00:30Z');
    expect(await headOf(office, 'old')).toMatchObject({ status: 'moved', to: 'rent' });
  });

  it('leaves what came to that address after it, though it was scheduled later', async () => {
    const office = await anOfficeWithDraft();
    await deleteDocument('old', who, office.deps);
    await office.handIn({ 'old.md': markdown({ title: 'Quite another', slug: 'old' }, 'Other.') });
    await schedule(office, 'rent', { publishAt });
    await tickAt(office, '2024-03-05T09:00:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'published' });
    expect(await headOf(office, 'old')).toMatchObject({ status: 'published' });
  });
});

describe('a text that was withdrawn', () => {
  const again = { publish_at: '2024-03-10T09:00:00Z' };

  it('is live again at the time that an editor says, and comes back from a backup so', async () => {
    const office = new Office();
    await office.handIn(rent());
    await withdraw(office, 'Too early.');
    const head = await schedule(office, 'rent', { publishAt: '2024-03-05T09:00:00Z', revision: 1 });
    expect(head).toMatchObject({ status: 'withdrawn', pending: { revision: 3, status: 'scheduled' } });
    expect(dueAtOf(head)).toBe('2024-03-05T09:00:00.000Z');
    const other = new Office();
    other.now = office.now;
    await restore(other, await backupOf(office));
    for (const press of [office, other]) {
      expect(dueAtOf(await headOf(press))).toBe('2024-03-05T09:00:00.000Z');
      await tickAt(press, '2024-03-05T09:00:30Z');
      expect(await headOf(press)).toMatchObject({ status: 'published', pending: undefined });
    }
  });

  it('is live again when its file says, with the same words', async () => {
    const office = new Office();
    await office.handIn(rent(again));
    await publishDocument({ slug: 'rent' }, who, { ...office.deps, documents: office.content });
    await withdraw(office, 'Too early.');
    const receipt = await office.handIn(rent(again));
    expect(receipt.notices.map(({ text }) => text).join()).toContain('becomes live by itself at 2024-03-10');
    expect((await office.handIn(rent(again))).notices[0]?.text).toMatch(/^Unchanged/);
    await tickAt(office, '2024-03-10T09:00:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'published' });
  });

  it('stays so where it was withdrawn after that, or where it is scheduled no more', async () => {
    const office = new Office();
    await office.handIn(rent(again));
    await publishDocument({ slug: 'rent' }, who, { ...office.deps, documents: office.content });
    const { id, files } = await office.open(rent(again));
    await withdraw(office, 'Wrong.');
    for (const file of files) await office.tell(file);
    expect((await office.receipt(id)).notices[0]?.text).toMatch(/^Unchanged/);
    expect(dueAtOf(await headOf(office))).toBeUndefined();
    await schedule(office, 'rent', { publishAt: '2024-03-05T09:00:00Z', revision: 1 });
    await unschedule(office, 'rent');
    await tickAt(office, '2024-03-11T09:00:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'withdrawn' });
  });
});

describe('a withdrawal by command beside what is scheduled', () => {
  const next = () => rent({ publish_at: '2024-03-05T09:00:00Z' }, 'New.');
  const withNext = async () => {
    const office = new Office();
    await office.handIn(rent());
    await office.handIn(next());
    return office;
  };
  const shown = (head: StoredHead) => shownDocument('https://press.example')(head).schedule;

  it('is of that, where it comes after', async () => {
    const office = await withNext();
    const head = await schedule(office, 'rent', { withdrawAt: '2024-03-31T09:00:00Z', reason: 'Over.' });
    expect(shown(head)).toEqual({
      revision: 3,
      publishAt: '2024-03-05T09:00:00Z',
      withdrawAt: '2024-03-31T09:00:00Z',
    });
    const other = new Office();
    other.now = office.now;
    await restore(other, await backupOf(office));
    expect(shown(await headOf(other))).toEqual(shown(head));
    await tickAt(office, '2024-03-05T09:00:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'published', revision: 4 });
    await tickAt(office, '2024-03-31T09:00:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'withdrawn', reason: 'Over.' });
  });

  it('is of what stands, where it comes before, and voids nothing', async () => {
    const office = await withNext();
    await schedule(office, 'rent', { withdrawAt: '2024-03-04T09:00:00Z' });
    await tickAt(office, '2024-03-04T09:00:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'withdrawn', pending: { status: 'scheduled' } });
    const head = await schedule(office, 'rent', { withdrawAt: '2024-03-06T09:00:00Z' });
    expect(shown(head)).toMatchObject({ withdrawAt: '2024-03-06T09:00:00Z' });
    await tickAt(office, '2024-03-05T09:00:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'published' });
    await tickAt(office, '2024-03-06T09:00:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'withdrawn' });
  });

  it('is told of where a corrected file drops it, and where it says another time not', async () => {
    const office = new Office();
    await office.handIn(rent());
    await schedule(office, 'rent', { withdrawAt: '2024-03-05T09:00:00Z' });
    const told = async (more: Record<string, string>, text: string) =>
      (await office.handIn(rent(more, text))).notices
        .filter(({ level }) => level === 'warning')
        .map((one) => one.text);
    expect(await told({ withdraw_at: '2024-03-06T09:00:00Z' }, 'One.')).toEqual([]);
    expect(await told({}, 'Two.')).toEqual([
      expect.stringMatching(/^It was to be withdrawn at 2024-03-06 09:00 UTC, and is not any more/),
    ]);
    expect(await told({}, 'Three.')).toEqual([]);
  });
});

describe('what is due and lacks a picture that does not come', () => {
  it('is asked for once a call, keeps nothing else back, and fails the call after five minutes', async () => {
    const office = new Office();
    const publishAt = { publish_at: '2024-03-05T09:00:00Z' };
    await office.handIn({ ...rent(publishAt, '![A](a.png)'), 'a.png': aPng('a') });
    await office.handIn({ 'other.md': markdown({ title: 'Other', slug: 'other', ...publishAt }, 'Words.') });
    let [asked, noted] = [0, 0];
    const tick = (instant: string) => {
      office.now = Date.parse(instant);
      let rounds = 120;
      return actOnDue({
        ...office.deps,
        documents: office.content,
        dueDocuments: office.content,
        fileUses: { note: async () => void noted++ },
        remakes: { request: async () => void asked++ },
        storedPictures: { hasOriginal: async () => false, hasMedia: async () => false },
        failed: () => {},
        hasTime: () => rounds-- > 0,
        pause: async () => {},
      });
    };
    await tick('2024-03-05T09:00:30Z');
    expect({ asked, noted }).toEqual({ asked: 1, noted: 2 });
    expect(await headOf(office)).toMatchObject({ status: 'scheduled' });
    expect(await headOf(office, 'other')).toMatchObject({ status: 'published' });
    await expect(tick('2024-03-05T09:05:30Z')).rejects.toThrow('“rent” waits for pictures');
    await tickAt(office, '2024-03-05T09:06:30Z');
    expect(await headOf(office)).toMatchObject({ status: 'published' });
  });
});

describe('a correction', () => {
  const dated = (date: string) => rent({ corrections: `[{ date: ${date}, text: It was Tuesday. }]` });

  it.each(['2024-03-03', '2024-04', '2025', '2024-03-02T10:00Z'])(
    'of a day to come is refused: %s',
    async (date) => {
      const office = new Office();
      const { state, notices } = await office.handIn(dated(date));
      expect(state).toBe('refused');
      expect(notices).toEqual([
        expect.objectContaining({ line: 4, text: expect.stringContaining('still to come') }),
      ]);
    },
  );

  // It is tomorrow somewhere already.
  it.each(['2024-03-02', '2024-03', '2024', '1949'])('of %s is taken', async (date) => {
    expect((await new Office().handIn(dated(date))).state).toBe('done');
  });

  it('is told where dates are in no order, or before the piece was published', async () => {
    const said = async (fields: Record<string, string>) =>
      (await new Office().handIn(rent(fields))).notices.map(({ line, text }) => `${line}: ${text}`).join();
    const three = (...dates: string[]) => `[${dates.map((date) => `{ date: ${date}, text: A. }`)}]`;
    expect(await said({ corrections: three('2023', '2021', '2022') })).toMatch(/^4: .*order of their dates/);
    for (const dates of [
      ['2021', '2022', '2022'],
      ['2023', '2022'],
    ])
      expect(await said({ corrections: three(...dates) })).toBe('');
    expect(await said({ published: '2022-05-01', corrections: three('2022-05', '2022-04') })).toMatch(
      /^5: .*dated 2022-04, before the piece was published/,
    );
  });
});

// G5: a folder is handed in again as a whole, long after.
describe('a file whose withdrawal is past', () => {
  const until = { withdraw_at: '2024-03-05T09:00:00Z' };

  it.each([
    ['published still', '2024-03-05T09:00:30Z', false],
    ['withdrawn by the clock', '2024-03-06T09:00:00Z', true],
  ])('is unchanged where the press has it exactly so, %s', async (_, now, hasTicked) => {
    const office = new Office();
    await office.handIn(rent(until));
    office.now = Date.parse(now);
    if (hasTicked) await office.tick();
    const { status } = await headOf(office);
    const other = { 'other.md': markdown({ title: 'Other' }, 'See [this](rent.md).') };
    const receipt = await office.handIn({ ...rent(until), ...other });
    expect(receipt.state).toBe('done');
    expect(receipt.notices.map(({ text }) => text)).toEqual([
      'Unchanged: the press has exactly this already.',
    ]);
    expect(await headOf(office)).toMatchObject({ status, revisions: status === 'withdrawn' ? 2 : 1 });
  });

  it('is unchanged where it waits', async () => {
    const office = new Office();
    await office.handIn(rent());
    await office.handIn(rent({ ...until, status: 'draft' }, 'Other words.'));
    office.now = Date.parse('2024-03-06T09:00:00Z');
    const receipt = await office.handIn(rent({ ...until, status: 'draft' }, 'Other words.'));
    expect(receipt.notices.map(({ text }) => text)).toEqual([
      'Unchanged: the press has exactly this already.',
    ]);
  });

  it.each([
    ['new words', rent(until, 'Other words.')],
    ['a new file', { 'new.md': markdown({ title: 'New', ...until }) }],
  ])('is refused with %s, and nothing changes', async (_, folder) => {
    const office = new Office();
    await office.handIn(rent(until));
    office.now = Date.parse('2024-03-06T09:00:00Z');
    await office.tick();
    const before = office.content.everyHead();
    const receipt = await office.handIn(folder);
    expect(receipt.state).toBe('refused');
    expect(receipt.notices[0]).toMatchObject({ line: 4 - ('new.md' in folder ? 1 : 0), level: 'error' });
    expect(office.content.everyHead()).toEqual(before);
  });

  it('is refused with another picture, though its words are the same', async () => {
    const office = new Office();
    const shown = { ...until, picture: 'stairs.png' };
    await office.handIn({ ...rent(shown), 'stairs.png': aPng('one') });
    office.now = Date.parse('2024-03-06T09:00:00Z');
    await office.tick();
    const receipt = await office.handIn({ ...rent(shown), 'stairs.png': aPng('two') });
    expect(receipt.state).toBe('refused');
    expect(receipt.notices[0]?.text).toContain('is past');
  });
});
