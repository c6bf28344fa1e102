import { describe, expect, it } from 'vitest';
import { aPng, markdown, Office } from '../an-office.ts';
import { anOpenDocument, frame, p as textParagraph } from '../manuscripts/opendocument/an-opendocument.ts';
import { aWordFile, drawing, footnote, p, run } from '../manuscripts/word/a-word-file.ts';

const relations: [string, string, string][] = [
  ['p1', 'image', 'media/image1.png'],
  ['p2', 'image', 'media/image2.png'],
];
const parts = {
  'word/media/image1.png': aPng('one'),
  'word/media/image2.png': aPng('two'),
  'word/media/image3.emf': 'x',
};
const relationshipTo = (id: string, target: string) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${target}"/></Relationships>`;
const body =
  p('The signal box', 'Title') + p(run('Text.')) + p(drawing('p1', 'A box')) + p(drawing('p2', 'A line'));
const essay = aWordFile({ body, relations, parts });

describe('pictures within a Word document', () => {
  it('become pictures of its upload, with their alt text', async () => {
    const office = new Office();
    const receipt = await office.handIn({ '2024/essay.docx': essay });
    expect(receipt).toMatchObject({ state: 'done', notices: [], documents: [{ title: 'The signal box' }] });
    const { heads } = await office.content.lookUp({ slugs: ['the-signal-box'], filenames: [] });
    const head = heads.get('the-signal-box');
    expect(Object.keys(head?.originals ?? {})).toEqual([
      '2024/essay.docx/image1.png',
      '2024/essay.docx/image2.png',
    ]);
    const stored = await office.files.archive.body(head?.body ?? '');
    expect(stored.pictures.map(({ alt }) => alt)).toEqual(['A box', 'A line']);
  });

  it('do not mix with those of another document, or with files beside it, in whatever order they come', async () => {
    const office = new Office();
    const other = aWordFile({
      body: p('Another', 'Title') + p(drawing('p1', 'X')),
      relations,
      parts: { 'word/media/image1.png': aPng('other') },
    });
    const { id, files } = await office.open({
      'essay.docx': essay,
      'other.docx': other,
      'a.md': markdown({ title: 'A' }, '![Beside](image1.png)'),
      'image1.png': aPng('beside'),
    });
    for (const file of files.toReversed()) await office.tell(file);
    const receipt = await office.receipt(id);
    expect([receipt.state, receipt.notices]).toEqual(['done', []]);
    const { heads } = await office.content.lookUp({ slugs: ['another', 'a'], filenames: [] });
    expect(Object.keys(heads.get('another')?.originals ?? {})).toEqual(['other.docx/image1.png']);
    expect(Object.keys(heads.get('a')?.originals ?? {})).toEqual(['image1.png']);
  });

  it('are those alone that its text or notes show', async () => {
    const office = new Office();
    const header = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>';
    const secret = aWordFile({
      body: `${body}${p(`<w:del w:id="1">${drawing('p4')}</w:del>`)}${p(footnote(1))}`,
      footnotes: { 1: p(drawing('p1', 'A note')) },
      relations: [...relations, ['p4', 'image', 'media/image4.png'], ['h1', 'header', 'header1.xml']],
      parts: {
        ...parts,
        'word/header1.xml': header,
        'word/_rels/footnotes.xml.rels': relationshipTo('p1', 'media/image5.png'),
        'word/_rels/header1.xml.rels': relationshipTo('p1', 'media/image6.png'),
        'word/glossary/media/image7.png': aPng('seven'),
        ...Object.fromEntries([4, 5, 6].map((at) => [`word/media/image${at}.png`, aPng(`${at}`)])),
      },
    });
    const { id, files } = await office.open({ 'essay.docx': secret });
    for (const file of files) await office.tell(file);
    const found = await office.uploads.find(id);
    const names = found?.upload.files.filter(({ within }) => within !== undefined).map(({ name }) => name);
    expect(names?.sort()).toEqual([1, 2, 5].map((at) => `essay.docx/image${at}.png`));
    expect((await office.receipt(id)).state).toBe('done');
  });

  it('are told where they are no pictures, and the text stands', async () => {
    const office = new Office();
    const broken = aWordFile({ body, relations, parts: { ...parts, 'word/media/image2.png': 'nothing' } });
    const receipt = await office.handIn({ 'essay.docx': broken });
    expect(receipt.state).toBe('done');
    expect(receipt.notices.map(({ file, text }) => `${file}: ${text}`).join('\n')).toMatch(
      /essay\.docx\/image2\.png: This is no picture[\s\S]*|Missing: the picture/,
    );
  });

  it('are not those of other names or documents where they are missing themselves, or were once', async () => {
    const office = new Office();
    const broken = aWordFile({ body, relations, parts: { ...parts, 'word/media/image2.png': 'nothing' } });
    await office.handIn({ 'essay.docx': essay });
    const receipt = await office.handIn({
      'essay.docx': broken,
      'other.docx': aWordFile({ body: p('Another', 'Title') + p(drawing('p2', 'X')), relations, parts }),
      'a.md': markdown({ title: 'A' }, '![Beside](beside/image2.png)'),
      'beside/image2.png': aPng('beside'),
    });
    expect(receipt.notices.map(({ file, text }) => `${file}: ${text}`).join('\n')).toContain(
      'essay.docx: Missing: the picture “essay.docx/image2.png”',
    );
    const { heads } = await office.content.lookUp({ slugs: ['the-signal-box'], filenames: [] });
    expect(Object.keys(heads.get('the-signal-box')?.originals ?? {})).toEqual(['essay.docx/image1.png']);
  });

  it('of an OpenDocument text are taken likewise', async () => {
    const office = new Office();
    const text = anOpenDocument({
      body:
        textParagraph('The signal box', 'Title') +
        textParagraph(`x${frame('Pictures/a.png', '<svg:desc>A box</svg:desc>')}`),
      parts: { 'Pictures/a.png': aPng('a'), 'Pictures/unused.png': aPng('unused') },
    });
    const receipt = await office.handIn({ 'letters/essay.odt': text });
    expect(receipt).toMatchObject({ state: 'done', notices: [], documents: [{ title: 'The signal box' }] });
    const { heads } = await office.content.lookUp({ slugs: ['the-signal-box'], filenames: [] });
    const head = heads.get('the-signal-box');
    expect(Object.keys(head?.originals ?? {})).toEqual(['letters/essay.odt/a.png']);
    const stored = await office.files.archive.body(head?.body ?? '');
    expect(stored.pictures.map(({ alt }) => alt)).toEqual(['A box']);
  });

  it('come when the function died after any of its calls', async () => {
    for (const method of ['addPictures', 'put', 'markReady'] as const)
      for (const when of ['before', 'after'] as const) {
        const office = new Office();
        const { id, files } = await office.open({ 'essay.docx': essay });
        let died = false;
        const holder = method === 'put' ? office.deps.uploadedFiles : office.uploads;
        const real = Reflect.get(holder, method).bind(holder);
        Reflect.set(holder, method, async (...args: unknown[]) => {
          if (died) return real(...args);
          died = true;
          if (when === 'after') await real(...args);
          throw new Error('died');
        });
        for (const file of files) {
          await expect(office.tell(file), `${method} ${when}`).rejects.toThrow('died');
          await office.tell(file);
        }
        expect(await office.receipt(id)).toMatchObject({ state: 'done', notices: [] });
      }
  });

  it('are waited for, however late they are read', async () => {
    const office = new Office();
    const { id, files } = await office.open({ 'essay.docx': essay });
    const [document] = files;
    if (!document) throw new Error('No file');
    const upload = await office.uploads.markReady(document);
    if (!upload) throw new Error('No upload');
    await office.uploads.addPictures(upload, 0, [
      { name: 'essay.docx/image1.png', type: 'image/png', bytes: 9, within: 0 },
    ]);
    office.now += 24 * 3_600_000;
    expect((await office.receipt(id)).state).toBe('working');
  });

  it('of a name that is long or odd are left out and told, and the text stands', async () => {
    for (const name of [`${'x'.repeat(101)}.png`, 'a\nb.png']) {
      const office = new Office();
      const odd = aWordFile({
        body,
        relations: [...relations.slice(0, 1), ['p2', 'image', `media/${name.replace('\n', '&#10;')}`]],
        parts: { 'word/media/image1.png': aPng('one'), [`word/media/${name}`]: aPng('two') },
      });
      const { id, files } = await office.open({ 'essay.docx': odd });
      for (const file of files) await office.tell(file);
      const found = await office.uploads.find(id);
      expect(found?.upload.files.map((file) => file.name)).toEqual(['essay.docx', 'essay.docx/image1.png']);
      const { state, notices } = await office.receipt(id);
      expect([state, notices.map(({ text }) => text).join('\n')]).toEqual([
        'done',
        expect.stringContaining('Missing: the picture'),
      ]);
    }
  });

  it('are no more than the item of their upload has room for', async () => {
    const numbers = Array.from({ length: 100 }, (_, at) => at);
    const many = aWordFile({
      body: p('Many', 'Title') + numbers.map((at) => p(drawing(`n${at}`, 'A box'))).join(''),
      relations: numbers.map((at) => [`n${at}`, 'image', `media/${at}${'é'.repeat(90)}.png`]),
      parts: Object.fromEntries(
        numbers.map((at) => [`word/media/${at}${'é'.repeat(90)}.png`, aPng(`${at}`)]),
      ),
    });
    const office = new Office();
    const names = ['a', 'b', 'c', 'd'].map((name) => `${'é'.repeat(250)}${name}.docx`);
    const { id, files } = await office.open(Object.fromEntries(names.map((name) => [name, many])));
    for (const file of files) await office.tell(file);
    const found = await office.uploads.find(id);
    expect(Buffer.byteLength(JSON.stringify(found?.upload.files))).toBeLessThan(201_000);
    expect(found?.upload.files.length).toBeGreaterThan(200);
    expect((await office.receipt(id)).state).not.toBe('working');
  });

  it('of a file that cannot be opened are none, and its receipt says why', async () => {
    const office = new Office();
    const receipt = await office.handIn({ 'essay.docx': Buffer.from('PK\u0003\u0004nothing') });
    expect(receipt).toMatchObject({
      state: 'refused',
      notices: [{ level: 'error', text: expect.stringContaining('damaged') }],
    });
  });
});
