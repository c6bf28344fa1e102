import { describe, expect, it } from 'vitest';
import { shownWithPast } from '../../../../functions/content/api/shown.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import { restoreRevision } from '../../../../functions/content/documents/restore-revision.ts';
import { dueAtOf } from '../../../../functions/content/documents/schedule.ts';
import { scheduleDocument } from '../../../../functions/content/documents/schedule-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import type { ContentStore } from '../../../../functions/content/ports.ts';
import { remakePicture } from '../../../../functions/content/removal/remake-picture.ts';
import { aPng, markdown, Office } from '../an-office.ts';
import { backupOf, restore as restoreBackup } from '../backup/a-backup.ts';

const edda = { by: 'edda', byName: 'Edda Moss' };
const file = (text: string, fields: Record<string, string> = {}) => ({
  'lamps.md': markdown({ title: 'Lamps', slug: 'lamps', ...fields }, text),
});
const restore = (office: Office, revision: number | string, slug = 'lamps', content?: ContentStore) => {
  office.now += 60_000;
  return restoreRevision(slug, revision, edda, { ...office.deps, ...(content && { content }) });
};
const head = async (office: Office, slug = 'lamps') => {
  const found = await office.content.head(slug);
  if (!found) throw new Error('It is not there');
  return found;
};
const standing = async (office: Office, slug = 'lamps') =>
  (await office.files.archive.body((await head(office, slug)).body)).text;

async function twice(first: Record<string, string> = {}, second = first) {
  const office = new Office();
  await office.handIn(file('Eight are out.', { standfirst: 'Eight.', ...first }));
  await office.handIn(file('Nine are out.', second));
  return office;
}

describe('an old revision that is restored', () => {
  it('is the newest, with its text and front matter, and the past stays as it was', async () => {
    const office = await twice();
    const past = await office.content.revisions('lamps', 10);
    const { id, first, published } = await head(office);
    await restore(office, 1);
    const now = await head(office);
    expect(await standing(office)).toBe('Eight are out.');
    expect(now).toMatchObject({ status: 'published', revision: 3, id, first, published, ...edda });
    expect(now.fields).toMatchObject({ standfirst: 'Eight.' });
    const all = await office.content.revisions('lamps', 10);
    expect(all.filter(({ revision }) => revision < 3)).toEqual(past);
    const shown = shownWithPast(now, all, 'https://press.example');
    expect(shown.revisions[0]).toMatchObject({ id: 'lamps/3', restores: 'lamps/1', byName: 'Edda Moss' });
    expect((await office.content.list('all', { limit: 9 })).items[0]?.entry.standfirst).toBe('Eight.');
  });

  it('says which notes on corrections readers do not have any more', async () => {
    const [first, second] = [
      '{ date: 2024-02-28, text: It was ten. }',
      '{ date: 2024-03-01, text: It was nine. }',
    ];
    const office = await twice({ corrections: `[${first}]` }, { corrections: `[${first}, ${second}]` });
    const { dropped } = await restore(office, 1);
    expect(dropped).toEqual([{ date: '2024-03-01', text: 'It was nine.' }]);
    expect((await restore(office, 2)).dropped).toEqual([]);
    await withdrawDocument('lamps', edda, 'Wrong.', office.deps);
    expect((await restore(office, 1)).dropped).toEqual([]);
  });

  it('comes back from a backup so', async () => {
    const office = await twice();
    await restore(office, 1);
    const other = new Office();
    other.now = office.now;
    await restoreBackup(other, await backupOf(office));
    expect(await standing(other)).toBe('Eight are out.');
    expect(await other.content.revision('lamps', 3)).toMatchObject({ restores: 'lamps/1' });
  });

  it('shows its pictures as they were, though readers had them no more', async () => {
    const office = new Office();
    const shown = { picture: '{ file: steps.png, alt: Steps }' };
    await office.handIn({ ...file('With.', shown), 'steps.png': aPng('steps') });
    const { originals } = await head(office);
    await office.handIn(file('Without.'));
    const media = [...office.files.objects.keys()].filter((key) => key.startsWith('media/'));
    for (const key of media) office.files.objects.delete(key);
    await expect(restore(office, 1)).rejects.toMatchObject({ status: 503 });
    expect(await standing(office)).toBe('Without.');
    for (const one of office.remakes.splice(0)) await remakePicture(one, office.deps);
    await restore(office, 1);
    expect((await head(office)).originals).toEqual(originals);
    expect(media.every((key) => office.files.objects.has(key))).toBe(true);
  });

  it.each([0, 4, 'lights/1', 'stairs/1', 'lamps/9', 'lamps'])(
    'is none of the document’s: %s',
    async (wanted) => {
      const office = await twice();
      await office.handIn({ 'stairs.md': markdown({ title: 'Stairs', slug: 'stairs' }, 'Stairs.') });
      const before = office.content.everyHead();
      await expect(restore(office, wanted)).rejects.toMatchObject({ status: 404 });
      expect(office.content.everyHead()).toEqual(before);
    },
  );

  it('is unchanged where it stands', async () => {
    await expect(restore(await twice(), 2)).rejects.toThrow(/^Unchanged:/);
  });

  it('is gone with the document', async () => {
    const office = await twice();
    office.now += 60_000;
    await deleteDocument('lamps', edda, office.deps);
    await expect(restore(office, 1)).rejects.toMatchObject({ status: 404 });
  });

  it('keeps the present address, and is found under the older one', async () => {
    const office = await twice();
    await office.handIn(file('Ten are out.', { slug: 'street-lamps', aliases: '[lamps]' }));
    const before = await head(office, 'street-lamps');
    await restore(office, 'lamps/1', 'street-lamps');
    expect(await standing(office, 'street-lamps')).toBe('Eight are out.');
    expect(await head(office, 'street-lamps')).toMatchObject({
      ...{ slug: 'street-lamps', revision: 2, restores: 'lamps/1' },
      ...{ id: before.id, former: before.former, status: 'published' },
    });
    expect(await head(office)).toMatchObject({ status: 'moved', to: 'street-lamps' });
  });

  it('is withdrawn when the document was to be', async () => {
    const office = await twice({}, { withdraw_at: '2024-03-05T09:00Z' });
    await restore(office, 1);
    office.now = Date.parse('2024-03-05T09:00:30Z');
    await office.tick();
    expect(await head(office)).toMatchObject({ status: 'withdrawn' });
  });

  it('is not scheduled to go by what the old text said', async () => {
    const office = await twice({ withdraw_at: '2024-03-05T09:00Z' }, {});
    await restore(office, 1);
    expect(dueAtOf(await head(office))).toBeUndefined();
  });

  it('stays withdrawn, until an editor publishes it', async () => {
    const office = await twice();
    office.now += 60_000;
    await withdrawDocument('lamps', edda, 'Wrong.', office.deps);
    await restore(office, 1);
    expect(await head(office)).toMatchObject({
      status: 'withdrawn',
      reason: 'Wrong.',
      revision: 4,
      lists: [],
    });
    office.now += 60_000;
    await publishDocument({ slug: 'lamps', revision: 4 }, edda, office.deps);
    expect(await head(office)).toMatchObject({ status: 'published', restores: undefined });
    expect(await standing(office)).toBe('Eight are out.');
  });

  it('stays a draft', async () => {
    const office = await twice({ status: 'draft' });
    await restore(office, 1);
    expect(await head(office)).toMatchObject({ status: 'draft', revision: 3, published: undefined });
    office.now += 60_000;
    await publishDocument({ slug: 'lamps' }, edda, office.deps);
    expect(await standing(office)).toBe('Eight are out.');
  });

  it('goes live when the document was to', async () => {
    const office = await twice({ status: 'draft' });
    office.now += 60_000;
    const publishAt = '2024-03-05T09:00:00Z';
    await scheduleDocument('lamps', { publishAt }, edda, office.deps);
    await restore(office, 1);
    expect(dueAtOf(await head(office))).toBe('2024-03-05T09:00:00.000Z');
    office.now = Date.parse('2024-03-05T09:00:30Z');
    await office.tick();
    expect(await head(office)).toMatchObject({ status: 'published', published: publishAt });
    expect(await standing(office)).toBe('Eight are out.');
  });

  it('puts aside what was scheduled beside it, as any publication by hand does', async () => {
    const office = await twice();
    await office.handIn(file('Ten are out.', { publish_at: '2024-03-05T09:00Z' }));
    await restore(office, 1);
    expect(dueAtOf(await head(office))).toBeUndefined();
    expect((await head(office)).pending).toMatchObject({ revision: 3 });
  });
});

describe('what waits beside it', () => {
  const draft = { status: 'draft' };
  const waiting = async (office: Office) => (await head(office)).pending?.revision;
  const withdraw = (office: Office) => {
    office.now += 60_000;
    return withdrawDocument('lamps', edda, 'Wrong.', office.deps);
  };
  const publish = (office: Office, revision: number) => {
    office.now += 60_000;
    return publishDocument({ slug: 'lamps', revision }, edda, office.deps);
  };

  it('waits still, whatever readers have', async () => {
    const office = await twice();
    await office.handIn(file('Ten are out.', draft));
    await restore(office, 1);
    expect(await waiting(office)).toBe(3);
    await withdraw(office);
    expect(await waiting(office)).toBe(3);
    await restore(office, 2);
    expect(await waiting(office)).toBe(3);
  });

  it('waits still beside a draft', async () => {
    const office = await twice(draft);
    await office.handIn(file('A writer’s.'), { editor: false, by: 'wim' });
    await restore(office, 1);
    expect(await head(office)).toMatchObject({ status: 'draft', revision: 4, pending: { revision: 3 } });
  });

  it.each([
    ['restored', (office: Office) => restore(office, 1)],
    ['published', (office: Office) => publish(office, 1)],
  ])('and was replaced since waits no more once the first is %s', async (_, back) => {
    const office = await twice({}, draft);
    await office.handIn(file('Ten are out.'));
    expect(await waiting(office)).toBeUndefined();
    await back(office);
    expect(await standing(office)).toBe('Eight are out.');
    expect(await waiting(office)).toBeUndefined();
  });

  it('is the newest draft where an older one of them is published', async () => {
    const office = await twice(draft);
    await office.handIn(file('Ten are out.', draft));
    await publish(office, 1);
    expect(await waiting(office)).toBe(3);
  });

  it('of somebody who began early and came late waits still', async () => {
    const office = await twice();
    const early = await office.open(file('Ten are out.'), { basedOn: 'lamps/2' });
    await office.handIn(file('Seven are out.'), { basedOn: 'lamps/2' });
    for (const one of early.files) await office.tell(one);
    expect(await waiting(office)).toBe(4);
    await withdraw(office);
    expect(await waiting(office)).toBe(4);
    await restore(office, 1);
    expect(await waiting(office)).toBe(4);
  });
});

/** A store that something happens to between the first look and the write. */
function overtaken(content: ContentStore, meanwhile: () => Promise<unknown>): ContentStore {
  let pending: typeof meanwhile | undefined = meanwhile;
  return {
    lookUp: (wanted) => content.lookUp(wanted),
    addTerms: (terms) => content.addTerms(terms),
    async write(change) {
      const now = pending;
      pending = undefined;
      await now?.();
      return content.write(change);
    },
  };
}

describe('a hand-in while a revision is restored', () => {
  it('that is written first is what the command replaces, and stays in the history', async () => {
    const office = await twice();
    const content = overtaken(office.content, () =>
      office.handIn(file('Ten are out.'), { basedOn: 'lamps/2' }),
    );
    const { head: restored } = await restore(office, 1, 'lamps', content);
    expect(restored.revision).toBe(4);
    expect(await standing(office)).toBe('Eight are out.');
    expect(await office.content.revision('lamps', 3)).toMatchObject({ status: 'published' });
  });

  it('and that began before it is a draft beside it', async () => {
    const office = await twice();
    await restore(office, 1);
    const receipt = await office.handIn(file('Ten are out.'), { basedOn: 'lamps/2' });
    expect(receipt.documents).toMatchObject([{ status: 'draft', overtaken: true }]);
    expect(receipt.notices.map(({ text }) => text).join()).toContain('revision 3, published by Edda Moss');
  });

  it('is older where it was opened before, and says nothing of what it began from', async () => {
    const office = await twice();
    const early = await office.open(file('Ten are out.'));
    await restore(office, 1);
    for (const one of early.files) await office.tell(one);
    expect(await standing(office)).toBe('Eight are out.');
  });
});
