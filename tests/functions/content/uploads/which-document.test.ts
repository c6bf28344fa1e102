import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { eraseDocument } from '../../../../functions/content/removal/erase-document.ts';
import type { Receipt } from '../../../../functions/content/uploads/receipt.ts';
import { markdown, Office } from '../an-office.ts';

/** How the second of two manuscripts is beside the first. */
interface Second {
  slug: 'none' | 'theirs' | 'own';
  file: 'same path' | 'same name' | 'other';
  title: 'same' | 'other';
  text: 'same' | 'like' | 'unlike';
  date: 'none' | 'same' | 'other';
}

/** The rules as the table of the README has them, row by row; the first that fits counts. */
function expected({ slug, file, title, text, date }: Second): 'version' | 'document' | 'refused' {
  if (slug !== 'none') return slug === 'theirs' ? 'version' : 'document';
  const sameName = file !== 'other';
  const sameTitle = title === 'same';
  const rows: [boolean, 'version' | 'document' | 'refused'][] = [
    [sameName && sameTitle && date !== 'other', 'version'],
    [(sameName || sameTitle) && text !== 'unlike', 'version'],
    [sameTitle, 'refused'],
    [true, 'document'],
  ];
  return rows.find(([fits]) => fits)?.[1] ?? 'document';
}

const second: fc.Arbitrary<Second> = fc.record({
  slug: fc.constantFrom('none', 'none', 'none', 'theirs', 'own'),
  file: fc.constantFrom('same path', 'same name', 'other'),
  title: fc.constantFrom('same', 'other'),
  text: fc.constantFrom('same', 'like', 'unlike'),
  date: fc.constantFrom('none', 'same', 'other'),
});

/** Titles and names of every kind, and the words of two texts that share none. */
const press = fc.record({
  titles: fc.constantFrom(
    ['Letters, May 2026', 'Letters, June 2026'],
    ['Protokoll', 'Größere Übersicht'],
    ['Минутите', 'Писма'],
    ['会議の記録', '手紙'],
    ['محضر الاجتماع', 'رسائل'],
    ['Minutes', 'Minutes of the April meeting'],
  ),
  names: fc.constantFrom(
    ['may/letters.md', 'june/letters.md', 'notes.md'],
    ['index.md', 'deep/er/index.md', 'index2.md'],
    ['März (1).md', 'ab/März (1).md', 'b c.md'],
  ),
  words: fc.constantFrom(['harbour', 'wall'], ['гавань', 'стена'], ['ميناء', 'جدار']),
  length: fc.constantFrom(60, 120, 400),
});
type Press = typeof press extends fc.Arbitrary<infer T> ? T : never;

function manuscripts({ titles, names, words, length }: Press, { slug, file, title, text, date }: Second) {
  const wordsOf = (word = '') => Array.from({ length }, (_, n) => `${word}${n * 7}`);
  const theirs = wordsOf(words[0]);
  const texts = {
    same: theirs,
    like: [...theirs.slice(0, 30), 'corrected', ...theirs.slice(31)],
    unlike: wordsOf(words[1]),
  };
  const files = { 'same path': names[0], 'same name': names[1], other: names[2] };
  const fields = {
    title: JSON.stringify(titles[title === 'same' ? 0 : 1]),
    ...(slug !== 'none' && { slug: slug === 'own' ? 'a-slug-of-its-own' : 'theirs' }),
    ...(date !== 'none' && { written: date === 'same' ? '2026-05' : '2026-06' }),
  };
  const firstFields = {
    title: JSON.stringify(titles[0]),
    written: '2026-05',
    ...(slug === 'theirs' && { slug: 'theirs' }),
  };
  return {
    first: { [names[0] ?? '']: markdown(firstFields, theirs.join(' ')) },
    second: { [files[file] ?? '']: markdown(fields, texts[text].join(' ')) },
  };
}

type Folder = Record<string, string>;

/** Hands both in as one upload: the first file has the lower number. */
const together = (office: Office, first: Folder, later: Folder) => office.handIn({ ...first, ...later });

async function apart(office: Office, first: Folder, later: Folder): Promise<Receipt> {
  const [one, two] = [await office.handIn(first), await office.handIn(later)];
  return {
    ...two,
    documents: [...one.documents, ...two.documents],
    notices: [...one.notices, ...two.notices],
  };
}

const outcomeIn = ({ documents: [one, two] }: Receipt) =>
  two === undefined ? 'refused' : one?.slug === two.slug ? 'version' : 'document';

const standing = (office: Office) =>
  office.content
    .everyHead()
    .map(({ slug, name, revisions, fields, body }) => ({ slug, name, revisions, fields, body }));

describe('which document a second manuscript is', () => {
  it('follows the table, alike in one upload and in two, and says by name what it replaces', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(press, second, async (names, how) => {
        const { first, second: later } = manuscripts(names, how);
        const offices = [new Office(), new Office()] as const;
        const receipts = [await apart(offices[0], first, later)];
        // One folder cannot hold two files of one path.
        if (how.file !== 'same path') receipts.push(await together(offices[1], first, later));
        for (const receipt of receipts) {
          const said = receipt.notices.map(({ text }) => text).join('\n');
          expect(outcomeIn(receipt), said).toBe(expected(how));
          const [one] = receipt.documents;
          if (expected(how) === 'version' && !said.includes('Unchanged'))
            expect(said).toContain(
              `revision 1 of “${one?.title}” (${one?.slug}), which came as ${names.names[0]}`,
            );
          if (expected(how) === 'refused') expect(said.match(/“slug: [^”]+”/g)).toHaveLength(2);
          seen.add(outcomeIn(receipt));
        }
        if (receipts[1]) expect(standing(offices[1])).toEqual(standing(offices[0]));
      }),
      { numRuns: 120 },
    );
    expect([...seen].sort()).toEqual(['document', 'refused', 'version']);
  });

  it('changes nothing when all is handed in again, unless one replaced the other', async () => {
    await fc.assert(
      fc.asyncProperty(press, second, async (names, how) => {
        fc.pre(expected(how) !== 'version');
        const { first, second: later } = manuscripts(names, how);
        const office = new Office();
        await apart(office, first, later);
        const before = standing(office);
        await apart(office, first, later);
        if (how.file !== 'same path') await together(office, first, later);
        expect(standing(office)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same when the function dies at any write and the messages come again', async () => {
    await fc.assert(
      fc.asyncProperty(press, second, fc.array(fc.nat(5), { maxLength: 4 }), async (names, how, deaths) => {
        fc.pre(how.file !== 'same path');
        const { first, second: later } = manuscripts(names, how);
        const calm = new Office();
        await together(calm, first, later);
        const office = new Office();
        const { id, files } = await office.open({ ...first, ...later });
        const write = office.content.write.bind(office.content);
        for (const death of deaths) {
          let left = death;
          office.content.write = async (change) => {
            if (left-- === 0) throw new Error('killed before');
            const outcome = await write(change);
            if (left-- === 0) throw new Error('killed after');
            return outcome;
          };
          await Promise.allSettled(files.map((file) => office.tell(file)));
        }
        office.content.write = write;
        for (const file of files) await office.tell(file);
        expect(standing(office)).toEqual(standing(calm));
        expect((await office.receipt(id)).state).toBe('done');
      }),
      { numRuns: 60 },
    );
  });

  it('is found in an archive whose rows are from before: only the path, and no likeness', async () => {
    const office = new Office();
    const text = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ');
    await office.handIn({ 'may/letters.md': markdown({ title: 'Letters, May 2026' }, text) });
    const lookUp = office.content.lookUp.bind(office.content);
    office.content.lookUp = async (keys) => ({ ...(await lookUp(keys)), namesakes: new Map() });
    const retitled = markdown({ title: 'Letters of May' }, `${text} corrected`);
    expect(await office.handIn({ 'may/letters.md': retitled })).toMatchObject({
      documents: [{ slug: 'letters-may-2026', revision: 2 }],
    });
    expect(
      await office.handIn({ 'may/letters.md': markdown({ title: 'Letters, June 2026' }, 'June.') }),
    ).toMatchObject({
      documents: [{ slug: 'letters-june-2026', revision: 1 }],
      notices: [{ level: 'note', text: expect.stringContaining('“Letters of May” (letters-may-2026)') }],
    });
  });
});

describe('an alias', () => {
  const strike = { 'strike.md': markdown({ title: 'Rent strike' }) };
  const taker = (fields: Record<string, string>) => ({
    'taker.md': markdown({ title: 'The taker', ...fields }, 'Quite another text.'),
  });

  it.each<Record<string, string>>([{}, { status: 'draft' }])(
    'takes no live piece or draft of somebody else %j',
    async (status) => {
      const office = new Office();
      await office.handIn({ 'strike.md': markdown({ title: 'Rent strike', ...status }) });
      const before = standing(office);
      const receipt = await office.handIn(taker({ aliases: '[rent-strike]' }));
      expect(receipt).toMatchObject({
        state: 'refused',
        notices: [
          { text: expect.stringMatching(/“Rent strike” \(rent-strike\).*replaces: \[rent-strike\]/) },
        ],
      });
      expect(standing(office)).toEqual(before);
    },
  );

  it.each<Record<string, string>>([
    { replaces: '[rent-strike]' },
    { replaces: '[rent-strike]', aliases: '[rent-strike]' },
  ])('takes the place of what “replaces” names, by name and with the way back %j', async (fields) => {
    const office = new Office();
    await office.handIn(strike);
    const { notices } = await office.handIn(taker(fields));
    expect(notices).toMatchObject([
      {
        level: 'warning',
        text: expect.stringMatching(
          /“Rent strike” \(rent-strike\).*strike\.md.*“slug: rent-strike”.*new piece.*today.*erases the past/,
        ),
      },
    ]);
    expect(await office.content.head('rent-strike')).toMatchObject({ status: 'moved', to: 'the-taker' });
    expect((await office.content.head('the-taker'))?.first).toBe('2024-03-01T09:02:00.000Z');
    const again = await office.handIn(taker(fields));
    expect(again).toMatchObject({ notices: [{ text: expect.stringContaining('Old addresses') }, {}] });
    const replaced = await office.content.past('rent-strike', { limit: 9 });
    const back = await office.handIn({
      'strike.md': markdown({ title: 'Rent strike', slug: 'rent-strike' }),
    });
    const head = await office.content.head('rent-strike');
    expect(head).toMatchObject({ status: 'published', id: `${back.id}-0`, revisions: 1 });
    expect(head?.published).toContain(new Date(office.now).toISOString().slice(0, 10));
    expect(replaced.items.length).toBeGreaterThan(0);
    await deleteDocument('the-taker', { by: 'rosa' }, office.deps);
    const { order = '' } = { ...(await office.content.head('the-taker')) };
    await eraseDocument({ slug: 'the-taker', order }, office.takeDownDeps());
    expect((await office.content.past('rent-strike', { limit: 9 })).items).toEqual([]);
  });

  it('of a piece that was renamed and retitled with a long text is its own', async () => {
    const office = new Office();
    const text = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ');
    await office.handIn({ 'a.md': markdown({ title: 'One' }, text) });
    await office.handIn({
      'b.md': markdown({ title: 'Two', slug: 'two', aliases: '[one]' }, `${text} more`),
    });
    expect(await office.content.head('one')).toMatchObject({ status: 'moved', to: 'two' });
  });
});

describe('a new slug without aliases', () => {
  const before = { 'may/harbour.md': markdown({ title: 'Harbour wall' }, 'Cracked.') };
  const textsOf = async (name: string, fields: Record<string, string>, text: string) => {
    const office = new Office();
    await office.handIn(before);
    const { notices } = await office.handIn({ [name]: markdown(fields, text) });
    return notices.map((notice) => notice.text);
  };

  it.each([
    ['from the same file', 'may/harbour.md', 'Cracked again.'],
    ['from another folder', 'june/harbour.md', 'Cracked again.'],
    ['under another name', 'wall.md', 'Cracked.'],
  ])('is told of %s, with the way to move the piece', async (_, name, text) => {
    expect(await textsOf(name, { title: 'Harbour wall', slug: 'sea-wall' }, text)).toContainEqual(
      expect.stringMatching(/before as harbour-wall, which stays.*“aliases: \[harbour-wall\]”/),
    );
  });

  it.each([
    ['with aliases', { title: 'Harbour wall', slug: 'sea-wall', aliases: '[harbour-wall]' }],
    ['of another piece', { title: 'Sea wall', slug: 'sea-wall' }],
    ['of another date', { title: 'Harbour wall', slug: 'sea-wall', written: '1949' }],
  ])('is not told of one %s', async (_, fields: Record<string, string>) => {
    const office = new Office();
    await office.handIn({
      'may/harbour.md': markdown({ title: 'Harbour wall', written: '1950' }, 'Cracked.'),
    });
    const { notices } = await office.handIn({ 'june/harbour.md': markdown(fields, 'Painted.') });
    expect(notices.filter(({ text }) => text.includes('was handed in before'))).toEqual([]);
  });
});

describe('a manuscript of which the press cannot tell what it is', () => {
  const words = (word: string) => Array.from({ length: 60 }, (_, at) => `${word}${at}`).join(' ');
  const named = (title: string, slug?: string) => ({ title, ...(slug && { slug }) });

  it('is refused with both ways out, and either is taken', async () => {
    const office = new Office();
    await office.handIn({ 'a.md': markdown(named('Winter'), words('stair')) });
    const { state, notices } = await office.handIn({ 'b.md': markdown(named('Winter'), words('boiler')) });
    expect(state).toBe('refused');
    const [{ choice } = {}] = notices;
    expect(choice).toEqual({ slug: 'winter', title: 'Winter', other: 'winter-2' });
    const as = (slug = '') => office.handIn({ 'b.md': markdown(named('Winter', slug), words('boiler')) });
    expect((await as(choice?.other)).documents).toMatchObject([{ slug: 'winter-2', revision: 1 }]);
    expect((await as(choice?.slug)).documents).toMatchObject([{ slug: 'winter', revision: 2 }]);
  });

  it('is another piece, and may say that it is the one before', async () => {
    const office = new Office();
    await office.handIn({ 'a.md': markdown(named('Winter'), words('stair')) });
    const { documents, notices } = await office.handIn({
      'a.md': markdown(named('Spring'), words('boiler')),
    });
    expect(documents).toMatchObject([{ slug: 'spring', revision: 1 }]);
    const choice = notices.find((one) => one.choice)?.choice;
    expect(choice).toEqual({ slug: 'winter', title: 'Winter', other: 'spring' });
    const again = { ...named('Spring', choice?.slug), replaces: `[${choice?.other}]` };
    const taken = await office.handIn({ 'a.md': markdown(again, words('boiler')) });
    expect(taken.documents).toMatchObject([{ slug: 'winter', revision: 2 }]);
    expect(await office.content.head('spring')).toMatchObject({ status: 'moved', to: 'winter' });
  });
});
