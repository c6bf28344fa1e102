import { describe, expect, it } from 'vitest';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { eraseDocument } from '../../../../functions/content/removal/erase-document.ts';
import { aPng, markdown, Office } from '../an-office.ts';

const slugsIn = async (office: Office, list: string) =>
  (await office.content.list(list, { limit: 100 })).items.map(({ entry }) => entry.slug);

describe('handing in', () => {
  it('makes an article of a manuscript', async () => {
    const office = new Office();
    const receipt = await office.handIn({
      'rent.md': markdown({
        title: 'Rent strike',
        section: 'Housing',
        tags: '[rent]',
        authors: '[A. Baker]',
      }),
    });
    const url = 'https://press.example/articles/rent-strike/';
    expect(receipt).toMatchObject({
      state: 'done',
      documents: [
        { slug: 'rent-strike', kind: 'article', title: 'Rent strike', revision: 1, status: 'published', url },
      ],
      notices: [],
    });
    expect(await slugsIn(office, 'section#housing')).toEqual(['rent-strike']);
    expect(await office.content.revisions('rent-strike', 9)).toMatchObject([{ by: 'rosa', name: 'rent.md' }]);
  });

  it('waits for every file, whatever the order, and shows the pictures', async () => {
    const office = new Office();
    const text = markdown({ title: 'March' }, '![The march](march.png)');
    const { id, files } = await office.open({ 'march.md': text, 'march.png': aPng() });
    expect(await office.receipt(id)).toMatchObject({
      state: 'waiting',
      notices: [
        { level: 'note', file: 'march.md' },
        { level: 'note', file: 'march.png' },
      ],
    });
    for (const file of files) await office.tell(file);
    expect(await office.receipt(id)).toMatchObject({ state: 'done', notices: [] });
    const head = await office.content.head('march');
    const body = await office.files.archive.body(head?.body ?? '');
    expect(body.pictures).toMatchObject([{ name: 'march.png', alt: 'The march', width: 3 }]);
    expect(office.files.objects.has(body.pictures[0]?.src.slice(1) ?? '')).toBe(true);
    expect(head?.originals).toEqual({ 'march.png': expect.stringMatching(/^originals\//) });
  });

  it('takes a corrected manuscript without its pictures', async () => {
    const office = new Office();
    const text = (words: string) => markdown({ title: 'March' }, `![The march](march.png)\n\n${words}`);
    await office.handIn({ 'march.md': text('Teh end.'), 'march.png': aPng() });
    const receipt = await office.handIn({ 'march.md': text('The end.') });
    expect(receipt).toMatchObject({
      documents: [{ revision: 2 }],
      notices: [
        { level: 'warning', text: expect.stringContaining('texts are not alike') },
        {
          level: 'note',
          text: expect.stringMatching(
            /revision 1 of “March” \(march\), which came as march.md. “press restore march 1” takes that back/,
          ),
        },
      ],
    });
    const head = await office.content.head('march');
    expect((await office.files.archive.body(head?.body ?? '')).pictures).toHaveLength(1);
    expect(Object.keys(head?.originals ?? {})).toEqual(['march.png']);
    expect(await office.handIn({ 'march.md': text('The end.') })).toMatchObject({
      documents: [{ revision: 2 }],
      notices: [{ level: 'note', text: expect.stringContaining('Unchanged') }],
    });
  });

  it.each([{ editor: true }, { editor: false }])(
    'leaves nothing of what came again under another name, once it is deleted %j',
    async (who) => {
      const office = new Office();
      const text = markdown({ title: 'March', authors: '[Jane Doe]' }, '![It](march.png)');
      await office.handIn({ 'old.md': text, 'march.png': aPng() });
      const again = await office.handIn({ 'folder/new.md': text, 'march.png': aPng() }, who);
      expect(again.notices.map(({ text }) => text).join()).toContain('Unchanged');
      const { order } = await deleteDocument('march', { by: 'rosa' }, office.deps);
      office.now += 60 * 60_000;
      await eraseDocument({ slug: 'march', order }, office.takeDownDeps());
      const names = ['old.md', 'folder/new.md'].map((name) => ({ name, title: 'march' }));
      const { filenames, namesakes } = await office.content.lookUp({ slugs: [], filenames: names });
      expect([...filenames.keys(), ...namesakes.keys()]).toEqual([]);
      expect(office.fileUses.all()).toEqual([]);
      expect(office.files.archived()).toEqual([]);
      expect([...office.files.objects.keys()].filter((key) => !key.startsWith('media/'))).toEqual([]);
      expect(JSON.stringify(await office.receipt(again.id))).not.toMatch(/March|new\.md/);
    },
  );

  it('names what never came, once its form has expired', async () => {
    const office = new Office();
    const { id, files } = await office.open({
      'march.md': markdown({ title: 'March' }),
      'march.png': aPng(),
    });
    if (files[0]) await office.tell(files[0]);
    if (files[1]) await office.files.removeFiles([files[1]]);
    office.now += 20 * 60_000;
    expect(await office.receipt(id)).toMatchObject({
      state: 'refused',
      documents: [],
      notices: [
        { level: 'error', file: 'march.md', text: expect.stringContaining('not taken') },
        { level: 'error', file: 'march.png', text: expect.stringContaining('Did not arrive') },
      ],
    });
  });

  it('refuses one and takes the other', async () => {
    const office = new Office();
    const receipt = await office.handIn({ 'a.md': markdown({ title: 'A' }), 'b.md': 'No title at all.' });
    expect(receipt).toMatchObject({ state: 'done', documents: [{ slug: 'a' }] });
    expect(receipt.notices).toMatchObject([{ level: 'error', file: 'b.md' }]);
    expect(office.counted.sort()).toEqual(['ManuscriptsRefused', 'ManuscriptsTaken']);
    expect(await office.handIn({ 'b.md': 'No title at all.' })).toMatchObject({ state: 'refused' });
  });

  it('takes two manuscripts of one slug one after the other, also when it died between them', async () => {
    const office = new Office();
    const folder = { 'a.md': markdown({ title: 'A' }), 'b.md': markdown({ title: 'B', slug: 'a' }) };
    const { id, files } = await office.open(folder);
    const write = office.content.write.bind(office.content);
    office.content.write = async (change) => {
      await write(change);
      throw new Error('killed');
    };
    if (files[0]) await office.tell(files[0]);
    await expect(files[1] && office.tell(files[1])).rejects.toThrow('killed');
    office.content.write = write;
    if (files[1]) await office.tell(files[1]);
    expect(await office.receipt(id)).toMatchObject({
      documents: [
        { slug: 'a', revision: 1 },
        { slug: 'a', revision: 2, title: 'B' },
      ],
      notices: [{ file: 'b.md', text: expect.stringContaining('“A” (a), which came as a.md') }],
    });
  });

  it('leaves a marker at the old address of a document that moves', async () => {
    const office = new Office();
    await office.handIn({ 'rent.md': markdown({ title: 'Rent strike', section: 'Housing' }) });
    const receipt = await office.handIn({
      'rent.md': markdown({
        title: 'Rent strike',
        slug: 'the-strike',
        aliases: '[rent-strike]',
        section: 'Housing',
      }),
    });
    expect(receipt.notices).toMatchObject([{ level: 'note', text: expect.stringContaining('rent-strike') }]);
    expect(await office.content.head('rent-strike')).toMatchObject({
      status: 'moved',
      to: 'the-strike',
      lists: [],
    });
    expect(await slugsIn(office, 'section#housing')).toEqual(['the-strike']);
    const moved = await office.content.head('the-strike');
    expect(moved?.published).toBe('2024-03-01T09:01:00Z');
  });
});

it('leaves the old address alone as long as what is to stand at the new one cannot be stored', async () => {
  const office = new Office();
  await office.handIn({ 'rent.md': markdown({ title: 'Rent strike' }) });
  const write = office.content.write.bind(office.content);
  office.content.write = (change) => {
    if (change.head.slug === 'the-strike') throw new Error('No room');
    return write(change);
  };
  const moving = { 'rent.md': markdown({ title: 'A', slug: 'the-strike', aliases: '[rent-strike]' }) };
  await expect(office.handIn(moving)).rejects.toThrow('No room');
  expect(await office.content.head('rent-strike')).toMatchObject({ status: 'published' });
  expect(await slugsIn(office, 'all')).toEqual(['rent-strike']);
});

describe('writers', () => {
  const text = (words: string) => ({ 'rent.md': markdown({ title: 'Rent strike' }, words) });

  it('hand in drafts only', async () => {
    const office = new Office();
    const receipt = await office.handIn(text('One.'), { editor: false, by: 'karl' });
    const wayOn = expect.stringContaining('“press publish rent-strike”');
    expect(receipt).toMatchObject({
      ...{ documents: [{ status: 'draft' }], notices: [{ level: 'note', text: wayOn }] },
    });
    expect(await slugsIn(office, 'all')).toEqual([]);
    await office.handIn(text('One.'));
    expect(await slugsIn(office, 'all')).toEqual(['rent-strike']);
  });

  it('take nothing from readers', async () => {
    const office = new Office();
    await office.handIn(text('One.'));
    const receipt = await office.handIn(text('Two.'), { editor: false, by: 'karl' });
    expect(receipt).toMatchObject({
      documents: [{ status: 'draft', revision: 2 }],
      notices: [{ text: expect.stringContaining('not alike') }, { text: expect.stringContaining('editor') }],
    });
    expect(await office.content.head('rent-strike')).toMatchObject({
      status: 'published',
      revision: 1,
      by: 'rosa',
    });
    const alias = { 'x.md': markdown({ title: 'X', aliases: '[rent-strike]' }) };
    await office.handIn(alias, { editor: false, by: 'karl' });
    expect(await office.content.head('rent-strike')).toMatchObject({ status: 'published' });
  });
});

describe('writers, and editors with drafts,', () => {
  const elsewhere = { slug: 'the-strike', aliases: '[rent-strike]' };

  it('leave readers where they are led on', async () => {
    const office = new Office();
    await office.handIn({ 'rent.md': markdown({ title: 'Rent strike' }) });
    await office.handIn({ 'rent.md': markdown({ title: 'Rent strike', ...elsewhere }) });
    const draft = { 'x.md': markdown({ title: 'X', slug: 'rent-strike', status: 'draft' }) };
    for (const who of [{ editor: false }, { editor: true }]) {
      const receipt = await office.handIn(draft, who);
      expect(receipt).toMatchObject({
        state: 'refused',
        notices: [{ text: expect.stringContaining('slug: the-strike') }],
      });
    }
    expect(await office.content.head('rent-strike')).toMatchObject({ status: 'moved', to: 'the-strike' });
  });

  it.each<Partial<typeof elsewhere>>([{}, elsewhere])(
    'leave the name of its file to an editor’s document %j',
    async (moved) => {
      const office = new Office();
      await office.handIn({ 'rent.md': markdown({ title: 'Rent strike' }) });
      if (moved.slug) await office.handIn({ 'rent.md': markdown({ title: 'Rent strike', ...moved }) });
      await office.handIn({ 'rent.md': markdown({ title: 'Mine', slug: 'mine' }) }, { editor: false });
      expect(await office.content.head('mine')).toMatchObject({ status: 'draft' });
      const receipt = await office.handIn({ 'rent.md': markdown({ title: 'Rent strike again' }) });
      expect(receipt).toMatchObject({ documents: [{ slug: moved.slug ?? 'rent-strike' }] });
    },
  );

  it('give the name of a draft’s file to another draft', async () => {
    const office = new Office();
    await office.handIn({ 'a.md': markdown({ title: 'One' }) }, { editor: false });
    await office.handIn({ 'a.md': markdown({ title: 'Two', slug: 'two' }) }, { editor: false });
    const receipt = await office.handIn({ 'a.md': markdown({ title: 'Two' }, 'More.') }, { editor: false });
    expect(receipt).toMatchObject({ documents: [{ slug: 'two', revision: 2 }] });
  });
});

it('refuses a text that the API could never give', async () => {
  const office = new Office();
  const long = (words: number) => markdown({ title: 'Long' }, `\`\`\`\n${'a"'.repeat(words)}\n\`\`\``);
  expect(await office.handIn({ 'long.md': long(200_000) })).toMatchObject({ documents: [{ slug: 'long' }] });
  const receipt = await office.handIn({ 'long.md': long(700_000) });
  expect(receipt).toMatchObject({
    state: 'refused',
    notices: [{ level: 'error', text: expect.stringContaining('in parts') }],
  });
});

describe('commands', () => {
  it('withdraw with a reason until it is handed in again', async () => {
    const office = new Office();
    const folder = { 'rent.md': markdown({ title: 'Rent strike' }) };
    await office.handIn(folder);
    await withdrawDocument('rent-strike', { by: 'rosa' }, 'It was wrong.', office.deps);
    expect(await office.content.head('rent-strike')).toMatchObject({
      status: 'withdrawn',
      reason: 'It was wrong.',
    });
    expect(await slugsIn(office, 'all')).toEqual([]);
    await expect(withdrawDocument('rent-strike', { by: 'rosa' }, 'Again.', office.deps)).rejects.toThrow(
      'withdrawn already',
    );
    await expect(withdrawDocument('none', { by: 'rosa' }, 'Why.', office.deps)).rejects.toThrow(
      'no document',
    );
    expect(await office.handIn(folder)).toMatchObject({ documents: [{ status: 'published', revision: 3 }] });
    expect((await office.content.head('rent-strike'))?.reason).toBeUndefined();
  });

  it.each(['press', 'front'])('do not withdraw the %s, on which the site stands', async (kind) => {
    const office = new Office();
    await office.handIn({ [`${kind}.md`]: markdown({ kind, title: 'The Lantern' }) });
    const before = await office.content.head(kind);
    await expect(withdrawDocument(kind, { by: 'rosa' }, 'Why.', office.deps)).rejects.toThrow(
      'cannot be withdrawn',
    );
    expect(before).toMatchObject({ status: 'published' });
    expect(await office.content.head(kind)).toEqual(before);
  });

  it('delete for good, and against what was opened before', async () => {
    const office = new Office();
    await office.handIn({ 'rent.md': markdown({ title: 'Rent strike' }) });
    const late = await office.open({ 'rent.md': markdown({ title: 'Rent strike' }, 'Late.') });
    office.now += 1000;
    await deleteDocument('rent-strike', { by: 'rosa' }, office.deps);
    expect(await office.content.head('rent-strike')).toMatchObject({
      status: 'deleted',
      fields: { title: '' },
    });
    for (const file of late.files) await office.tell(file);
    expect(await office.receipt(late.id)).toMatchObject({ state: 'refused' });
    const again = await office.handIn({ 'rent.md': markdown({ title: 'Rent strike' }, 'New.') });
    expect(again).toMatchObject({ documents: [{ slug: 'rent-strike', status: 'published' }] });
  });

  it('delete again what is deleted: an upload opened between the two does not bring it back', async () => {
    const office = new Office();
    await office.handIn({ 'rent.md': markdown({ title: 'Rent strike' }) });
    await deleteDocument('rent-strike', { by: 'rosa' }, office.deps);
    const between = await office.open({ 'rent.md': markdown({ title: 'Rent strike' }, 'Between.') });
    office.now += 1000;
    const deleted = await deleteDocument('rent-strike', { by: 'rosa' }, office.deps);
    for (const file of between.files) await office.tell(file);
    expect(await office.receipt(between.id)).toMatchObject({ state: 'refused' });
    expect(await office.content.head('rent-strike')).toMatchObject({
      status: 'deleted',
      order: deleted.order,
    });
  });
});
