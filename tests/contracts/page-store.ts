import { createHash } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import type { Page, PageStore } from '../../functions/site/ports.ts';

const page: Page = {
  body: Buffer.from('<p>Grüße</p>'),
  type: 'text/html; charset=utf-8',
  cacheControl: 'public, max-age=0',
};
const md5 = createHash('md5').update(page.body).digest('hex');

/** What the site relies on when it keeps pages. */
export function pageStoreContract(open: () => Promise<PageStore>): void {
  let store: PageStore;
  beforeEach(async () => {
    store = await open();
  });

  it('returns everything that readers get with a page but its body', async () => {
    expect(await store.metadata('/articles/a/')).toBeUndefined();
    await store.put('/articles/a/', page);
    const { type, cacheControl } = page;
    expect(await store.metadata('/articles/a/')).toEqual({ md5, type, cacheControl, extra: {} });
    await store.put('/articles/a/', { ...page, cacheControl: 'no-store' });
    expect(await store.metadata('/articles/a/')).toMatchObject({ cacheControl: 'no-store' });
  });

  it('removes a page, also one that is not there', async () => {
    await store.put('/', page);
    await store.remove('/');
    await store.remove('/');
    expect(await store.metadata('/')).toBeUndefined();
  });

  it('lists every path once, folders and files, in any script', async () => {
    const paths = [
      '/',
      '/feed.xml',
      '/articles/a/',
      '/authors/ελένη/',
      '/sections/a/feed.xml',
      '/sections/a/',
      '/assets/a b+c.css',
    ];
    const more = Array.from({ length: 230 }, (_, at) => `/articles/text-${at}/`);
    for (const path of [...paths, ...more]) await store.put(path, page);
    const listed: string[] = [];
    for (let part = await store.paths(); part.length; part = await store.paths(part.at(-1)))
      listed.push(...part);
    expect(listed.sort()).toEqual([...paths, ...more].sort());
    expect(await store.paths(undefined, 3)).toHaveLength(3);
  });
}
