import { beforeEach, describe, expect, it } from 'vitest';
import { pageRenderer } from '../../../../functions/site/rendering/render-page.ts';
import { ASite, origin } from '../a-site.ts';
import { anArticle } from '../an-article.ts';

const path = '/articles/rent-strike/';
let site: ASite;
beforeEach(() => {
  site = new ASite();
});
const render = () =>
  pageRenderer({ content: site.content, bodies: site.content, pages: site.pages, site: origin })(path);

describe('a page', () => {
  it('is written when it is new', async () => {
    site.put(anArticle());
    expect(await render()).toBe('written');
    expect(site.pages.pages.get(path)).toMatchObject({
      type: 'text/html; charset=utf-8',
      cacheControl: 'public, max-age=0, s-maxage=10',
    });
  });

  it('brings its styles, which are there before it is', async () => {
    site.put(anArticle());
    await render();
    const [first] = site.pages.pages.keys();
    expect(first).toMatch(/^\/assets\/paper-\w+\.css$/);
  });

  it('is left alone when it is as it should be', async () => {
    site.put(anArticle());
    await render();
    expect(await render()).toBe('unchanged');
  });

  it('is written again when anything about it is not as it should be', async () => {
    site.put(anArticle());
    await render();
    const page = site.pages.pages.get(path);
    if (!page) throw new Error('It should have been written');
    for (const wrong of [{ body: Buffer.from('x') }, { type: 'text/plain' }, { cacheControl: 'no-store' }]) {
      await site.pages.put(path, { ...page, ...wrong });
      expect(await render()).toBe('written');
      expect(site.pages.pages.get(path)).toEqual(page);
    }
  });

  it.each(['withdrawn', 'deleted', 'draft', 'moved'] as const)(
    'is removed when its article is %s',
    async (status) => {
      site.put(anArticle());
      await render();
      site.put(anArticle({}, { status }));
      expect(await render()).toBe('removed');
      expect(await render()).toBe('absent');
      expect(site.pages.pages.has(path)).toBe(false);
    },
  );
});

describe('a batch', () => {
  it('looks up what its pages share once', async () => {
    site.put(...['One', 'Two', 'Three'].map((title) => anArticle({ title })));
    const lookUps: number[] = [];
    const counted = {
      ...bound(site),
      lookUp: (wanted: Parameters<typeof site.content.lookUp>[0]) => {
        lookUps.push(wanted.documents.length);
        return site.content.lookUp(wanted);
      },
    };
    const renderer = pageRenderer({
      content: counted,
      bodies: site.content,
      pages: site.pages,
      site: origin,
    });
    await Promise.all(['/articles/one/', '/articles/two/', '/articles/three/'].map(renderer));
    expect(lookUps).toEqual([4]);
  });
});

const bound = ({ content }: ASite) => ({
  entries: content.entries.bind(content),
  positions: content.positions.bind(content),
  openings: content.openings.bind(content),
  terms: content.terms.bind(content),
  termsUpTo: content.termsUpTo.bind(content),
});
