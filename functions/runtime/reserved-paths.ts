/** First segments of the site's own paths: no standing page can have one of them as its slug. */
export const reservedPaths: ReadonlySet<string> = new Set([
  'api',
  'archive',
  'articles',
  'assets',
  'authors',
  'feed',
  'from',
  'media',
  'robots',
  'sections',
  'series',
  'sitemap',
  'sitemaps',
  'tags',
  'written',
]);
