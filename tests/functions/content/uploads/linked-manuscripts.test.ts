import { describe, expect, it } from 'vitest';
import { readManuscript } from '../../../../functions/content/manuscripts/read-manuscript.ts';
import { markdown, Office } from '../an-office.ts';

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
