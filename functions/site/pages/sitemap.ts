import { escaped } from '../../look/markup.tsx';

/** In the format of sitemaps.org. `lastmod` in a sitemap is the day; the index has none, so that it changes only when
 *  a shard is added or removed. */
export const sitemap = (pages: { address: string; changed?: string }[]): string =>
  document(
    'urlset',
    pages.map(
      ({ address, changed }) =>
        `<url><loc>${escaped(address)}</loc>${changed ? `<lastmod>${changed.slice(0, 10)}</lastmod>` : ''}</url>`,
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
