import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddedPictures } from '../../../../functions/content/manuscripts/embedded-pictures.ts';
import {
  type ReadManuscript,
  readAnyManuscript,
} from '../../../../functions/content/manuscripts/read-manuscript.ts';
import { type Counts, countsOfPage, countsOfSource, lostOf } from '../../../foreign/source-counts.ts';
import { picturesNamed } from '../a-manuscript.ts';

const folder = join(import.meta.dirname, 'samples');
const samples = globSync(['*.odt', '*.docx', 'sources/*.html'], { cwd: folder }).sort();

type Counted = Record<Exclude<keyof Counts, 'words'>, number>;
const count = (headings: number, more: Partial<Counted> = {}): Counted => ({
  headings,
  notes: 0,
  links: 0,
  pictures: 0,
  tables: 0,
  ...more,
});

/** What was written into each, counted by hand. The title is a heading. */
const written: Record<string, Counted> = {
  minutes: count(3),
  accounts: count(3, { links: 1, tables: 2 }),
  review: count(3, { links: 3 }),
  verse: count(2),
  'press-room': count(3),
  tongues: count(2),
  'long-list': count(2),
  letters: count(4, { links: 1 }),
  'forty-notes': count(4, { notes: 40, links: 1, pictures: 2, tables: 1 }),
  tracked: count(2),
  pictures: count(2, { pictures: 3 }),
  tides: count(2),
  archive: count(4, { links: 4 }),
  'front-table': count(1, { tables: 1 }),
  'library-report': count(3, { notes: 2, links: 1, pictures: 1, tables: 1 }),
  'library-letter': count(1),
  'library-sums': count(2, { links: 1, tables: 1 }),
  'google-essay': count(3, { notes: 2, links: 1, pictures: 1, tables: 1 }),
  'google-list': count(2),
  'standing-orders': count(5),
  ropewalk: count(3, { notes: 11, links: 1, tables: 1 }),
  'four-columns': count(2, { pictures: 2 }),
  'grant-form': count(3, { tables: 1 }),
  'second-draft': count(2, { tables: 1 }),
  'cross-references': count(3, { links: 8, tables: 1 }),
  'two-scripts': count(2, { tables: 1 }),
  'type-case': count(2),
  'strict-minutes': count(2, { notes: 1, links: 1, pictures: 1, tables: 1 }),
  'lantern-slides': count(2, { notes: 1, links: 1, pictures: 5, tables: 1 }),
  rota: count(2, { tables: 3 }),
  'pages-bell': count(3, { notes: 1, links: 1, pictures: 1 }),
};

/** What of it is not on the page, and meant so: links of a table of contents, a table that is the front matter, a picture
 *  in EMF. */
const elsewhere: Record<string, Partial<Counted>> = {
  'archive.odt': { links: 2 },
  'four-columns.docx': { pictures: 1 },
  'front-table.docx': { tables: 0 },
  'front-table.odt': { tables: 0 },
};

const nameOf = (sample: string) => basename(sample, extname(sample));
const kinds = ['headings', 'notes', 'links', 'pictures', 'tables'] as const;
const numbersOf = (counts: Counts): Counted => ({
  headings: counts.headings,
  notes: counts.notes,
  links: counts.links,
  pictures: counts.pictures,
  tables: counts.tables,
});

async function readSample(sample: string): Promise<{ read: ReadManuscript; source: Counts }> {
  const bytes = readFileSync(join(folder, sample));
  const name = basename(sample);
  const pictures = await embeddedPictures({ name, bytes });
  const shelf = { pictures: picturesNamed(...pictures.map((picture) => `${name}/${picture.name}`)) };
  const read = await readAnyManuscript({ name, bytes }, shelf);
  const source = countsOfSource(name, bytes);
  if (read.outcome === 'refused' || !source) throw new Error(`Refused: ${JSON.stringify(read.notices)}`);
  return { read, source };
}

/** Links of notes are not those that were written. */
const pageOf = ({ fields, body }: ReadManuscript, html = body.html): Counts =>
  countsOfPage(
    { ...fields },
    html.replace(/<a [^>]*(?:role="doc-noteref"|class="footnote-backref")[^>]*>[^<]*<\/a>/g, ''),
  );

describe('documents of other programs', () => {
  it('are thirty of Word and more, small, and each is known', () => {
    expect(samples.filter((sample) => sample.endsWith('.docx')).length).toBeGreaterThanOrEqual(30);
    expect(Object.keys(written).sort()).toEqual([...new Set(samples.map(nameOf))].sort());
    const sizes = globSync('**', { cwd: folder }).map((path) => statSync(join(folder, path)));
    const size = sizes.reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
    expect(size).toBeLessThan(400_000);
  });

  it.each(samples)('are read without a loss that is not told: %s', async (sample) => {
    const { read, source } = await readSample(sample);
    const expected = written[nameOf(sample)];
    expect(numbersOf(source)).toEqual(expected);
    expect(numbersOf(pageOf(read))).toEqual({ ...expected, ...elsewhere[sample] });
    expect(lostOf(source, pageOf(read), read.notices)).toEqual([]);
    expect(read.notices.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each(samples)('would not pass with anything taken away: %s', async (sample) => {
    const { read, source } = await readSample(sample);
    const pieces: Record<(typeof kinds)[number], RegExp> = {
      headings: /<h[2-6][\s\S]*?<\/h[2-6]>/,
      notes: / class="footnote-item"/,
      links: /<a [^>]*href="(?!#fn)[^"]*"[^>]*>/,
      pictures: /<img [^>]*>/,
      tables: /<table>/,
    };
    for (const kind of kinds) {
      if (!numbersOf(pageOf(read))[kind] || (kind === 'headings' && source.headings < 2)) continue;
      const without = read.body.html.replace(pieces[kind], '');
      expect(without, kind).not.toBe(read.body.html);
      expect(lostOf(source, pageOf(read, without), []).join(), kind).toContain(kind);
    }
    const known = JSON.stringify(read.fields).toLowerCase();
    const words = read.body.text.match(/(?<!\p{L})\p{Ll}{6,}(?=[ .,])/gu) ?? [];
    const word = words.find((one) => !known.includes(one));
    if (word === undefined) return;
    const without = read.body.html.replaceAll(word, '');
    expect(lostOf(source, pageOf(read, without), [])).toContain(word);
  });

  it.each(
    samples.filter((sample) => sample.endsWith('.odt') && samples.includes(sample.replace('.odt', '.docx'))),
  )('read alike in both formats: %s', async (sample) => {
    const both = [sample, sample.replace('.odt', '.docx')];
    const [text, word] = await Promise.all(both.map(async (one) => (await readSample(one)).read));
    const words = (read: ReadManuscript | undefined) => read?.body.text.match(/[\p{L}\p{N}]+/gu)?.join(' ');
    // Word has the table of contents as text.
    const contents = /^Contents Where things are 1 How to ask 2 /;
    expect(words(text)).toBe(words(word)?.replace(contents, ''));
    expect(text?.fields.title).toBe(word?.fields.title);
  });
});
