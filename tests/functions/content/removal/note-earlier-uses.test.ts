import { expect, it } from 'vitest';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import type { FileUse } from '../../../../functions/content/removal/file-uses.ts';
import { noteEarlierUses } from '../../../../functions/content/removal/note-earlier-uses.ts';
import type { EarlierUses } from '../../../../functions/content/removal/ports.ts';
import { takeDown } from '../../../../functions/content/removal/take-down.ts';
import { aPng, type Folder, markdown, Office } from '../an-office.ts';

/** A press as it was before uses were noted: heads without ids and versions, and no use of any file. */
async function anOldPress(...folders: Folder[]) {
  const office = new Office();
  for (const folder of folders) await office.handIn(folder);
  // What was handed in long ago is not looked at again.
  office.removals.splice(0);
  const uses = office.fileUses.all();
  await office.fileUses.remove(uses);
  for (const head of office.content.everyHead()) await office.content.keepOld(head);
  let progress: Awaited<ReturnType<EarlierUses['progress']>>;
  const earlier = {
    earlierUses: {
      progress: async () => progress,
      advance: async (to: typeof progress) => {
        progress = to;
      },
    },
    histories: office.content,
    fileUses: office.fileUses,
    archive: office.files.archive,
  };
  return { office, earlier, uses };
}

type OldPress = Awaited<ReturnType<typeof anOldPress>>;

const piece = (slug: string, ...pictures: string[]): Folder => ({
  [`${slug}.md`]: markdown(
    { title: `Piece ${slug}`, slug },
    `Words of ${slug}. ${pictures.map((name) => `![${name}](${name}.png)`).join(' ')}`,
  ),
  ...Object.fromEntries(pictures.map((name) => [`${name}.png`, aPng(name)])),
});

const forever = () => false;

/** What the function does with a message, and with those it leaves itself for later. */
async function work({ office, earlier }: OldPress, deleted: boolean, notes = true) {
  const [head] = office.content.everyHead().filter(({ slug }) => slug === 'mine');
  const since = office.clock.now().toISOString();
  office.removals.push({
    removal: { what: 'document', slug: 'mine', order: head?.order ?? '', deleted, since },
    due: 0,
  });
  for (let one = office.removals.shift(); one; one = office.removals.shift()) {
    office.now = Math.max(office.now, one.due);
    if (notes) expect(await noteEarlierUses(earlier, forever)).toBe(true);
    await takeDown(one.removal, office.takeDownDeps());
  }
}

const mediaIn = ({ office }: OldPress) =>
  [...new Set([...office.files.objects.keys()].map((key) => /^media\/\w+-/.exec(key)?.[0] ?? ''))].filter(
    Boolean,
  );

it('takes down the picture of a document from before, but not one that another from before shows', async () => {
  const press = await anOldPress(piece('mine', 'own', 'shared'), piece('theirs', 'shared'));
  expect(mediaIn(press)).toHaveLength(2);
  await withdrawDocument('mine', { by: 'rosa' }, 'Wrong.', press.office.deps);
  await work(press, false, false);
  // Without the notes nobody knows of the picture.
  expect(mediaIn(press)).toHaveLength(2);
  await work(press, false);
  const [left = '', ...others] = mediaIn(press);
  expect(others).toEqual([]);
  const theirs = press.uses.find(({ slug, media }) => slug === 'theirs' && media);
  expect(theirs?.media).toBe(`/${left}`);
});

it('erases text, picture and history of a document from before, and nothing of another', async () => {
  const corrected = piece('mine', 'own', 'shared');
  const press = await anOldPress(piece('mine', 'first'), corrected, piece('theirs', 'shared'));
  const { office, uses } = press;
  const filesOf = (slug: string) => uses.filter((use) => use.slug === slug).map(({ file }) => file);
  const kept = [...new Set(filesOf('theirs'))].sort();
  expect(office.files.archived().length).toBeGreaterThan(kept.length + 4);
  await deleteDocument('mine', { by: 'rosa' }, office.deps);
  await work(press, true);
  expect(office.files.archived()).toEqual(kept);
  expect(mediaIn(press)).toHaveLength(1);
  expect(await office.content.revisions('mine', 99)).toEqual([]);
  expect(await office.fileUses.by('mine')).toEqual([]);
  const uploaded = [...office.files.objects].filter(([key]) => key.startsWith('manuscripts/01'));
  expect(uploaded.map(([, bytes]) => Buffer.from(bytes).toString())).toEqual([
    expect.stringContaining('Words of theirs'),
  ]);
  expect(await office.content.head('mine')).toMatchObject({ status: 'deleted', name: '', body: '' });
});

it('notes what hand-ins note today, a page at a time, though it is stopped and dies on the way', async () => {
  const all = Array.from({ length: 120 }, (_, n) => piece(`piece-${n}`, `p${n % 7}`));
  const press = await anOldPress(...all, piece('piece-3', 'corrected'));
  const { office, earlier, uses } = press;
  const { body } = office.files.archive;
  let reads = 0;
  earlier.archive = {
    ...office.files.archive,
    body: async (key) => {
      if (++reads % 70 === 0) throw new Error('The function dies.');
      return body(key);
    },
  };
  let turns = 0;
  for (let done = false; !done; turns++) {
    let pages = 0;
    done = await noteEarlierUses(earlier, () => pages++ > 0).catch(() => false);
    if (turns > 20) throw new Error('It does not come to an end');
  }
  expect(turns).toBeGreaterThan(3);
  const noted = ({ at, ...use }: FileUse) => JSON.stringify(Object.entries(use).sort());
  expect(office.fileUses.all().map(noted).sort()).toEqual(uses.map(noted).sort());
});
