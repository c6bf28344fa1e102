import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { eraseDocument } from '../../../../functions/content/removal/erase-document.ts';
import { addressesOf } from '../../../../functions/content/removal/file-uses.ts';
import { takeDown } from '../../../../functions/content/removal/take-down.ts';
import { aPdf, aPng, markdown, Office } from '../an-office.ts';
import { type Backup, backupOf, restore } from './a-backup.ts';

/** An office where nothing has happened yet, on a later day. */
function anEmptyOffice(): Office {
  const office = new Office();
  office.now += 24 * 60 * 60_000;
  return office;
}

/** All there is: also what readers never see. */
const everything = async (office: Office) => {
  // Versions count writes, and restoring has writes of its own; an ordering is for what comes late, which nothing does.
  const heads = office.content.everyHead().map(({ version, ordering, restored, ...head }) => head);
  const pasts = heads.map(({ slug, since }) => office.content.past(slug, { limit: 100, since }));
  const media = [...office.files.objects.keys()].filter((key) => key.startsWith('media/')).sort();
  return { heads, pasts: await Promise.all(pasts), lists: office.content.everyList(), media };
};

/** Without the version, the ordering and that it was restored. */
async function headIn(office: Office, slug: string) {
  const { version, ordering, restored, ...head } = { ...(await office.content.head(slug)) };
  return head;
}

async function anOfficeAtWork(): Promise<Office> {
  const office = new Office();
  const march = (words: string) =>
    markdown({ title: 'March', tags: '[Rent]' }, `![It](img/m.png)\n\n${words}`);
  await office.handIn({ 'march.md': march('One.'), 'img/m.png': aPng('march') });
  await office.handIn({ 'march.md': march('Two.') }, { by: 's-1', byName: 'Rosa Varga' });
  await office.handIn({ 'rumour.md': markdown({ title: 'Rumour', tags: '[rent]' }) });
  await withdrawDocument('rumour', { by: 's-1', byName: 'Rosa Varga' }, 'Untrue.', office.deps);
  await office.handIn({ 'old.md': markdown({ title: 'Old' }) });
  await office.handIn({ 'old.md': markdown({ title: 'Old', slug: 'new', aliases: '[old]' }) });
  await office.handIn({ 'mistake.md': markdown({ title: 'Mistake' }) });
  const { order } = await deleteDocument('mistake', { by: 'rosa' }, office.deps);
  await eraseDocument({ slug: 'mistake', order }, office.takeDownDeps());
  const school = (title: string, more: Record<string, string> = {}) =>
    markdown({
      ...{ kind: 'event', title, starts: '2027-07-01 10:00', ends: '2027-07-02 17:00' },
      ...{ timezone: 'Europe/London', venue: 'V', picture: '{ file: img/s.png, alt: A sail }' },
      ...more,
    });
  await office.handIn({ 'school.md': school('School'), 'img/s.png': aPng('sail') });
  await office.handIn({
    'school.md': school('School', {
      currency: 'GBP',
      tickets: '{ id: a, name: A, price: 7.50 }',
      slug: 'july',
      aliases: '[school]',
    }),
    'img/s.png': aPng('sail'),
  });
  const bulletin = (words: string) =>
    markdown({ title: 'Bulletin', file: '{ file: no-12.pdf, alt: A ship }' }, words);
  await office.handIn({ 'bulletin.md': bulletin('One.'), 'no-12.pdf': aPdf('Rents are frozen.') });
  await office.handIn({ 'bulletin.md': bulletin('Two.') });
  await office.handIn({ 'evening.md': school('Evening', { picture: '' }) });
  await withdrawDocument('evening', { by: 'rosa' }, 'The roof leaks.', office.deps);
  await office.handIn({ 'never.md': school('Never', { picture: '' }) });
  const gone = await deleteDocument('never', { by: 'rosa' }, office.deps);
  await eraseDocument({ slug: 'never', order: gone.order }, office.takeDownDeps());
  const linking = markdown({ title: 'Beside', tags: '[RENT]' }, 'As in [March](march.md).');
  await office.handIn({ 'beside.md': linking });
  await office.handIn({ 'beside.md': markdown({ title: 'Beside' }, 'Writer.') }, { editor: false });
  await office.handIn({ 'beside.md': linking });
  await office.handIn({ 'draft.md': markdown({ title: 'Draft' }) }, { editor: false });
  await office.handIn({ 'later.md': markdown({ title: 'Later', published: '2031', aliases: '[sooner]' }) });
  await office.handIn({ 'now.md': markdown({ title: 'Now', published: '2031' }) });
  await publishDocument({ slug: 'now' }, { by: 'rosa' }, { ...office.deps, documents: office.content });
  await office.handIn({ 'march.md': markdown({ title: 'March', slug: 'march', status: 'draft' }, 'Three.') });
  return office;
}

/** What waits to be taken down comes due, until nothing waits any more. */
async function takeDownAll(office: Office): Promise<void> {
  for (let one = office.removals.shift(); one; one = office.removals.shift()) {
    office.now = Math.max(office.now, one.due);
    await takeDown(one.removal, office.takeDownDeps());
  }
}

const only = (backup: Backup, slug: string): Backup => {
  const histories = backup.histories.filter((one) => one.slug === slug);
  const named = new Set(histories.flatMap(({ past }) => past.flatMap((one) => Object.values(one.pictures))));
  return {
    ...backup,
    histories,
    pictures: new Map([...backup.pictures].filter(([hash]) => named.has(hash))),
  };
};

/** One whose revision has more pictures than an upload holds. */
async function anOfficeWithAnAlbum(): Promise<Office> {
  const office = new Office();
  const many = Array.from({ length: 60 }, (_, n) => `p${n}`);
  const album = (pictures: string[]) => ({
    'album.md': markdown({ title: 'Album' }, many.map((n) => `![It](img/${n}.png)`).join('\n\n')),
    ...Object.fromEntries(pictures.map((n) => [`img/${n}.png`, aPng(n)])),
  });
  await office.handIn(album(many.slice(0, 49)));
  await office.handIn(album(many.slice(49)));
  return office;
}

describe('restoring', () => {
  it('brings everything back as it was, past and all', async () => {
    const before = await anOfficeAtWork();
    const after = anEmptyOffice();
    const receipt = await restore(after, await backupOf(before));
    expect(receipt).toMatchObject({ state: 'done', notices: [] });
    expect(await everything(after)).toEqual(await everything(before));
    expect(await backupOf(after)).toEqual(await backupOf(before));
  });

  it('brings back a page at /books/ from before there were books, and none at another address of the site', async () => {
    const office = new Office();
    await office.handIn({ 'ours.md': markdown({ kind: 'page', title: 'Ours', slug: 'ours' }) });
    const backup = await backupOf(office);
    const at = (slug: string) => ({
      ...backup,
      histories: backup.histories.map((one) => ({ ...one, slug })),
    });
    const after = anEmptyOffice();
    expect(await restore(after, at('books'))).toMatchObject({ state: 'done', notices: [] });
    expect(await headIn(after, 'books')).toMatchObject({
      status: 'published',
      lists: [{ list: 'pages', sort: 'books' }],
    });
    const { notices } = await restore(anEmptyOffice(), at('feed'));
    expect(notices).toMatchObject([{ level: 'error', text: 'No document can stand at “feed”.' }]);
  });

  it('is told from what was done here since', async () => {
    const backup = await backupOf(await anOfficeAtWork());
    const office = anEmptyOffice();
    await restore(office, backup);
    const stands = async (slug: string) => {
      const { at = '', first = '', restored = '' } = { ...(await office.content.head(slug)) };
      return { done: at <= restored ? 'before' : 'here', got: first <= restored ? 'before' : 'here' };
    };
    expect(await stands('march')).toEqual({ done: 'before', got: 'before' });
    office.now += 60_000;
    await office.handIn({ 'march.md': markdown({ title: 'March', slug: 'march' }, 'Corrected.') });
    await publishDocument({ slug: 'draft' }, { by: 'rosa' }, { ...office.deps, documents: office.content });
    await withdrawDocument('beside', { by: 'rosa' }, 'Untrue.', office.deps);
    await office.handIn({ 'fresh.md': markdown({ title: 'Fresh' }) });
    expect(await stands('march')).toEqual({ done: 'here', got: 'before' });
    expect(await stands('draft')).toEqual({ done: 'here', got: 'here' });
    expect(await stands('beside')).toEqual({ done: 'here', got: 'before' });
    expect(await office.content.head('fresh')).not.toHaveProperty('restored');
  });

  it('brings back what is scheduled, what waits beside and the moment of a publication by hand', async () => {
    const after = anEmptyOffice();
    await restore(after, await backupOf(await anOfficeAtWork()));
    expect(await headIn(after, 'later')).toMatchObject({ status: 'scheduled', aliases: ['sooner'] });
    expect(await headIn(after, 'now')).toMatchObject({
      status: 'published',
      published: expect.stringMatching(/^2024-03-01T/),
    });
    expect((await headIn(after, 'beside')).pending).toMatchObject({ revision: 2, status: 'draft' });
    expect((await headIn(after, 'march')).pending).toMatchObject({ revision: 3, status: 'draft' });
  });

  it('is noticed when it does not: a state that was tampered with is another', async () => {
    const backup = await backupOf(await anOfficeAtWork());
    for (const one of backup.histories) for (const state of one.past) state.at = '1999-01-01T00:00:00.000Z';
    const after = anEmptyOffice();
    await restore(after, backup);
    expect((await everything(after)).heads).not.toEqual((await everything(await anOfficeAtWork())).heads);
  });

  it('changes nothing a second time, nor when it is told of twice', async () => {
    const backup = await backupOf(await anOfficeAtWork());
    const office = anEmptyOffice();
    await restore(office, backup, { times: 2 });
    const before = await everything(office);
    const receipt = await restore(office, backup);
    expect(receipt.state).toBe('done');
    expect(receipt.notices).toHaveLength(backup.histories.length);
    expect(receipt.notices.every(({ text }) => text.startsWith('Unchanged'))).toBe(true);
    expect(await everything(office)).toEqual(before);
  });

  it('keeps names spelled as they were, whichever document comes first', async () => {
    const before = await anOfficeAtWork();
    const backup = await backupOf(before);
    const after = anEmptyOffice();
    await after.handIn({ 'x.md': markdown({ title: 'First of all' }) });
    await restore(after, { ...backup, histories: [...backup.histories].reverse() });
    const names = async (office: Office) => (await office.content.terms('tags', { limit: 9 })).items;
    expect(await names(after)).toEqual(await names(before));
  });

  it('goes on where the press has the beginning, and with the next part of a long past', async () => {
    const office = await anOfficeAtWork();
    const backup = only(await backupOf(office), 'march');
    const [march] = backup.histories;
    const part = new Map([...backup.manuscripts].filter(([hash]) => hash === march?.past[0]?.manuscript));
    const after = anEmptyOffice();
    // The state that stands in the end has not come yet.
    expect((await restore(after, { ...backup, manuscripts: part })).state).toBe('done');
    expect(await after.content.head('march')).toMatchObject({ status: 'draft', revisions: 1 });
    expect(after.content.everyList()).toEqual({});
    await restore(after, backup);
    expect(await headIn(after, 'march')).toEqual(await headIn(office, 'march'));
  });

  it('takes a revision with more pictures than one upload holds in several', async () => {
    const before = await anOfficeWithAnAlbum();
    const { histories, manuscripts, pictures } = await backupOf(before);
    expect(Object.keys(histories[0]?.past.at(-1)?.pictures ?? {})).toHaveLength(60);
    const after = anEmptyOffice();
    const parts = [[...pictures].slice(0, 49), [...pictures].slice(49)];
    const ids: string[] = [];
    for (const part of parts) {
      const named = histories.map((one) => ({ ...one, part: { before: [...ids], more: true } }));
      const sent = { histories: named, manuscripts: new Map(), pictures: new Map(part) };
      const { id, state, notices } = await restore(after, sent);
      // The next part may come at any time: what came before is made again from its upload.
      await takeDownAll(after);
      expect([...after.files.objects.keys()].filter((key) => key.startsWith('media/'))).toEqual([]);
      expect({ state, notices }).toMatchObject({ state: 'done', notices: [{ level: 'note' }] });
      expect(after.content.everyHead()).toEqual([]);
      ids.push(id);
    }
    const last = (more: string[]) => ({
      ...{ manuscripts, pictures: new Map() },
      histories: histories.map((one) => ({ ...one, part: { before: more, more: false } })),
    });
    // Without those that came before, it is refused.
    expect(await restore(after, last(ids.slice(1)))).toMatchObject({ state: 'refused' });
    expect(await restore(after, last(ids))).toMatchObject({ state: 'done', notices: [] });
    expect(await everything(after)).toEqual(await everything(before));
  });

  it('leaves nothing of what came in several uploads once the document is deleted', async () => {
    const { histories, manuscripts, pictures } = await backupOf(await anOfficeWithAnAlbum());
    const after = anEmptyOffice();
    const ids: string[] = [];
    for (const [from, to] of [
      [0, 49],
      [49, 60],
      [60, 60],
    ] as const) {
      const more = to > from;
      const named = histories.map((one) => ({ ...one, part: { before: [...ids], more } }));
      const part = new Map([...pictures].slice(from, to));
      const sent = { histories: named, manuscripts: more ? new Map() : manuscripts, pictures: part };
      ids.push((await restore(after, sent)).id);
    }
    await takeDownAll(after);
    expect(await after.content.head('album')).toMatchObject({ status: 'published' });
    const { order } = await deleteDocument('album', { by: 'rosa' }, after.deps);
    const since = new Date(after.now).toISOString();
    after.now += 60 * 60_000;
    await takeDown({ what: 'document', slug: 'album', order, deleted: true, since }, after.takeDownDeps());
    expect([...after.files.objects.keys()]).toEqual([]);
    expect(after.fileUses.all()).toEqual([]);
    const found = await Promise.all(ids.map((id) => after.uploads.find(id)));
    const files = found.flatMap((one) => one?.upload.files ?? []);
    expect(files.length).toBeGreaterThan(60);
    expect(files.filter(({ name }) => name !== 'deleted')).toEqual([]);
  });

  it('goes on as long as it gets on, in any number of calls, and gives back what it gets nowhere with', async () => {
    const before = new Office();
    for (const words of ['One.', 'Two.', 'Three.'])
      for (const name of ['a', 'b', 'c', 'd'])
        await before.handIn({ [`${name}.md`]: markdown({ title: name }, words) });
    const backup = await backupOf(before);
    const after = anEmptyOffice();
    // Each call has time for one manuscript.
    let [left, calls] = [1, 1];
    const { send } = after.deps.ingestQueue;
    after.deps.hasTime = () => left-- > 0;
    after.deps.ingestQueue.send = async (upload) => {
      [left, calls] = [1, calls + 1];
      await send(upload);
    };
    expect(await restore(after, backup)).toMatchObject({ state: 'done', notices: [] });
    expect(calls).toBeGreaterThan(10);
    expect(await everything(after)).toEqual(await everything(before));
    const stuck = anEmptyOffice();
    stuck.deps.hasTime = () => false;
    await expect(restore(stuck, backup)).rejects.toThrow(expect.objectContaining({ name: 'OutOfTime' }));
  });

  it('leaves at its address no picture that no published piece shows, and keeps its original', async () => {
    const before = new Office();
    const piece = (name: string, picture: string) => ({
      [`${name}.md`]: markdown({ title: name }, `![It](img/${picture}.png)`),
      [`img/${picture}.png`]: aPng(picture),
    });
    await before.handIn(piece('Shown', 'old'));
    await before.handIn(piece('Shown', 'new'));
    await before.handIn(piece('Withdrawn', 'secret'));
    await withdrawDocument('withdrawn', { by: 'rosa' }, 'Private.', before.deps);
    const backup = await backupOf(before);
    expect(backup.pictures.size).toBe(3);
    const [album, withdrawnOnly] = [only(backup, 'shown'), only(backup, 'withdrawn')];
    const originals = (office: Office) =>
      office.files.archived().filter((key) => key.startsWith('originals/'));
    for (const parts of [[backup], [backup, backup], [album, withdrawnOnly], [withdrawnOnly, album]]) {
      const after = anEmptyOffice();
      for (const part of parts) {
        await restore(after, part);
        await takeDownAll(after);
      }
      expect(originals(after)).toEqual(originals(before));
      const media = [...after.files.objects.keys()].filter((key) => key.startsWith('media/'));
      const { body } = { ...(await after.content.head('shown')) };
      const [shown] = (await after.files.archive.body(body ?? '')).pictures;
      expect(media.sort()).toEqual(
        [...new Set(shown && addressesOf(shown))].map((path) => path.slice(1)).sort(),
      );
    }
  });

  it('finishes after a death at any write', async () => {
    const before = await anOfficeAtWork();
    const backup = await backupOf(before);
    await fc.assert(
      fc.asyncProperty(fc.nat(14), fc.boolean(), async (death, after) => {
        const office = anEmptyOffice();
        const write = office.content.write.bind(office.content);
        let left = death;
        office.content.write = async (change) => {
          if (!after && left-- === 0) throw new Error('killed before');
          const outcome = await write(change);
          if (after && left-- === 0) throw new Error('killed after');
          return outcome;
        };
        await restore(office, backup).catch(() => undefined);
        await restore(office, backup);
        expect(await everything(office)).toEqual(await everything(before));
      }),
      { numRuns: 40 },
    );
  });
});

describe('what is newer', () => {
  it('stays', async () => {
    const office = await anOfficeAtWork();
    const backup = await backupOf(office);
    office.now += 24 * 60 * 60_000;
    await office.handIn({ 'march.md': markdown({ title: 'March' }, 'Three.') });
    await deleteDocument('rumour', { by: 'rosa' }, office.deps);
    const before = await everything(office);
    const { notices } = await restore(office, backup);
    expect(notices.filter(({ level }) => level === 'warning').map(({ file }) => file)).toEqual([
      'march.json',
      'rumour.json',
    ]);
    expect(await everything(office)).toEqual(before);
  });

  it('comes on top of what an earlier backup brought', async () => {
    const before = await anOfficeAtWork();
    // One is handed in again as it is; of the other, something older comes late.
    await before.handIn({ 'draft.md': markdown({ title: 'Draft' }) }, { editor: false });
    const late = await before.open({ 'late.md': markdown({ title: 'Late' }, 'Older.') });
    await before.handIn({ 'late.md': markdown({ title: 'Late' }, 'Newer.') });
    for (const file of late.files) await before.tell(file);
    const after = anEmptyOffice();
    await restore(after, await backupOf(before));
    await before.handIn({ 'march.md': markdown({ title: 'March' }, 'Three.') });
    await before.handIn({ 'draft.md': markdown({ title: 'Draft' }, 'Finished.') });
    await before.handIn({ 'late.md': markdown({ title: 'Late' }, 'Newest.') });
    await withdrawDocument('new', { by: 'rosa' }, 'Gone.', before.deps);
    const { notices } = await restore(after, await backupOf(before));
    expect(notices.filter(({ level }) => level !== 'note')).toEqual([]);
    expect((await everything(after)).heads).toEqual((await everything(before)).heads);
  });

  it('is also what was handed in again here as it was, unless the backup has something newer still', async () => {
    const before = await anOfficeAtWork();
    const office = anEmptyOffice();
    await restore(office, await backupOf(before));
    const draft = (text?: string) => ({ 'draft.md': markdown({ title: 'Draft' }, text) });
    const backup = async () => only(await backupOf(before), 'draft');
    await office.handIn(draft(), { editor: false });
    const here = await office.content.head('draft');
    await before.handIn(draft('Finished.'));
    expect((await restore(office, await backup())).notices.map(({ text }) => text)).toEqual([
      'The press has something newer here, which stays as it is.',
    ]);
    expect(await office.content.head('draft')).toEqual(here);
    before.now = office.now;
    office.now += 24 * 60 * 60_000;
    await before.handIn(draft('Corrected.'));
    expect((await restore(office, await backup())).notices).toEqual([]);
    expect(await headIn(office, 'draft')).toEqual(await headIn(before, 'draft'));
  });
});

describe('refused', () => {
  const refusal = async (office: Office, backup: Backup) => {
    const { state, notices } = await restore(office, backup);
    expect(state).toBe('refused');
    return notices.map(({ text }) => text).join(' ');
  };
  const march = async () => only(await backupOf(await anOfficeAtWork()), 'march');

  it('is what would take the place of another document', async () => {
    const office = new Office();
    office.now -= 24 * 60 * 60_000;
    await office.handIn({ 'other.md': markdown({ title: 'March' }, 'Another one.') });
    const before = await everything(office);
    office.now += 2 * 24 * 60 * 60_000;
    expect(await refusal(office, await march())).toContain('Another document stands at “march”');
    expect({ ...(await everything(office)), media: [] }).toEqual(before);
  });

  it('are writers', async () => {
    const backup = await march();
    await expect(restore(anEmptyOffice(), backup, { editor: false })).rejects.toThrow('Only an editor');
  });

  it('is a manuscript or a picture that is not the one its history names', async () => {
    const backup = await march();
    const spoilt = (files: Map<string, Uint8Array>) =>
      new Map([...files.keys()].map((hash) => [hash, aPng('another')]));
    const words = await refusal(anEmptyOffice(), { ...backup, manuscripts: spoilt(backup.manuscripts) });
    expect(words).toContain('manuscript of revision 1');
    const others = await refusal(anEmptyOffice(), { ...backup, pictures: spoilt(backup.pictures) });
    expect(others).toContain('picture “img/m.png” of revision 1');
    expect(await refusal(anEmptyOffice(), { ...backup, pictures: new Map() })).toContain('have not come');
  });

  it.each<[string, (one: Backup['histories'][number]) => object, string]>([
    ['from the future', (one) => ({ ...one, order: '7ZZZZZZZZZZZZZZZZZZZZZZZZZ' }), 'still to come'],
    ['cut off', (one) => ({ ...one, past: one.past.slice(0, 1) }), 'newest part'],
    ['out of order', ({ past, ...one }) => ({ ...one, past: [...past, ...past] }), 'not in order'],
    ['at the site’s own address', (one) => ({ ...one, slug: 'front' }), 'No document can stand'],
    ['at no address', (one) => ({ ...one, slug: '../x' }), 'No document can stand'],
    ['of no form', (one) => ({ ...one, past: 'none' }), 'not the history of a document'],
  ])('is a history %s', async (_, spoil, words) => {
    const backup = await march();
    const histories = backup.histories.map((one) => spoil(one) as typeof one);
    const office = anEmptyOffice();
    expect(await refusal(office, { ...backup, histories })).toContain(words);
    expect(office.content.everyHead()).toEqual([]);
  });
});
