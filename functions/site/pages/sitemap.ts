import { escaped } from '../../look/markup.tsx';

/** In the format of sitemaps.org. `lastmod` in a sitemap is the day, month or year that readers
 *  are told, too: when it was last corrected, or published; the index has none, so that it changes only when
 *  a shard is added or removed. */
export const sitemap = (pages: { address: string; updated?: string }[]): string =>
  document(
    'urlset',
    pages.map(
      ({ address, updated }) =>
        `<url><loc>${escaped(address)}</loc>${updated ? `<lastmod>${updated.slice(0, 10)}</lastmod>` : ''}</url>`,
    ),
  );

export const sitemapIndex = (addresses: string[]): string =>
  document(
    'sitemapindex',
    addresses.map((address) => `<sitemap><loc>${escaped(address)}</loc></sitemap>`),
  );

export const robots = (site: string): string => `User-agent: *\nAllow: /\n\nSitemap: ${site}/sitemap.xml\n`;

const document = (root: string, lines: string[]): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`,
    ...lines,
    `</${root}>`,
    '',
  ].join('\n');
