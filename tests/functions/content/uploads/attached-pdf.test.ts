import { describe, expect, it } from 'vitest';
import { shownRevision } from '../../../../functions/content/api/shown.ts';
import { commonFields } from '../../../../functions/content/kinds/kinds.ts';
import { aPdf, aPng, markdown, Office } from '../an-office.ts';

const issue = (fields: Record<string, string> = {}, words = 'The spring number.') =>
  markdown({ title: 'Number 12', slug: 'number-12', file: 'no-12.pdf', ...fields }, words);

async function headAndBody({ content, files }: Office) {
  const head = await content.head('number-12');
  if (!head) throw new Error('There is no number 12');
  return { head, body: await files.archive.body(head.body), file: commonFields(head.fields).file };
}

describe.each([['article'], ['page']])('a PDF of kind %s', (kind) => {
  it('is kept as it came, and its text with that of the document', async () => {
    const office = new Office();
    const { state, notices } = await office.handIn({
      'no-12.md': issue({ kind }),
      'no-12.pdf': aPdf('Rents are frozen.'),
    });
    expect([state, notices]).toEqual(['done', []]);
    const { head, body, file } = await headAndBody(office);
    expect(file).toMatchObject({ name: 'no-12.pdf', bytes: aPdf('Rents are frozen.').length, pages: 2 });
    expect(file?.cover).toMatchObject({ width: 3 });
    expect(Buffer.from(office.files.objects.get(head.originals['no-12.pdf'] ?? '') ?? [])).toEqual(
      aPdf('Rents are frozen.'),
    );
    expect(office.files.objects.get(file?.path.slice(1) ?? '')).toBeDefined();
    expect(body).toMatchObject({ text: 'The spring number.', fileText: 'Rents are frozen.' });
    const shown = shownRevision(head, body, 'https://press.example');
    expect(shown.text).toBe('The spring number.\n\nRents are frozen.');
    expect(shown.html).not.toContain('frozen');
    expect(shown.fields).toMatchObject({ file: { url: `https://press.example${file?.path}` } });
  });
});

describe('a document with a PDF', () => {
  it('may be corrected without it, and keeps it with its text', async () => {
    const office = new Office();
    await office.handIn({ 'no-12.md': issue(), 'no-12.pdf': aPdf('Rents are frozen.') });
    const before = await headAndBody(office);
    const receipt = await office.handIn({ 'no-12.md': issue({}, 'The number for spring.') });
    expect(receipt).toMatchObject({ state: 'done', documents: [{ revision: 2 }] });
    const { head, body, file } = await headAndBody(office);
    expect([file, head.originals]).toEqual([before.file, before.head.originals]);
    expect(body).toMatchObject({ text: 'The number for spring.', fileText: 'Rents are frozen.' });
  });

  it('is a new revision with another PDF of the same name, and unchanged with the same', async () => {
    const office = new Office();
    const first = { 'no-12.md': issue(), 'no-12.pdf': aPdf('One.') };
    await office.handIn(first);
    const same = await office.handIn(first);
    expect(same.notices).toMatchObject([{ level: 'note', text: expect.stringContaining('Unchanged') }]);
    const other = await office.handIn({ ...first, 'no-12.pdf': aPdf('Two.') });
    expect(other.documents).toMatchObject([{ revision: 2 }]);
    expect((await headAndBody(office)).body.fileText).toBe('Two.');
  });

  it('says what its first page shows in the words of the manuscript at hand', async () => {
    const office = new Office();
    const said = (alt: string) => issue({ file: `{ file: no-12.pdf, alt: ${alt} }` });
    await office.handIn({ 'no-12.md': said('A ship'), 'no-12.pdf': aPdf() });
    expect((await headAndBody(office)).file?.cover?.alt).toBe('A ship');
    await office.handIn({ 'no-12.md': said('A ferry') });
    expect((await headAndBody(office)).file?.cover?.alt).toBe('A ferry');
    await office.handIn({ 'no-12.md': issue() });
    expect((await headAndBody(office)).file?.cover?.alt).toBeUndefined();
  });

  it('lies beside the manuscript or elsewhere in the upload, like a picture', async () => {
    const office = new Office();
    const files = { 'papers/no-12.md': issue({ file: '../pdf/no%2012.pdf' }), 'pdf/no 12.pdf': aPdf() };
    expect((await office.handIn(files)).state).toBe('done');
    expect((await headAndBody(office)).file?.name).toBe('pdf/no 12.pdf');
  });

  it('is not stored without it, and says what to do', async () => {
    const office = new Office();
    const receipt = await office.handIn({ 'no-12.md': issue() });
    expect(receipt).toMatchObject({ state: 'refused', documents: [] });
    expect(receipt.notices).toMatchObject([
      { level: 'error', file: 'no-12.md', text: expect.stringContaining('“no-12.pdf” did not come') },
    ]);
    expect(office.content.everyHead()).toEqual([]);
  });

  it.each([
    ['no-12.pdf', 'no-12.pdf'],
    ['papers/no-12.pdf', 'papers/no-12.pdf'],
    ['papers/no-12.pdf', 'no-12.pdf'],
    ['No-12.PDF', 'no-12.pdf'],
  ])(
    'is not stored with the PDF of before where %s came anew, after %s, and could not be read',
    async (anew, before) => {
      const office = new Office();
      await office.handIn({ 'no-12.md': issue(), [before]: aPdf('One.') });
      const receipt = await office.handIn({
        'no-12.md': issue({}, 'Corrected.'),
        [anew]: Buffer.from('Dear all,'),
      });
      expect(receipt.state).toBe('refused');
      expect(receipt.notices.map(({ file, level }) => [file, level]).sort()).toEqual(
        [
          [anew, 'error'],
          ['no-12.md', 'error'],
        ].sort(),
      );
      expect(await headAndBody(office)).toMatchObject({ head: { revision: 1 }, body: { fileText: 'One.' } });
    },
  );

  it('keeps the PDF of before where another file of the upload cannot be read', async () => {
    const office = new Office();
    await office.handIn({ 'no-12.md': issue(), 'no-12.pdf': aPdf('One.') });
    await office.handIn({ 'no-12.md': issue({}, 'Corrected.'), 'no-13.pdf': 'Dear all,' });
    expect(await headAndBody(office)).toMatchObject({ head: { revision: 2 }, body: { fileText: 'One.' } });
  });

  it('can be published again though its cover is not drawn any more: blank paper stands for it', async () => {
    const office = new Office();
    await office.handIn({ 'no-12.md': issue(), 'no-12.pdf': aPdf('One.') });
    const { file } = await headAndBody(office);
    for (const key of office.files.objects.keys())
      if (key.startsWith('media/')) office.files.objects.delete(key);
    const { open } = office.deps.pdfReader;
    office.deps.pdfReader = {
      open: async (bytes) => ({ ...(await open(bytes)), cover: undefined }),
    };
    await office.handIn({ 'no-12.md': issue({}, 'Corrected.') });
    const { head } = await headAndBody(office);
    expect(head.revision).toBe(2);
    const addresses = [
      file?.path,
      file?.cover?.src,
      ...(file?.cover?.variants ?? []).map(({ path }) => path),
    ];
    for (const path of addresses) expect(office.files.objects.get(path?.slice(1) ?? '')).toBeDefined();
    expect(office.remakes).toEqual([]);
  });

  it('leaves out what is no PDF, as front matter of other programs has it', async () => {
    const office = new Office();
    const receipt = await office.handIn({ 'no-12.md': issue({ file: 'song.mp3' }) });
    expect(receipt.state).toBe('done');
    expect(receipt.notices).toMatchObject([
      { level: 'warning', line: 4, text: expect.stringContaining('takes the name of a PDF') },
    ]);
  });
});

describe('a PDF', () => {
  it('that no text names is told, and does not stay', async () => {
    const office = new Office();
    const { state, notices } = await office.handIn({
      'a.md': markdown({ title: 'A' }),
      'papers/no-12.pdf': aPdf(),
    });
    expect(state).toBe('done');
    expect(notices).toMatchObject([
      { level: 'warning', file: 'papers/no-12.pdf', text: expect.stringContaining('file: no-12.pdf') },
    ]);
    expect(office.removals).toMatchObject([{ removal: { what: 'arrival' } }]);
  });

  it('that is none is told, and its text is not stored', async () => {
    const office = new Office();
    const receipt = await office.handIn({ 'no-12.md': issue(), 'no-12.pdf': 'Dear all,' });
    expect(receipt.state).toBe('refused');
    expect(receipt.notices.map(({ file, level }) => [file, level]).sort()).toEqual([
      ['no-12.md', 'error'],
      ['no-12.pdf', 'error'],
    ]);
  });
});

it('A picture that came anew and cannot be read is told, and readers do not get the one before in its place', async () => {
  const office = new Office();
  const text = (words: string) =>
    markdown({ title: 'A', slug: 'number-12' }, `${words}\n\n![A crowd](a.png)`);
  await office.handIn({ 'a.md': text('One.'), 'a.png': aPng('one') });
  expect((await headAndBody(office)).body.pictures).toHaveLength(1);
  const receipt = await office.handIn({ 'a.md': text('Two.'), 'a.png': Buffer.from('Dear all,') });
  expect(receipt.notices).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ file: 'a.png', level: 'error' }),
      expect.objectContaining({ file: 'a.md', text: expect.stringContaining('could not be read') }),
    ]),
  );
  expect((await headAndBody(office)).body.pictures).toEqual([]);
  await office.handIn({ 'a.md': text('Three.'), 'a.png': aPng('three') });
  await office.handIn({ 'a.md': text('Four.') });
  expect((await headAndBody(office)).body.pictures).toHaveLength(1);
});
