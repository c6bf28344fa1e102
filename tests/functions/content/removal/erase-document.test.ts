import { describe, expect, it } from 'vitest';
import { idOf, isLive } from '../../../../functions/content/contract/document.ts';
import { presentHead, readMoves } from '../../../../functions/content/contract/moves.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { eraseDocument } from '../../../../functions/content/removal/erase-document.ts';
import { takeDown } from '../../../../functions/content/removal/take-down.ts';
import { removalIn } from '../../../../functions/content/store/sqs-removals.ts';
import { aPng, markdown, Office } from '../an-office.ts';
import { aWordFile, drawing, p } from '../manuscripts/word/a-word-file.ts';

/** An office in which pieces are told apart by their names: each has a file, a title and a text of its own. */
class Press {
  readonly office = new Office();
  readonly deps = this.office.takeDownDeps();

  handIn(name: string, slug: string, { from = '', picture = '', salt = '' } = {}) {
    const fields = { title: `Piece ${name}`, slug, aliases: `[${from}]` };
    const shown = picture && `![${picture}](${picture}.png)`;
    return this.office.handIn({
      [`${name}.md`]: markdown(fields, `Text of ${name}${salt}. ${shown}`),
      ...(picture && { [`${picture}.png`]: aPng(picture) }),
    });
  }

  /** Deletes without erasing anything yet. */
  async delete(slug: string) {
    this.office.now += 60_000;
    const { order } = await deleteDocument(slug, { by: 'rosa' }, this.office.deps);
    this.office.now += 60 * 60_000;
    return { slug, order };
  }

  /** Erases what was deleted, and as the stream wakes it, what becomes deleted by that; each twice. */
  async erase(deletion: { slug: string; order: string }) {
    const before = new Set(this.#tombstones().map(({ slug }) => slug));
    for (const _ of [1, 2]) {
      await eraseDocument(deletion, this.deps);
      for (const { slug, order } of this.#tombstones())
        if (!before.has(slug)) await eraseDocument({ slug, order }, this.deps);
    }
  }

  #tombstones = () => this.office.content.everyHead().filter(({ status }) => status === 'deleted');

  async deleteAndErase(slug: string) {
    await this.erase(await this.delete(slug));
  }

  /** Where a slug leads to. */
  async leadsTo(slug: string) {
    const { content } = this.office;
    const head = await content.head(slug);
    if (!head) return undefined;
    const moves = await readMoves([head], (keys) => content.lookUp({ ...keys, filenames: [] }));
    const present = presentHead(head, moves);
    return isLive(present) ? present.slug : undefined;
  }

  /** Numbers of the revisions at a slug of the document with this `since`. */
  async revisions(slug: string, since?: string) {
    return (await this.office.content.revisions(slug, 99, since)).map(({ revision }) => revision);
  }

  /** Names in the archive, the uploads and the receipts: what is left of a piece there. */
  traces = () => [...this.office.files.objects.keys(), ...this.office.fileUses.all().map(({ file }) => file)];
}

describe('a piece that moved on, when another one at its old address is deleted', () => {
  it('keeps its other old addresses and what it was there', async () => {
    const press = new Press();
    await press.handIn('one', 'm');
    await press.handIn('one', 'a', { from: 'm' });
    await press.handIn('one', 'b', { from: 'a' });
    await press.handIn('two', 'a');
    await press.deleteAndErase('a');
    expect([await press.leadsTo('m'), await press.leadsTo('a')]).toEqual(['b', undefined]);
    expect(await press.revisions('m')).toEqual([2, 1]);
    await press.deleteAndErase('b');
    expect([await press.leadsTo('m'), await press.revisions('m')]).toEqual([undefined, []]);
    expect(press.traces()).toEqual([]);
  });

  it('keeps them when the old address itself is deleted by command', async () => {
    const press = new Press();
    await press.handIn('one', 'm');
    await press.handIn('one', 'a', { from: 'm' });
    await press.handIn('one', 'b', { from: 'a' });
    await press.deleteAndErase('a');
    expect([await press.leadsTo('m'), await press.revisions('m')]).toEqual(['b', [2, 1]]);
  });

  it('loses no old address that its alias took from the deleted one', async () => {
    const press = new Press();
    await press.handIn('one', 'a');
    await press.handIn('one', 'b', { from: 'a' });
    await press.handIn('two', 'c', { from: 'a' });
    expect(await press.leadsTo('a')).toBe('c');
    await press.deleteAndErase('b');
    expect(await press.leadsTo('a')).toBe('c');
  });
});

describe('a deleted piece whose address another one has', () => {
  it('leaves nothing where it was before, and the other keeps all', async () => {
    const press = new Press();
    await press.handIn('one', 'a', { picture: 'p' });
    await press.handIn('one', 'b', { from: 'a' });
    await press.handIn('two', 'a', { picture: 'q' });
    const { originals } = (await press.office.content.head('a')) ?? {};
    await press.deleteAndErase('b');
    const archived = press.office.files.archived();
    expect(archived.filter((key) => key.startsWith('originals/'))).toEqual(Object.values(originals ?? {}));
    expect(archived).toHaveLength(3);
    expect(await press.revisions('a')).toEqual([]);
  });

  it('leaves nothing when the other came before it was erased', async () => {
    const press = new Press();
    await press.handIn('one', 'a', { picture: 'p' });
    const deletion = await press.delete('a');
    await press.handIn('two', 'a');
    await press.erase(deletion);
    expect(press.office.files.archived()).toHaveLength(2);
    expect(press.traces().filter((key) => key.startsWith('originals/'))).toEqual([]);
    expect(await press.revisions('a', deletion.order)).toEqual([1]);
  });
});

describe('of three pieces that had an address', () => {
  /** `zero` was there first and is at c now, then `one` that is at b, and `two` is there. */
  async function threeAt(press: Press, { third = true, by = '' } = {}) {
    await press.handIn('zero', 'a');
    if (by) await press.handIn('zero', by, { from: 'a' });
    await press.handIn('zero', 'c', { from: by || 'a' });
    const first = (await press.office.content.head('a'))?.order;
    await press.handIn('one', 'a');
    await press.handIn('one', 'b', { from: 'a' });
    const second = (await press.office.content.head('a'))?.order;
    if (third) await press.handIn('two', 'a');
    return [undefined, first, second] as const;
  }
  const pasts = async (press: Press, sinces: readonly (string | undefined)[]) =>
    Promise.all(sinces.map(async (since) => (await press.revisions('a', since)).length));

  it.each([
    ['b', [2, 0, 1]],
    ['c', [0, 2, 1]],
    ['a', [2, 2, 0]],
  ])('only the one that is deleted, at %s, loses what it was there', async (slug, left) => {
    const press = new Press();
    const sinces = await threeAt(press);
    expect(await pasts(press, sinces)).toEqual([2, 2, 1]);
    await press.deleteAndErase(slug);
    expect(await pasts(press, sinces)).toEqual(left);
    const rest = press.office.content.everyHead().flatMap((head) => (isLive(head) ? [idOf(head)] : []));
    expect(rest).toHaveLength(2);
  });

  it.each([
    ['b', [2, 0, 1]],
    ['c', [0, 2, 1]],
  ])('only the one that is deleted, at %s, loses it, though both left for the same', async (slug, left) => {
    const press = new Press();
    const sinces = await threeAt(press, { by: 'b' });
    expect(await pasts(press, sinces)).toEqual([2, 2, 1]);
    await press.deleteAndErase(slug);
    expect(await pasts(press, sinces)).toEqual(left);
  });

  it('loses what it was there before the next one came, too', async () => {
    const press = new Press();
    const [, first] = await threeAt(press, { third: false });
    await press.handIn('two', 'a');
    const deletion = await press.delete('a');
    await press.handIn('three', 'a');
    const sinces = [undefined, first, (await press.office.content.head('a'))?.since];
    await press.erase(deletion);
    expect(await pasts(press, sinces)).toEqual([2, 2, 1]);
  });
});

it('leaves nothing at a former address when another comes to the last one between two passes', async () => {
  const press = new Press();
  const { office } = press;
  // There were two at the old address, so that what the first was there is told by its last marker alone.
  await press.handIn('one', 'a', { picture: 'p' });
  await press.handIn('one', 'b', { from: 'a' });
  await press.handIn('two', 'a');
  const deletion = await press.delete('b');
  const removal = {
    what: 'document' as const,
    ...deletion,
    deleted: true,
    since: office.clock.now().toISOString(),
  };
  // An upload that brought its picture is still being read at the first pass.
  const { find } = office.uploads;
  office.uploads.find = async (id) => {
    const found = await find.call(office.uploads, id);
    return found && { ...found, results: new Map([...found.results].filter(([, one]) => !one.document)) };
  };
  await takeDown(removal, press.deps);
  office.uploads.find = find;
  const again = office.removals.flatMap((one) => (one.removal.what === 'document' ? [one.removal] : []));
  expect(again).toMatchObject([{ slug: 'b', passes: 1, former: { slugs: ['a'] } }]);
  await press.handIn('three', 'b');
  for (const one of again) await takeDown(removalIn(JSON.stringify({ removal: one })), press.deps);
  const heads = office.content.everyHead();
  expect(heads.map(({ slug, status }) => [slug, status])).toEqual([
    ['a', 'published'],
    ['b', 'published'],
  ]);
  const kept = heads.flatMap((one) => [one.body, one.manuscript]).sort();
  expect(office.files.archived()).toEqual(kept);
  expect(
    office.fileUses
      .all()
      .map(({ file }) => file)
      .sort(),
  ).toEqual(kept);
  expect(await press.revisions('a')).toEqual([]);
  expect(press.traces().filter((key) => key.startsWith('pictures/'))).toEqual([]);
});

it('leaves no uploaded picture that was handed in again with a move', async () => {
  const press = new Press();
  await press.handIn('one', 'a', { picture: 'p' });
  const { id } = await press.handIn('one', 'b', { from: 'a', picture: 'p', salt: ' again' });
  await press.deleteAndErase('b');
  expect(press.traces().filter((key) => !key.startsWith('media/'))).toEqual([]);
  const found = await press.office.uploads.find(id);
  expect(found?.upload.files.map(({ name }) => name)).toEqual(['deleted', 'deleted']);
});

it('leaves no picture that came within it, whether it was shown or not', async () => {
  const press = new Press();
  const either = `<mc:AlternateContent><mc:Choice Requires="wps">${drawing('p1')}</mc:Choice><mc:Fallback>${drawing('p2')}</mc:Fallback></mc:AlternateContent>`;
  const { id } = await press.office.handIn({
    'essay.docx': aWordFile({
      body: p('Essay', 'Title') + p(`<w:r><w:t>Text.</w:t></w:r>${either}`),
      relations: [1, 2].map((at) => [`p${at}`, 'image', `media/image${at}.png`]),
      parts: Object.fromEntries([1, 2].map((at) => [`word/media/image${at}.png`, aPng(`${at}`)])),
    }),
  });
  const names = async () => (await press.office.uploads.find(id))?.upload.files.map(({ name }) => name);
  expect(await names()).toEqual(['essay.docx', 'essay.docx/image1.png', 'essay.docx/image2.png']);
  await press.deleteAndErase('essay');
  expect(await names()).toEqual(['deleted', 'deleted', 'deleted']);
  expect(press.traces().filter((key) => key.startsWith('pictures/'))).toEqual([]);
});
