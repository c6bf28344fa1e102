import { describe, expect, it } from 'vitest';
import type { Head, StoredHead } from '../../../../functions/content/contract/document.ts';
import { readPreview } from '../../../../functions/content/preview/read-preview.ts';
import { previewText } from '../../../../functions/site/preview/preview-text.ts';
import { linkPreview, showPreview } from '../../../../functions/site/preview/show-preview.ts';
import { ASite, origin } from '../a-site.ts';
import { aBulletin, aFront, anArticle, anEdition, aPress } from '../an-article.ts';
import { storedHead } from '../content-in-memory.ts';

const editor = { by: 'edda', isEditor: true };
const writer = { by: 'wim', isEditor: false };
const moment = '2026-12-01T07:00:00.000Z';
const draft = { status: 'draft' } as const;

const picture = {
  name: 'shed.jpg',
  src: '/media/shed-800.jpg',
  width: 800,
  height: 600,
  alt: 'A shed',
  variants: [],
};

const rent = anArticle(
  { title: 'Rent strike', section: 'News', picture, series: { title: 'The wall' } },
  draft,
);
const letter = aBulletin({ title: 'Winter letter', number: '13' }, { slug: 'letter', ...draft });
const theirs = anArticle({ title: 'A secret of Wim' }, { slug: 'theirs', ...draft, by: 'wim' });
const later = anArticle(
  { title: 'Later' },
  { slug: 'later', status: 'scheduled', publishAt: '2026-12-24T07:00:00Z' },
);
const front = {
  ...aFront({ lead: 'rent-strike', blocks: [{ newest: true, count: 3 }, { bulletins: ['newest'] }] }),
  ...draft,
};
const documents = ['rent-strike', 'letter', 'theirs', 'later', 'tram', 'front', 'never-was'];
const winter = anEdition({ title: 'Winter', documents }, { status: 'scheduled', publishAt: moment });

/** Readers have it; its newer text goes with the edition. */
const tram = anArticle(
  { title: 'The tram shed', section: 'News', published: '2026-11-01' },
  { slug: 'tram' },
);
const newTram = anArticle(
  { title: 'The tram shed, saved', published: '2026-11-01' },
  { slug: 'tram', ...draft, revision: 2, source: 'new' },
);

const undated = (head: Head): Head => {
  const { published, ...others } = head;
  return others;
};

function pressWith(edition: Head = winter) {
  const site = new ASite();
  const waiting = { ...storedHead(newTram), order: '02' };
  const others = ['One', 'Two', 'Three'].map((title) =>
    anArticle({ title, section: 'News', published: '2026-10-01' }),
  );
  const stored = [rent, letter, later, front].map(undated);
  site.put(aPress(), tram, ...others, ...stored, edition, { ...undated(theirs), byWriter: true } as Head);
  const withPending = (head: StoredHead): StoredHead => ({
    ...head,
    originals: { 'shed.jpg': 'shed' },
    ...(head.slug === 'tram' && { pending: waiting }),
    ...(head.slug === 'theirs' && { byWriter: true }),
  });
  const { content } = site;
  const lookUp: typeof content.lookUp = async (wanted) => {
    const found = await content.lookUp(wanted);
    return {
      ...found,
      documents: new Map([...found.documents].map(([slug, head]) => [slug, withPending(head)])),
    };
  };
  const head = async (slug: string) => (await lookUp({ documents: [slug], terms: [] })).documents.get(slug);
  const reading = {
    lookUp,
    entries: content.entries.bind(content),
    positions: content.positions.bind(content),
    openings: content.openings.bind(content),
    terms: content.terms.bind(content),
    termsUpTo: content.termsUpTo.bind(content),
  };
  const deps = {
    ...{ content: reading, bodies: content, site: origin },
    clock: { now: () => new Date('2026-11-30T12:00:00Z') },
    originals: { sign: async (key: string) => `https://s3.example/${key}` },
    keys: { sign: async () => 'signed', verify: async () => true },
    revisions: {
      head,
      revision: async (slug: string, number: number) =>
        slug === 'tram' && number === 2 ? waiting : head(slug),
    },
    reader: { read: async (job: Parameters<typeof readPreview>[0]) => readPreview(job) },
  };
  return {
    deps,
    async preview(slug: string, who = editor, revision?: string) {
      const { url } = await linkPreview(slug, who, deps, revision);
      return (await showPreview(url.replace(/^.*\//, ''), deps)).html;
    },
  };
}

const headlines = (html: string) =>
  [...(/<main.*<\/main>/s.exec(html)?.[0] ?? '').matchAll(/<h[23]>\s*<a[^>]*>(.*?)<\/a>/gs)].map(
    ([, title]) => title,
  );

describe('a preview shows what comes at the same moment', () => {
  it('on the front page, in its place among what readers have', async () => {
    const html = await pressWith().preview('front');
    expect(headlines(html)).toEqual(['Rent strike', 'The tram shed, saved', 'Two', 'Three', 'Winter letter']);
    expect(html).toContain('<time datetime="2026-12-01T07:00:00Z">1 December 2026</time>');
    expect(html).toContain('src="https://s3.example/shed"');
  });

  it('on the page of the edition', async () => {
    const html = await pressWith().preview('no-7');
    expect(headlines(html)).toEqual(['Rent strike', 'Winter letter', 'The tram shed, saved']);
  });

  it('with the date at which a piece goes', async () => {
    expect(await pressWith().preview('rent-strike')).toContain('>1 December 2026</time>');
    const alone = pressWith(anEdition({ documents: ['front'] }, { status: 'scheduled', publishAt: moment }));
    expect(await alone.preview('rent-strike')).toContain('>30 November 2026</time>');
  });

  it('in a text that is being written', async () => {
    const text = '---\nkind: front\nlead: rent-strike\n---\n';
    const { html } = await previewText({ name: 'front.md', text }, editor, pressWith().deps);
    expect(headlines(html ?? '')[0]).toBe('Rent strike');
  });

  it('and tells a writer nothing of what others have to come', async () => {
    const press = pressWith();
    const text =
      '---\nkind: edition\ntitle: Mine\nslug: mine\ndocuments: [rent-strike, letter]\n---\nAll of it.\n';
    const { html } = await previewText({ name: 'mine.md', text }, writer, press.deps);
    expect(html).not.toMatch(/Rent strike|Winter letter/);
    expect(html).toContain('Mine');
    const own = await press.preview('theirs', writer);
    expect(own).toContain('>30 November 2026</time>');
    const asked = await pressWith({ ...winter, by: 'wim' }).preview('no-7', writer);
    expect(headlines(asked)).toEqual(['The tram shed']);
  });
});

it('a preview says whether readers have what it shows', async () => {
  const press = pressWith();
  const heading = async (...args: Parameters<typeof press.preview>) =>
    /<h2 id="preview"[^>]*>(.*?)<\/h2>/s.exec(await press.preview(...args))?.[1];
  expect(await heading('rent-strike')).toBe('Preview: readers do not see this yet');
  expect(await heading('tram')).toBe('Preview: readers do not see this yet');
  expect(await heading('tram', editor, '1')).toBe('Preview: this is what readers see');
});
