import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readManuscript } from '../../../../functions/content/manuscripts/read-manuscript.ts';
import { resumeUpload } from '../../../../functions/content/uploads/ingest-upload.ts';
import { OutOfTime } from '../../../../functions/runtime/each-record.ts';
import { type Folder, markdown, Office } from '../an-office.ts';

async function htmlOf(office: Office, slug: string): Promise<string> {
  const head = await office.content.head(slug);
  return (await office.files.archive.body(head?.body ?? '')).html;
}

const linking = (...links: string[]) =>
  markdown({ title: 'Report' }, links.map((link) => `See [the words](${link}).`).join('\n\n'));

describe('links to other manuscripts', () => {
  it('lead to pages of the same upload, whichever comes first, with their fragment', async () => {
    const office = new Office();
    const receipt = await office.handIn({
      'may/report.md': linking(
        'part-one.md#why',
        '../june/letters.md',
        '/about%20us.md?a=1#b',
        'report.md#c',
      ),
      'may/part-one.md': markdown({ title: 'The first part' }, 'Back to [the report](./report.md).'),
      'june/letters.md': markdown({ title: 'Letters of June' }),
      'about us.md': markdown({ title: 'About', kind: 'page' }),
    });
    expect(receipt.notices).toEqual([]);
    expect((await htmlOf(office, 'report')).match(/href="[^"]*"/g)).toEqual([
      'href="/articles/the-first-part/#why"',
      'href="/articles/letters-of-june/"',
      'href="/about/?a=1#b"',
      'href="/articles/report/#c"',
    ]);
    expect(await htmlOf(office, 'the-first-part')).toContain('href="/articles/report/"');
  });

  it('lead to documents of earlier uploads, where these stand now', async () => {
    const office = new Office();
    await office.handIn({
      'letters.md': markdown({ title: 'Letters' }),
      'old.md': markdown({ title: 'Old' }),
    });
    await office.handIn({ 'old.md': markdown({ title: 'Old', slug: 'new', aliases: '[old]' }) });
    const receipt = await office.handIn({ 'report.md': linking('../june/letters.md', 'old.md') });
    expect(receipt.notices).toEqual([]);
    expect((await htmlOf(office, 'report')).match(/href="[^"]*"/g)).toEqual([
      'href="/articles/letters/"',
      'href="/articles/new/"',
    ]);
  });

  it.each(['[the words](gone.md#x)', '<a href="gone.md#x">the words</a>'])(
    'that lead to nothing are told and taken out, until there is something: %s',
    async (link) => {
      const office = new Office();
      const files = { 'report.md': markdown({ title: 'Report' }, `See ${link}.`) };
      const receipt = await office.handIn(files);
      expect(receipt.notices).toMatchObject([
        { level: 'warning', line: 5, text: expect.stringMatching(/^No page yet for “gone.md”/) },
      ]);
      expect(await htmlOf(office, 'report')).toMatch(/See (?:<a>)?the words(?:<\/a>)?\./);
      await office.handIn({ 'gone.md': markdown({ title: 'Gone' }) });
      const again = await office.handIn(files);
      expect(again.documents).toMatchObject([{ slug: 'report', revision: 2 }]);
      expect(await htmlOf(office, 'report')).toContain('href="/articles/gone/#x"');
      const unchanged = await office.handIn(files);
      expect(unchanged.notices).toMatchObject([{ text: expect.stringMatching(/^Unchanged/) }]);
    },
  );

  it('are not called unknown where they are too many to be looked up', () => {
    const paths = Array.from({ length: 201 }, (_, n) => `f-${n}.md`);
    const pages = new Map(paths.map((path) => [path, `/articles/${path.replace('.md', '')}/`]));
    const text = Buffer.from(linking(...paths, 'f-7.md#again'));
    const read = readManuscript({ name: 'report.md', bytes: text }, { pictures: new Map(), pages });
    expect(read).toMatchObject({
      linked: paths.slice(0, 200),
      notices: [
        { level: 'warning', text: expect.stringMatching(/^Not looked up: “f-200.md”.*200 other files/) },
      ],
      body: { html: expect.stringContaining('href="/articles/f-7/#again"') },
    });
  });

  it('are not guessed: not between several of one name, nor from another folder', async () => {
    const office = new Office();
    await office.handIn({
      'a/minutes.md': markdown({ title: 'Minutes of March' }, 'Nine of us met about the boiler.'),
      'b/minutes.md': markdown({ title: 'Minutes of April' }, 'The harbour board wrote at last.'),
    });
    const receipt = await office.handIn({
      'report.md': linking('minutes.md', 'c/minutes.md', 'b/minutes.md'),
    });
    expect(receipt.notices.map(({ line }) => line)).toEqual([5, 7]);
    expect(await htmlOf(office, 'report')).toContain('href="/articles/minutes-of-april/"');
  });
});

/** Manuscripts that link to and name each other, and some that nobody has. */
const folders = fc
  .array(
    fc.record({
      links: fc.uniqueArray(fc.nat(30), { maxLength: 4 }),
      related: fc.uniqueArray(fc.nat(30), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 30, size: 'max' },
  )
  .map((all) => all.map(({ links, related }, at) => [`n${at}.md`, manuscriptOf(at, links, related)] as const))
  .map((files): Folder => Object.fromEntries(files));

const manuscriptOf = (at: number, links: number[], related: number[]) =>
  markdown(
    { title: `Piece ${at}`, slug: `p${at}`, related: `[${related.map((other) => `p${other}`).join(', ')}]` },
    `Words ${at}. ${links.map((other) => `[See](n${other}.md)`).join(' ')}`,
  );

/** Hands in with calls that last so many seconds each, the last of them over and over; a read takes `seconds` of it. */
async function handInHurried(folder: Folder, seconds: number, calls: number[]) {
  const office = new Office();
  const { id, files } = await office.open(folder);
  for (const file of files) await office.uploads.markReady(file);
  let left = 0;
  const reader: Office['deps']['reader'] = {
    ...office.deps.reader,
    read: async (manuscript, shelf, { hasTime }) => {
      if (!hasTime(45_000)) return { outcome: 'postponed' };
      left -= seconds * 1000;
      return readManuscript(manuscript, shelf);
    },
  };
  const deps = { ...office.deps, reader, hasTime: (milliseconds: number) => left > milliseconds };
  const settled = async () => (await office.uploads.results(id)).size;
  for (let call = 0; (await settled()) < files.length; call++) {
    const [before, lasts] = [await settled(), calls[call] ?? calls.at(-1) ?? 0];
    left = lasts * 1000;
    const isOutOfTime = await resumeUpload(id, deps).then(
      () => false,
      (error: unknown) => error instanceof OutOfTime,
    );
    // Time for a read and for another after it is enough to get on.
    expect(isOutOfTime).toBe(lasts <= 65);
    expect((await settled()) > before).toBe(lasts > 65);
    expect(office.queued.splice(0)).toEqual(!isOutOfTime && (await settled()) < files.length ? [id] : []);
  }
  return { office, texts: textsOf(await office.receipt(id)) };
}

/** Without the near misses: which one is nearest depends on what is there. */
const textsOf = ({ notices }: Awaited<ReturnType<Office['receipt']>>) =>
  notices.map(({ file, text }) => `${file}: ${text.replace(/ Did you mean .*/, '')}`);

const bodiesOf = (office: Office) =>
  Promise.all(office.content.everyHead().map(async ({ slug }) => [slug, await htmlOf(office, slug)]));

const isOfNames = (text: string) => text.includes('there is no such document');

describe('links between manuscripts of an upload that one call has no time for', () => {
  it('are kept, and what they name is not told to be missing', async () => {
    await fc.assert(
      fc.asyncProperty(folders, fc.integer({ min: 1, max: 15 }), async (folder, seconds) => {
        const inTime = new Office();
        const told = textsOf(await inTime.handIn(folder));
        const { office, texts } = await handInHurried(folder, seconds, [300]);
        expect(await bodiesOf(office)).toEqual(await bodiesOf(inTime));
        expect(texts.filter((text) => !isOfNames(text))).toEqual(told.filter((text) => !isOfNames(text)));
        expect(told).toEqual(expect.arrayContaining(texts));
      }),
      { numRuns: 25 },
    );
  });

  it('hold nothing up, wherever the time of each call runs out', async () => {
    const times = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(folders, times, fc.integer({ min: 66, max: 300 }), async (folder, some, last) => {
        const told = textsOf(await new Office().handIn(folder));
        const { office, texts } = await handInHurried(folder, 15, [...some, last]);
        expect(office.content.everyHead()).toHaveLength(Object.keys(folder).length);
        expect(told).toEqual(expect.arrayContaining(texts.filter(isOfNames)));
      }),
      { numRuns: 25 },
    );
  });

  it.each([1, 15])(
    'are kept where all link to the last, or to each other, at %i s a read',
    async (seconds) => {
      const many = Array.from({ length: seconds === 1 ? 49 : 9 }, (_, at) => at);
      const last = many.length - 1;
      for (const linksOf of [() => [last], (at: number) => many.filter((other) => other !== at)]) {
        const files = many.map((at) => [`n${at}.md`, manuscriptOf(at, linksOf(at), [])] as const);
        const { office, texts } = await handInHurried(Object.fromEntries(files), seconds, [300]);
        expect(texts).toEqual([]);
        for (const [slug, html] of await bodiesOf(office)) {
          const links = linksOf(Number(slug?.slice(1))).filter((other) => `p${other}` !== slug);
          for (const other of links) expect(html).toContain(`href="/articles/p${other}/"`);
        }
      }
    },
  );
});
