import { expect, it } from 'vitest';
import type { Head, StoredHead } from '../../../../functions/content/contract/document.ts';
import { linkPreview, showPreview } from '../../../../functions/site/preview/show-preview.ts';
import { ASite, origin } from '../a-site.ts';
import { aBook, anArticle, aPress } from '../an-article.ts';
import { storedHead } from '../content-in-memory.ts';

const aPicture = (name: string) => ({
  name,
  src: `/media/${name}-800.jpg`,
  width: 800,
  height: 600,
  alt: 'A boat',
  variants: [{ path: `/media/${name}-400.webp`, width: 400, height: 300, type: 'image/webp' }],
});

const aFile = { name: 'in/no-12.pdf', path: '/media/no-12-2.pdf', bytes: 90_000, pages: 2 };

/** The page of what waits, with the names of originals as their links: `original:<name>|<media type>`. */
async function preview(draft: Head, names: string[], present?: Head, ...others: Head[]): Promise<string> {
  const site = new ASite();
  site.put(aPress(), ...(present ? [present] : []), ...others);
  site.content.putBody(draft.body, {
    html: '<p><img src="/media/in-text.png-800.jpg" alt="A boat"></p>',
    text: '',
    pictures: [aPicture('in-text.png')],
  });
  const originals = Object.fromEntries([...names, 'in-text.png'].map((name) => [name, name]));
  const waits: StoredHead = { ...storedHead(draft), status: 'draft', revision: 2, originals };
  const head: StoredHead = present ? { ...storedHead(present), pending: waits } : waits;
  const deps = {
    ...{ content: site.content, bodies: site.content, site: origin },
    clock: { now: () => new Date('2026-05-01T00:00:00Z') },
    originals: { sign: async (key: string, type = '') => `https://s3.example/${key}|${type}` },
    keys: { sign: async () => 'signed', verify: async () => true },
    revisions: { head: async () => head, revision: async () => waits },
  };
  const { url } = await linkPreview(draft.slug, { by: 'edda', isEditor: true }, deps);
  const { html, origins } = await showPreview(url.replace(/^.*\//, ''), deps);
  expect(origins).toEqual(['https://s3.example']);
  return html;
}

const sourcesIn = (html: string) => [...html.matchAll(/<img[^>]* src="([^"]*)"/g)].map(([, src]) => src);

it('a preview shows the originals of every picture: of editions, of the lead, of the text', async () => {
  const editions = [
    { id: 'second', cover: aPicture('new.svg'), formats: [] },
    { id: 'first', cover: aPicture('old.jpg'), formats: [] },
  ];
  const book = await preview(aBook({ editions, picture: aPicture('lead.jpg') }), ['new.svg', 'lead.jpg']);
  expect(sourcesIn(book)).toEqual([
    'https://s3.example/new.svg|image/svg+xml',
    'https://s3.example/in-text.png|',
  ]);
  const only = await preview(aBook({ picture: aPicture('lead.jpg') }), ['lead.jpg']);
  expect(sourcesIn(only)).toContain('https://s3.example/lead.jpg|');
  const article = await preview(anArticle({ picture: aPicture('lead.jpg') }), ['lead.jpg']);
  expect(sourcesIn(article)).toContain('https://s3.example/lead.jpg|');
  for (const html of [book, only, article]) expect(html).not.toMatch(/(src|srcset)="[^"]*\/media\//);
});

it('a preview leads to the PDF as it was handed in, and shows its cover where readers have it', async () => {
  const file = { ...aFile, cover: aPicture('in/no-12.pdf') };
  const draft = anArticle({ file }, { body: 'bodies/draft.json', source: 'draft' });
  const html = await preview(draft, [file.name]);
  expect(html).toContain('href="https://s3.example/in/no-12.pdf|application/pdf"');
  expect(html).not.toMatch(/(src|srcset|href)="[^"]*\/media\//);
  const again = await preview(draft, [file.name], anArticle({ file }));
  expect(again).toContain('src="/media/in/no-12.pdf-800.jpg"');
});

it('a preview leads on to the parts beside it in its series, and never to itself', async () => {
  const part = (part: number, head: Partial<Head> = {}) =>
    anArticle({ title: `Part ${part}`, section: 'News', series: { title: 'The wall', part } }, head);
  const draft = part(2, { slug: 'moves', body: 'bodies/draft.json', source: 'draft' });
  const beside = (html: string) =>
    [...(/<nav[^>]*series.*?<\/nav>/s.exec(html)?.[0] ?? '').matchAll(/\/articles\/([^/]+)\//g)].map(
      ([, slug]) => slug,
    );
  const html = await preview(draft, [], undefined, part(1), part(3));
  expect(beside(html)).toEqual(['part-1', 'part-3']);
  const moved = await preview(draft, [], part(4, { slug: 'moves' }), part(1), part(3), part(5));
  expect(beside(moved)).toEqual(['part-1', 'part-3']);
  const first = await preview(
    { ...draft, fields: { ...part(4).fields } },
    [],
    part(2, { slug: 'moves' }),
    part(1),
    part(3),
  );
  expect(beside(first)).toEqual(['part-3']);
});
