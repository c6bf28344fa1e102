import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Head, StoredHead } from '../../../../functions/content/contract/document.ts';
import { readPreview } from '../../../../functions/content/preview/read-preview.ts';
import { previewText } from '../../../../functions/site/preview/preview-text.ts';
import { readingThread } from '../../../../functions/site/preview/reading-thread.ts';
import { ASite, origin } from '../a-site.ts';
import { anArticle, aPress } from '../an-article.ts';
import { storedHead } from '../content-in-memory.ts';

const editor = { by: 'edda', isEditor: true };
const writer = { by: 'wim', isEditor: false };

const srcOf = (name: string) => `/media/${name.replaceAll('/', '_')}-800.jpg`;

const aPicture = (name: string) => ({
  name,
  src: srcOf(name),
  width: 800,
  height: 600,
  alt: 'A boat',
  variants: [{ path: `/media/${name}-400.webp`, width: 400, height: 300, type: 'image/webp' }],
});

interface Stands {
  head?: StoredHead;
  waiting?: StoredHead;
}

function deps({ head, waiting }: Stands = {}, site = new ASite()) {
  site.put(aPress());
  for (const one of [head, waiting])
    if (one) site.content.putBody(one.body, { html: '', text: '', pictures: [aPicture(`${one.body}.jpg`)] });
  return {
    ...{ content: site.content, bodies: site.content, site: origin },
    clock: { now: () => new Date('2026-05-01T00:00:00Z') },
    originals: { sign: async (key: string) => `https://s3.example/${key}?a=1&b=2` },
    reader: { read: async (job: Parameters<typeof readPreview>[0]) => readPreview(job) },
    revisions: { head: async () => head, revision: async () => waiting },
  };
}

const stands = (state: Partial<Head> & { by?: string }, originals: Record<string, string> = {}) => ({
  ...storedHead(anArticle({}, { slug: 'boats', ...state })),
  originals,
});

describe('a text', () => {
  it('is shown as readers would see it, in a page that runs nothing and leads to the press', async () => {
    const text =
      '---\ntitle: Rent strike\nsection: News\nauthors: [Ada]\n---\n\nAll <b style="color:red" onclick="x()">of</b> it. <script>alert(1)</script> [More](/articles/b/)\n';
    const { html, notices } = await previewText({ name: 'rent.md', text }, writer, deps());
    expect(html).toContain('<h1>Rent strike</h1>');
    expect(html).toContain(`href="${origin}/articles/b/"`);
    expect(html).toContain(`href="${origin}/assets/`);
    expect(html).not.toMatch(/<script|<style| style=| on\w+=|(src|href)="\//i);
    expect(notices).toContainEqual(expect.objectContaining({ level: 'warning', line: 7 }));
  });

  it('is read by the ending of its name', async () => {
    const show = (name: string, text: string) => previewText({ name, text }, writer, deps());
    expect((await show('a.html', '<h1>Tea</h1><p>A <em>cup</em>.')).html).toContain('<em>cup</em>');
    expect((await show('a.txt', 'Tea\n\nA *cup*.')).html).toContain('A *cup*.');
    expect((await show('a.md', '# Tea\n\nA *cup*.')).html).toContain('<em>cup</em>');
  });

  it('that would be refused has no page, and says why and where', async () => {
    const text = '---\ntitle: Tea\nsektion: News\nkind: articel\n---\nA cup.';
    const { html, notices } = await previewText({ name: 'tea.md', text }, writer, deps());
    expect(html).toBeNull();
    expect(notices).toContainEqual(expect.objectContaining({ level: 'error', line: 4 }));
  });

  it('of every kind has a page', async () => {
    const files = {
      page: 'kind: page\ntitle: About',
      book: 'kind: book\ntitle: Lamps\neditions: [{ id: first, published: 1984 }]',
      front: 'kind: front',
      press: 'kind: press\ntitle: The Other Lantern',
      newsletter: 'kind: newsletter\ntitle: November\nlists: [news]',
      event:
        'kind: event\ntitle: Fair\nstarts: 2026-12-01 18:00\nends: 2026-12-01 20:00\ntimezone: Europe/Dublin\ntickets: [{ id: free, name: Free, price: 0, places: 20 }]',
    };
    for (const [kind, front] of Object.entries(files)) {
      const text = `---\n${front}\n---\nWords about it.`;
      const { html, notices } = await previewText({ name: `${kind}.md`, text }, editor, deps());
      expect(
        notices.filter(({ level }) => level === 'error'),
        kind,
      ).toEqual([]);
      expect(html, kind).toContain(kind === 'press' ? 'The Other Lantern' : '<main');
      if (!['front', 'press'].includes(kind)) expect(html, kind).toContain('Words about it.');
    }
  });
});

describe('a picture of a text', () => {
  const text = '# Boats\n\n![A boat](now.jpg)\n\n![A quay](my%20quay.jpg "At “noon” <b>")\n';

  it('that nobody has handed in is a frame with its name, and a note with its line', async () => {
    const { html, notices } = await previewText({ name: 'in/boats.md', text }, writer, deps());
    expect(html).toContain('<span class="absent rubric" data-picture="now.jpg">now.jpg</span>');
    expect(html).toContain('data-picture="my quay.jpg"');
    expect(html).not.toContain('/media/');
    expect(html).not.toMatch(/<img[^>]*(now|quay)/);
    const told = notices.filter(({ text }) => text.includes('is not here yet'));
    expect(told.map(({ line }) => line)).toEqual([3, 5]);
    expect(notices.some(({ text }) => text.startsWith('Missing'))).toBe(false);
  });

  it('that its document has is shown: as readers have it, or as it was handed in', async () => {
    const head = stands({ body: 'now', by: 'edda' }, { 'now.jpg': 'originals/now' });
    const asked = { name: 'boats.md', text, slug: 'boats' };
    const published = await previewText(asked, writer, deps({ head }));
    expect(published.html).toContain(`src="${origin}/media/now.jpg-800.jpg"`);
    const draft: StoredHead = { ...head, status: 'draft' };
    const unpublished = await previewText(asked, editor, deps({ head: draft }));
    expect(unpublished.html).toContain('src="https://s3.example/originals/now?a=1&amp;b=2"');
    expect(unpublished.html).not.toContain('/media/');
  });

  it('comes from the newest revision that the writer may read', async () => {
    const head = stands({ body: 'old', by: 'edda' }, {});
    const waiting = {
      ...stands({ body: 'now', by: 'ines', revision: 2 }, { 'now.jpg': 'o' }),
      pending: undefined,
    };
    const stored = { head: { ...head, pending: { ...waiting, status: 'draft' as const } }, waiting };
    const asked = { name: 'boats.md', text, slug: 'boats' };
    const shows = async (who: typeof editor) => (await previewText(asked, who, deps(stored))).html ?? '';
    expect(await shows(editor)).toContain('src="https://s3.example/o');
    expect(await shows({ by: 'ines', isEditor: false })).toContain('src="https://s3.example/o');
    expect(await shows(writer)).not.toContain('s3.example');
  });

  it('is never another one of a like name, whichever the text has and the document has', () => {
    const names = fc.constantFrom<string>(
      'a.jpg',
      'in/a.jpg',
      'b/a.jpg',
      'A.JPG',
      'b.jpg',
      'in/b.jpg',
      '../a.jpg',
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(names, { maxLength: 5 }),
        fc.uniqueArray(names, { maxLength: 4 }),
        (named, has) => {
          const job = {
            name: 'in/boats.md',
            text: `# Boats\n\n${named.map((name) => `![x](${name})`).join('\n\n')}\n`,
            earlier: {
              fields: anArticle().fields,
              body: { html: '', text: '', pictures: has.map(aPicture) },
            },
          };
          const read = readPreview(job);
          if (read.outcome === 'refused') throw new Error('Refused');
          const absent = new Set(read.absent.map(({ path }) => path));
          const sources = [...read.body.html.matchAll(/<img src="([^"]*)"/g)].map(([, src]) => src);
          expect(sources).toHaveLength(named.length);
          // Of what the document has under that very name, beside the text, that one is shown.
          for (const [at, name] of named.entries()) {
            if (absent.has(name)) expect(sources[at]).toMatch(/^\/media\/absent-/);
            else expect(sources[at]).toMatch(/^\/media\/(?!absent)/);
            if (has.includes(`in/${name}`)) expect(sources[at]).toBe(srcOf(`in/${name}`));
          }
        },
      ),
    );
  });
});

describe('the thread that reads', () => {
  const reader = readingThread({ seconds: 2, megabytes: 64 });
  afterAll(() => reader.close());

  it('gives up what takes too long, and reads the next', async () => {
    const slow = readingThread({ seconds: 0.001, megabytes: 64 });
    const text = `# Tea\n\n${'*a _b '.repeat(40_000)}`;
    const answer = await slow.read({ name: 'tea.md', text });
    await slow.close();
    expect(answer).toMatchObject({ outcome: 'refused', notices: [{ level: 'error', file: 'tea.md' }] });
    expect(await reader.read({ name: 'tea.md', text: '# Tea\n\nA cup.' })).toMatchObject({ outcome: 'read' });
  });

  it('survives what is nested beyond all measure', async () => {
    const text = `# Tea\n\n${'> '.repeat(100_000)}x`;
    expect(['read', 'refused']).toContain((await reader.read({ name: 'tea.md', text })).outcome);
    expect(await reader.read({ name: 'tea.md', text: '# Tea\n\nA cup.' })).toMatchObject({ outcome: 'read' });
  });
});
