import { describe, expect, it } from 'vitest';
import { actOnDue } from '../../../../functions/content/documents/act-on-due.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import { restoreRevision } from '../../../../functions/content/documents/restore-revision.ts';
import {
  scheduleDocument,
  unscheduleDocument,
} from '../../../../functions/content/documents/schedule-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { editionState, editionWithMembers } from '../../../../functions/content/editions/show-edition.ts';
import { showDifference } from '../../../../functions/content/editors/show-difference.ts';
import { showRevision } from '../../../../functions/content/editors/show-revision.ts';
import { aPng, type Folder, markdown, Office } from '../an-office.ts';
import { backupOf, restore } from '../backup/a-backup.ts';

const who = { by: 'edda' };
const moment = '2024-03-05T07:00:00.000Z';
const edition = (documents: string, more: Record<string, string> = {}) =>
  markdown(
    { kind: 'edition', title: 'No. 7', slug: 'no-7', publish_at: moment, ...more, documents },
    'All of it.',
  );
const article = (slug: string, more: Record<string, string> = {}, text = `About ${slug}.`) =>
  markdown({ title: `The ${slug}`, slug, ...more }, text);
const front = markdown({ kind: 'front', lead: 'rent' }, '');
const letter = (more: Record<string, string> = {}) =>
  markdown({ kind: 'newsletter', title: 'Letter', slug: 'letter', articles: '[rent]', ...more }, 'Hello.');
const pieces: Folder = { 'rent.md': article('rent'), 'quay.md': article('quay'), 'front.md': front };
const all = { 'no-7.md': edition('[rent, quay, front]'), ...pieces };

const deps = (office: Office) => ({ ...office.deps, documents: office.content });
const later = (office: Office) => {
  office.now += 60_000;
  return deps(office);
};
const tickAt = (office: Office, instant: string) => {
  office.now = Date.parse(instant);
  return office.tick();
};
const go = (office: Office) => tickAt(office, '2024-03-05T07:00:30Z');
const headOf = async (office: Office, slug: string) => {
  const head = await office.content.head(slug);
  if (!head) throw new Error(`There is no “${slug}”`);
  return head;
};
const statuses = async (office: Office, ...slugs: string[]) => {
  const heads = await Promise.all(slugs.map((slug) => office.content.head(slug)));
  return heads.map((head) => head?.status);
};
const anOffice = async (folder: Folder = all) => {
  const office = new Office();
  expect((await office.handIn(folder)).state).toBe('done');
  return office;
};
const warningsOf = (notices: { level: string; text: string }[]) =>
  notices.filter(({ level }) => level === 'warning').map(({ text }) => text);

describe('an edition whose documents are ready', () => {
  it('goes at its moment with all of them, which wait for it until then and have its date', async () => {
    const office = await anOffice();
    const slugs = ['no-7', 'rent', 'quay', 'front'];
    expect(await statuses(office, ...slugs)).toEqual(['scheduled', 'draft', 'draft', 'draft']);
    await tickAt(office, '2024-03-05T06:59:59Z');
    expect(await statuses(office, ...slugs)).toEqual(['scheduled', 'draft', 'draft', 'draft']);
    await go(office);
    expect(await statuses(office, ...slugs)).toEqual(Array(4).fill('published'));
    expect(await headOf(office, 'rent')).toMatchObject({ published: '2024-03-05T07:00:00Z' });
    expect(await headOf(office, 'no-7')).toMatchObject({
      published: '2024-03-05T07:00:00Z',
      going: undefined,
    });
    expect(office.failed).toEqual([]);
  });

  it('leaves each document with the revision that stands: to download, to compare, to back up', async () => {
    const office = await anOffice({ 'quay.md': article('quay') });
    await office.handIn({ ...all, 'quay.md': article('quay', {}, 'New words.') });
    await go(office);
    const bodies = office.files.archive;
    for (const slug of ['no-7', 'rent', 'quay', 'front']) {
      const { revision } = await headOf(office, slug);
      const viewer = { by: 'edda', isEditor: true };
      const shown = { documents: office.content, bodies, siteUrl: office.deps.siteUrl };
      const { status } = await showRevision(slug, String(revision), viewer, shown);
      expect([slug, status]).toEqual([slug, 'published']);
    }
    const told = await showDifference('quay', { from: '1' }, { documents: office.content, bodies });
    expect(told.paragraphs).toEqual([{ segments: expect.arrayContaining([expect.anything()]) }]);
    const { histories } = await backupOf(office);
    expect(histories.map(({ past, revisions }) => past.at(-1)?.revision === revisions)).toEqual(
      histories.map(() => true),
    );
    const elsewhere = new Office();
    elsewhere.now += 24 * 60 * 60_000;
    expect((await restore(elsewhere, await backupOf(office))).state).toBe('done');
    expect(await statuses(elsewhere, 'no-7', 'rent', 'quay', 'front')).toEqual(Array(4).fill('published'));
  });

  it('is told to each that waits for it, and to a document that comes later', async () => {
    const office = new Office();
    const { notices } = await office.handIn(all);
    expect(warningsOf(notices)).toEqual([]);
    expect(notices.filter(({ text }) => text.startsWith('It waits for the edition “No. 7”'))).toHaveLength(3);
    const again = await office.handIn({ 'rent.md': article('rent', {}, 'Corrected.') });
    expect(again.documents).toMatchObject([{ slug: 'rent', status: 'draft' }]);
    await go(office);
    const { body } = await headOf(office, 'rent');
    expect((await office.files.archive.body(body)).text).toBe('Corrected.');
  });

  it('warns of none that it brings along with what names it, and of those that it does not', async () => {
    const office = await anOffice({ ...all, 'other.md': article('other', { status: 'draft' }) });
    const { notices } = await office.handIn({ 'quay.md': article('quay', { related: '[rent, other]' }) });
    expect(warningsOf(notices)).toEqual([
      expect.stringMatching(/^It names “other”, which is not published yet/),
    ]);
    const alone = await office.handIn({ 'later.md': article('later', { related: '[rent]' }) });
    expect(warningsOf(alone.notices)).toEqual([expect.stringMatching(/^It names “rent”/)]);
    const sooner = article('quay', { related: '[rent]', publish_at: '2024-03-04 07:00' });
    expect(warningsOf((await office.handIn({ 'quay.md': sooner })).notices)).toEqual([
      expect.stringMatching(/^It names “rent”/),
    ]);
  });

  it('leaves a document its own date, and one that readers had its first', async () => {
    const office = await anOffice({ 'quay.md': article('quay') });
    const first = (await headOf(office, 'quay')).published;
    await office.handIn({
      'no-7.md': edition('[rent, quay]'),
      'rent.md': article('rent', { published: '1949-05' }),
      'quay.md': article('quay', {}, 'New words.'),
    });
    expect(await headOf(office, 'quay')).toMatchObject({ status: 'published', pending: { status: 'draft' } });
    await go(office);
    expect(await headOf(office, 'rent')).toMatchObject({ status: 'published', published: '1949-05' });
    expect(await headOf(office, 'quay')).toMatchObject({ published: first, pending: undefined });
    const { body } = await headOf(office, 'quay');
    expect((await office.files.archive.body(body)).text).toBe('New words.');
  });

  it('leaves a document its date through corrections, moves and restores, until its file names another', async () => {
    const office = await anOffice({ 'no-7.md': edition('[rent]'), 'rent.md': article('rent') });
    await tickAt(office, '2024-03-05T09:13:30Z');
    const date = '2024-03-05T07:00:00Z';
    const handIn = async (file: string, slug = 'rent') => {
      await office.handIn({ 'rent.md': file });
      return (await headOf(office, slug)).published;
    };
    expect(await handIn(article('rent', {}, 'Corrected.'))).toBe(date);
    expect(await handIn(article('rent', {}, 'Twice.'))).toBe(date);
    expect(await handIn(article('tide', { title: 'The rent', aliases: '[rent]' }), 'tide')).toBe(date);
    await restoreRevision('tide', 'rent/1', who, later(office));
    expect((await headOf(office, 'tide')).published).toBe(date);
    expect(await handIn(article('tide', { title: 'The rent', published: '1949' }), 'tide')).toBe('1949');
  });

  it('sends its newsletter at its moment, after the pieces and before the front page', async () => {
    const office = await anOffice({
      ...all,
      'no-7.md': edition('[front, letter, rent, quay]'),
      'letter.md': letter(),
    });
    expect(await statuses(office, 'letter')).toEqual(['draft']);
    const written: string[] = [];
    const write = office.content.write.bind(office.content);
    office.content.write = async (one) => {
      written.push(one.head.slug);
      return write(one);
    };
    await go(office);
    expect(written.filter((slug) => slug !== 'no-7').slice(-2)).toEqual(['letter', 'front']);
    expect(await headOf(office, 'letter')).toMatchObject({
      status: 'published',
      fields: { sendAt: '2024-03-05T07:00:00Z' },
    });
    const shown = await editionWithMembers(await headOf(office, 'no-7'), office.content);
    expect(shown).toMatchObject({ state: 'gone', documents: Array(4).fill({ state: 'live' }) });
  });

  it.each([
    ['before it counts as sent', '2024-03-05 06:00', 'published'],
    ['after it is in its way', '2024-03-05 08:00', 'draft'],
  ])('a newsletter that goes out by itself %s', async (_, send_at, status) => {
    const office = await anOffice({ 'letter.md': letter({ send_at }) });
    await office.handIn({ ...pieces, 'no-7.md': edition('[letter, rent, quay, front]') });
    await go(office);
    expect(await statuses(office, 'letter', 'no-7')).toEqual(['published', status]);
  });

  it('goes by hand, now, and is moved by an hour', async () => {
    const office = await anOffice();
    await scheduleDocument('no-7', { publishAt: '2024-03-05T08:00:00Z' }, who, later(office));
    await tickAt(office, '2024-03-05T07:30:00Z');
    expect(await statuses(office, 'no-7', 'rent')).toEqual(['scheduled', 'draft']);
    await publishDocument({ slug: 'no-7' }, who, later(office));
    await office.tick();
    expect(await statuses(office, 'no-7', 'rent', 'front')).toEqual(Array(3).fill('published'));
    expect(await headOf(office, 'rent')).toMatchObject({ published: '2024-03-05T07:31:00Z' });
  });

  it('that came with a moment that was past goes with the next tick, dated when it came', async () => {
    const office = await anOffice({
      ...all,
      'no-7.md': edition('[rent]', { publish_at: '2024-02-01 07:00' }),
    });
    const came = new Date(office.now).toISOString().slice(0, 16);
    await tickAt(office, '2024-03-01T09:05:00Z');
    expect((await headOf(office, 'rent')).published).toContain(came);
  });

  it('waits for pictures of its documents that were taken down', async () => {
    const picture = { 'crane.png': aPng('crane') };
    const office = await anOffice({
      ...all,
      ...picture,
      'rent.md': article('rent', {}, '![Crane](crane.png)'),
    });
    for (const key of office.files.objects.keys())
      if (key.startsWith('media/')) office.files.objects.delete(key);
    await go(office);
    expect(await statuses(office, 'no-7', 'rent', 'quay')).toEqual(Array(3).fill('published'));
  });
});

describe('pictures that readers have no more', () => {
  const withPicture = { 'rent.md': article('rent', {}, '![Crane](crane.png)'), 'crane.png': aPng('crane') };
  const takeAway = ({ files: { objects } }: Office, pattern: RegExp) => {
    for (const key of objects.keys()) if (pattern.test(key)) objects.delete(key);
  };

  it.each(['07:00:30', '07:10:00', '11:00:00'])(
    'are waited for from the first look on, also at %s',
    async (time) => {
      const office = await anOffice({ ...all, ...withPicture });
      takeAway(office, /^media\//);
      await tickAt(office, `2024-03-05T${time}Z`);
      expect(await statuses(office, 'no-7', 'rent', 'quay')).toEqual(Array(3).fill('published'));
      const { failed, waiting } = await headOf(office, 'no-7');
      expect({ failed, waiting }).toEqual({});
    },
  );

  it('are waited for anew once the edition has another moment', async () => {
    const office = await anOffice({ ...all, ...withPicture });
    takeAway(office, /^media\//);
    const look = (instant: string) => {
      office.now = Date.parse(instant);
      let looks = 2;
      const { clock } = office;
      const remakes = { request: async () => {} };
      const pause = async () => {};
      const hasTime = () => looks-- > 0;
      const others = { clock, remakes, pause, hasTime, dueDocuments: office.content, failed: () => {} };
      return actOnDue({ ...deps(office), ...others });
    };
    await look('2024-03-05T07:00:30Z');
    expect((await headOf(office, 'no-7')).waiting).toMatchObject({ since: '2024-03-05T07:00:30.000Z' });
    await scheduleDocument('no-7', { publishAt: '2024-03-05T08:00:00Z' }, who, later(office));
    await look('2024-03-05T08:00:30Z');
    const { status, failed } = await headOf(office, 'no-7');
    expect({ status, failed }).toEqual({ status: 'scheduled' });
  });

  it('and are lost once it is decided hold back newsletter and front page for five minutes, no longer', async () => {
    const office = await anOffice({
      ...all,
      ...withPicture,
      'no-7.md': edition('[rent, quay, letter, front]'),
      'letter.md': letter(),
    });
    const write = office.content.write.bind(office.content);
    office.content.write = async (one) => {
      const outcome = await write(one);
      if (one.head.going && !one.seen?.going) takeAway(office, /media\/|original/);
      return outcome;
    };
    const slugs = ['no-7', 'rent', 'quay', 'letter', 'front'];
    const look = async (instant: string) => {
      office.now = Date.parse(instant);
      let looks = 12;
      const pause = async () => {};
      const hasTime = () => looks-- > 0;
      const told = { failed: (slug: string) => void office.failed.push(slug) };
      await actOnDue({ ...deps(office), ...told, dueDocuments: office.content, pause, hasTime });
      return statuses(office, ...slugs);
    };
    // However late it is, the wait begins with the first look.
    const held = ['published', 'draft', 'published', 'draft', 'draft'];
    expect(await look('2024-03-05T11:00:30Z')).toEqual(held);
    expect(await look('2024-03-05T11:05:30Z')).toEqual(held);
    expect(office.failed).toEqual([]);
    expect(await look('2024-03-05T11:05:31Z')).toEqual([
      'published',
      'draft',
      'published',
      'published',
      'published',
    ]);
    expect(office.failed).toEqual(['no-7']);
    const head = await headOf(office, 'no-7');
    expect(head).toMatchObject({ going: undefined, failed: { documents: [{ slug: 'rent' }] } });
    expect(editionState(head)).toMatchObject({ state: 'gone', notReady: [{ slug: 'rent' }] });
    office.content.write = write;
    await office.handIn(withPicture);
    expect(await statuses(office, 'rent')).toEqual(['published']);
  });
});

describe('an edition of which something is not ready', () => {
  const cases: [string, Folder, RegExp][] = [
    ['is missing', { 'no-7.md': edition('[rent, quay, front, nobody]') }, /“nobody”, which is not there/],
    [
      'has a send_at of its own',
      {
        'no-7.md': edition('[rent, letter]'),
        'letter.md': letter({ status: 'draft', send_at: '2024-03-06 07:00' }),
      },
      /“letter”, which has a “send_at:” of its own/,
    ],
    [
      'is a digest',
      {
        'no-7.md': edition('[rent, letter]'),
        'letter.md': letter({ status: 'draft', every: 'friday 07:00', since: 'last' }),
      },
      /“letter”, which is a digest/,
    ],
    [
      'is an edition',
      {
        'no-7.md': edition('[rent, other]'),
        'other.md': edition('[rent]', { slug: 'other', title: 'Other', status: 'draft' }),
      },
      /“other”, which is an edition itself/,
    ],
  ];
  it.each(cases)('because one %s says so when it comes, and nothing goes', async (_, folder, text) => {
    const office = new Office();
    const { notices } = await office.handIn({ ...pieces, ...folder });
    expect(warningsOf(notices).join('\n')).toMatch(text);
    await go(office);
    expect(await statuses(office, 'no-7', 'rent')).toEqual(['draft', 'draft']);
    expect(office.failed).toEqual(['no-7']);
    const { failed } = await headOf(office, 'no-7');
    expect(failed).toMatchObject({
      at: moment,
      documents: [{ slug: text.source.slice(1, text.source.indexOf('”')) }],
    });
    await office.tick();
    expect(office.failed).toHaveLength(1);
  });

  it.each(['replaces', 'aliases'])('because it takes the address of one itself: %s', async (by) => {
    const office = await anOffice({ 'ebb.md': article('ebb') });
    const refused = await office.handIn({ 'no-7.md': edition('[rent, ebb]', { [by]: '[ebb]' }) });
    expect(refused.notices).toMatchObject([
      { level: 'error', line: 7, text: expect.stringContaining('It brings out “ebb” and takes its address') },
    ]);
    expect(await statuses(office, 'no-7')).toEqual([undefined]);
    // Under its old slug nobody can tell before.
    await office.handIn({ 'ebb.md': article('tide', { title: 'The ebb', aliases: '[ebb]' }) });
    const own = edition('[ebb]', { title: 'The ebb', replaces: '[tide]' });
    const { notices } = await office.handIn({ 'no-7.md': own });
    expect(notices.filter(({ level }) => level === 'error')).toEqual([]);
    await go(office);
    expect(await statuses(office, 'no-7', 'tide')).toEqual(['draft', 'published']);
    expect((await headOf(office, 'no-7')).failed?.documents).toMatchObject([
      { slug: 'ebb', why: expect.stringContaining('an address that the edition takes itself') },
    ]);
    const byHand = publishDocument({ slug: 'no-7', replaces: ['tide'] }, who, later(office));
    await expect(byHand).rejects.toMatchObject({ status: 409 });
  });

  it('because a writer handed one in, which an editor takes for it', async () => {
    const office = await anOffice({ 'no-7.md': edition('[rent]') });
    await office.handIn({ 'rent.md': article('rent') }, { editor: false });
    await scheduleDocument('no-7', { publishAt: '2024-03-05T08:00:00Z' }, who, later(office));
    await tickAt(office, '2024-03-05T08:00:30Z');
    const { failed } = await headOf(office, 'no-7');
    expect(failed?.documents[0]?.why).toContain('“press schedule rent 1 "2024-03-05T08:00:00Z"”');
    await scheduleDocument('no-7', { publishAt: '2024-03-05T09:00:00Z' }, who, later(office));
    await scheduleDocument('rent', { publishAt: '2024-03-05T09:00:00Z', revision: 1 }, who, later(office));
    await tickAt(office, '2024-03-05T09:00:30Z');
    expect(await statuses(office, 'no-7', 'rent')).toEqual(['published', 'published']);
  });

  it('because one has a time of its own, or is withdrawn, until that is taken back', async () => {
    const office = await anOffice({
      ...all,
      'rent.md': article('rent', { publish_at: '2024-03-09 07:00' }),
    });
    await go(office);
    expect((await headOf(office, 'no-7')).failed?.documents).toMatchObject([{ slug: 'rent' }]);
    await unscheduleDocument('rent', who, later(office));
    await publishDocument({ slug: 'quay' }, who, later(office));
    await withdrawDocument('quay', who, 'Wrong.', later(office));
    const refused = publishDocument({ slug: 'no-7' }, who, later(office));
    await expect(refused).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('“quay” is withdrawn'),
    });
    await office.handIn({ 'quay.md': article('quay', {}, 'Right.') });
    await publishDocument({ slug: 'no-7' }, who, later(office));
    await office.tick();
    expect(await statuses(office, 'no-7', 'rent', 'quay', 'front')).toEqual(Array(4).fill('published'));
  });

  it('because its pictures cannot be made, once they were waited for', async () => {
    const picture = { 'crane.png': aPng('crane') };
    const office = await anOffice({
      ...all,
      ...picture,
      'rent.md': article('rent', {}, '![Crane](crane.png)'),
    });
    const stuck = (instant: string) => {
      office.now = Date.parse(instant);
      let rounds = 3;
      return actOnDue({
        ...deps(office),
        dueDocuments: office.content,
        storedPictures: { hasOriginal: async () => false, hasMedia: async () => false },
        remakes: { request: async () => {} },
        failed: (slug) => void office.failed.push(slug),
        hasTime: () => rounds-- > 0,
        pause: async () => {},
      });
    };
    await stuck('2024-03-05T07:00:30Z');
    expect(await statuses(office, 'no-7', 'quay')).toEqual(['scheduled', 'draft']);
    await stuck('2024-03-05T07:06:00Z');
    expect(await statuses(office, 'no-7', 'quay')).toEqual(['draft', 'draft']);
    expect((await headOf(office, 'no-7')).failed?.documents).toMatchObject([{ slug: 'rent' }]);
  });

  it('goes when it is handed in again after that', async () => {
    const office = await anOffice({ 'no-7.md': edition('[rent, quay]'), 'rent.md': article('rent') });
    await go(office);
    expect(await statuses(office, 'no-7', 'rent')).toEqual(['draft', 'draft']);
    await office.handIn({ 'quay.md': article('quay') });
    expect(await statuses(office, 'quay')).toEqual(['draft']);
    await office.handIn({ 'no-7.md': edition('[rent, quay]') });
    await office.tick();
    expect(await statuses(office, 'no-7', 'rent', 'quay')).toEqual(Array(3).fill('published'));
  });
});

describe('what is handed in while an edition is to come', () => {
  const textOf = async (office: Office, slug: string) =>
    (await office.files.archive.body((await headOf(office, slug)).body)).text;
  const waitsIn = (notices: { text: string }[]) =>
    notices.some(({ text }) => text.includes('waits for the edition'));

  it('and is written only once that has gone is live at once', async () => {
    const office = await anOffice({ 'rent.md': article('rent') });
    await office.handIn({ 'no-7.md': edition('[rent, quay]'), 'quay.md': article('quay') });
    office.now = Date.parse('2024-03-05T06:59:00Z');
    const write = office.content.write.bind(office.content);
    let hasGone = false;
    office.content.write = async (one) => {
      if (!hasGone && one.head.slug === 'rent') {
        hasGone = true;
        await go(office);
      }
      return write(one);
    };
    const { notices } = await office.handIn({ 'rent.md': article('rent', {}, 'Corrected.') });
    expect(await statuses(office, 'no-7')).toEqual(['published']);
    expect(await textOf(office, 'rent')).toBe('Corrected.');
    expect(waitsIn(notices)).toBe(false);
  });

  it('does not wait for an edition of its own upload that is refused', async () => {
    const office = await anOffice({ 'other.md': article('no-7') });
    const { notices } = await office.handIn({ 'no-7.md': edition('[rent]'), 'rent.md': article('rent') });
    expect(waitsIn(notices)).toBe(false);
    expect(await statuses(office, 'rent')).toEqual(['published']);
  });

  it('waits for one of its own upload that comes after it, also one with the title of the edition', async () => {
    const office = await anOffice({
      'a.md': markdown({ title: 'No. 7', slug: 'lead' }),
      'b.md': edition('[lead, rent]'),
      'c.md': article('rent'),
    });
    expect(await statuses(office, 'no-7', 'lead', 'rent')).toEqual(['scheduled', 'draft', 'draft']);
  });

  it('waits for a new version of one that has gone, too', async () => {
    const office = await anOffice();
    await go(office);
    await office.handIn({ 'no-7.md': edition('[rent, tide]', { publish_at: '2024-03-12 07:00' }) });
    const { notices } = await office.handIn({ 'tide.md': article('tide') });
    expect(waitsIn(notices)).toBe(true);
    await office.handIn({ 'rent.md': article('rent', {}, 'Corrected.') });
    expect(await statuses(office, 'tide', 'rent')).toEqual(['draft', 'published']);
    await tickAt(office, '2024-03-12T07:00:30Z');
    expect(await textOf(office, 'rent')).toBe('Corrected.');
    expect(await statuses(office, 'tide')).toEqual(['published']);
    await office.handIn({ 'rent.md': article('rent', {}, 'Once more.') });
    expect(await textOf(office, 'rent')).toBe('Once more.');
  });

  it('waits for it however many others are to come', async () => {
    const office = await anOffice({ 'a.md': edition('[rent]', { slug: 'aaa', title: 'A' }) });
    for (let i = 0; i < 100; i++)
      await office.handIn({ [`e${i}.md`]: edition('[x]', { slug: `b-${i}`, title: `B ${i}` }) });
    await office.handIn({ 'rent.md': article('rent') });
    expect(await statuses(office, 'rent')).toEqual(['draft']);
  });

  it('is told to wait only where it goes along, and to writers nothing', async () => {
    const office = await anOffice({ 'rent.md': article('rent') });
    await office.handIn({ 'rent.md': article('rent', {}, 'Second.') });
    await office.handIn({ 'no-7.md': edition('[rent, quay]'), 'quay.md': article('quay') });
    const overtaken = await office.handIn(
      { 'rent.md': article('rent', {}, 'From the first.') },
      { basedOn: 'rent/1' },
    );
    expect(waitsIn(overtaken.notices)).toBe(false);
    const draft = await office.handIn({ 'quay.md': article('quay') }, { editor: false, by: 'wim' });
    const own = edition('[quay, rent, nobody]', { slug: 'own', title: 'Own' });
    const listing = await office.handIn({ 'own.md': own }, { editor: false, by: 'wim' });
    const told = [...draft.notices, ...listing.notices].map(({ text }) => text).join('\n');
    expect(told).not.toMatch(/No\. 7|“rent”, which (?!is not there)/);
    await go(office);
    expect(await textOf(office, 'rent')).toBe('Second.');
  });
});

describe('two editions', () => {
  it('with one document: the second is told, and it goes with the first', async () => {
    const office = await anOffice();
    const other = edition('[rent, tide]', { slug: 'no-8', title: 'No. 8', publish_at: '2024-03-12 07:00' });
    const { notices } = await office.handIn({ 'no-8.md': other, 'tide.md': article('tide') });
    expect(warningsOf(notices).join()).toContain('“rent”, and so does the edition “No. 7”');
    await go(office);
    expect(await statuses(office, 'rent', 'tide', 'no-8')).toEqual(['published', 'draft', 'scheduled']);
    await tickAt(office, '2024-03-12T07:00:30Z');
    expect(await statuses(office, 'tide', 'no-8')).toEqual(['published', 'published']);
  });

  it('a new version of one that has gone takes along what is new', async () => {
    const office = await anOffice();
    await go(office);
    const more = { 'no-7.md': edition('[rent, quay, front, tide]'), 'tide.md': article('tide') };
    await office.handIn(more);
    expect(await statuses(office, 'tide')).toEqual(['draft']);
    await office.tick();
    expect(await statuses(office, 'no-7', 'tide')).toEqual(['published', 'published']);
    expect((await headOf(office, 'no-7')).fields).toMatchObject({
      documents: ['rent', 'quay', 'front', 'tide'],
    });
    const again = await office.handIn({ ...more, 'rent.md': article('rent', {}, 'Corrected.') });
    expect(again.documents.map(({ status }) => status)).toEqual(['published', 'published', 'published']);
  });
});

describe('what a person does', () => {
  it('before the moment counts', async () => {
    const office = await anOffice();
    await publishDocument({ slug: 'rent' }, who, later(office));
    await deleteDocument('quay', who, later(office));
    await go(office);
    expect((await headOf(office, 'no-7')).failed?.documents).toMatchObject([{ slug: 'quay' }]);
    await unscheduleDocument('no-7', who, later(office)).catch(() => {});
    expect(await statuses(office, 'front')).toEqual(['draft']);
  });

  it.each(['published', 'restored'])(
    'at the address of a deleted one that is going leaves what is to follow: another document %s there',
    async (what) => {
      const office = await anOffice();
      await publishDocument({ slug: 'no-7' }, who, later(office));
      await deleteDocument('no-7', who, later(office));
      await office.handIn({ 'new.md': article('no-7', { status: 'draft' }) });
      await office.handIn({ 'new.md': article('no-7', { status: 'draft' }, 'More of it.') });
      if (what === 'restored') await restoreRevision('no-7', 1, who, later(office));
      else await publishDocument({ slug: 'no-7' }, who, later(office));
      await office.tick();
      expect(await statuses(office, 'rent', 'quay', 'front')).toEqual(Array(3).fill('published'));
    },
  );

  it('between the look and the write is looked at again', async () => {
    const office = await anOffice();
    const write = office.content.write.bind(office.content);
    let hasDeleted = false;
    office.content.write = async (one) => {
      if (one.head.going && !hasDeleted) {
        hasDeleted = true;
        await deleteDocument('quay', who, deps(office));
      }
      return write(one);
    };
    await go(office);
    expect(await statuses(office, 'no-7', 'rent', 'quay', 'front')).toEqual([
      'draft',
      'draft',
      'deleted',
      'draft',
    ]);
  });

  it.each(['withdraw', 'delete'] as const)(
    'to the edition once it is decided (%s) stops nothing',
    async (what) => {
      const office = await anOffice();
      const write = office.content.write.bind(office.content);
      office.content.write = async (one) => {
        if (one.head.slug === 'rent') throw new Error('Died');
        return write(one);
      };
      await expect(go(office)).rejects.toThrow('Died');
      office.content.write = write;
      expect(await statuses(office, 'no-7', 'rent', 'front')).toEqual(['published', 'draft', 'draft']);
      if (what === 'withdraw') await withdrawDocument('no-7', who, 'Wrong.', later(office));
      else await deleteDocument('no-7', who, later(office));
      await office.tick();
      expect(await statuses(office, 'rent', 'quay', 'front')).toEqual(Array(3).fill('published'));
      await office.tick();
      expect((await headOf(office, 'no-7')).going).toBeUndefined();
    },
  );

  it('to a document after the decision stands', async () => {
    const office = await anOffice();
    const write = office.content.write.bind(office.content);
    office.content.write = async (one) => {
      if (one.head.slug === 'rent' || one.head.slug === 'quay') throw new Error('Died');
      return write(one);
    };
    await expect(go(office)).rejects.toThrow('Died');
    office.content.write = write;
    await publishDocument({ slug: 'rent' }, who, later(office));
    await withdrawDocument('rent', who, 'Wrong.', later(office));
    await scheduleDocument('quay', { publishAt: '2024-03-08T07:00:00Z' }, who, later(office));
    await office.tick();
    expect(await statuses(office, 'rent', 'quay', 'front')).toEqual(['withdrawn', 'scheduled', 'published']);
  });
});

describe('a tick that dies', () => {
  it('at any call leaves all of it to the next, or none', async () => {
    const folder = { ...all, 'no-7.md': edition('[rent, letter, quay, front]'), 'letter.md': letter() };
    const slugs = ['no-7', 'rent', 'quay', 'letter', 'front'];
    let calls = 1;
    for (let dies = 1; calls >= dies - 1; dies++) {
      const office = await anOffice(folder);
      calls = await dyingTick(office, dies);
      const isDecided = (await headOf(office, 'no-7')).status === 'published';
      if (!isDecided) expect(new Set(await statuses(office, ...slugs.slice(1)))).toEqual(new Set(['draft']));
      await office.tick();
      expect(await statuses(office, ...slugs), `died at call ${dies}`).toEqual(Array(5).fill('published'));
      for (const slug of slugs.slice(1)) expect((await headOf(office, slug)).revisions, slug).toBe(2);
    }
    expect(calls).toBeGreaterThan(20);
  });

  it.each([2, 3, 5])('or %i ticks at once: it happens once', async (count) => {
    const office = await anOffice();
    const decisions: unknown[] = [];
    const write = office.content.write.bind(office.content);
    office.content.write = async (one) => {
      const outcome = await write(one);
      if (one.head.going) decisions.push(outcome);
      return outcome;
    };
    office.now = Date.parse('2024-03-05T07:00:30Z');
    await Promise.all(Array.from({ length: count }, () => office.tick()));
    for (const slug of ['rent', 'quay', 'front'])
      expect(await headOf(office, slug)).toMatchObject({ status: 'published', revisions: 2 });
    expect(decisions.filter((outcome) => outcome === 'written')).toHaveLength(1);
    expect(decisions.length).toBeGreaterThan(1);
    expect((await headOf(office, 'no-7')).going).toBeUndefined();
  });
});

/** A tick that dies at its n-th call of a store. Returns how many it made. */
async function dyingTick(office: Office, dies: number): Promise<number> {
  office.now = Date.parse('2024-03-05T07:00:30Z');
  let calls = 0;
  const dying = <T extends object>(store: T): T =>
    new Proxy(store, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...words: unknown[]) => {
          calls += 1;
          if (calls >= dies) throw new Error('Died');
          return value.apply(target, words);
        };
      },
    });
  const content = dying(office.content);
  await actOnDue({
    ...office.deps,
    content,
    documents: content,
    dueDocuments: content,
    fileUses: dying(office.deps.fileUses),
    failed: () => {},
    hasTime: () => true,
    pause: async () => {},
  }).catch((error: unknown) => expect(error).toMatchObject({ message: 'Died' }));
  return calls;
}
