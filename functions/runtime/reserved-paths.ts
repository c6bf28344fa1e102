/** First segments of the site's own paths: no standing page can have one of them as its slug. */
export const reservedPaths: ReadonlySet<string> = new Set([
  'api',
  'archive',
  'articles',
  'assets',
  'authors',
  'books',
  'bulletins',
  'desk',
  'editions',
  'events',
  'feed',
  'from',
  'media',
  'newsletters',
  'robots',
  'sections',
  'series',
  'sitemap',
  'sitemaps',
  'tags',
  'written',
]);

/** Standing pages that were there before there were books, bulletins and editions keep their addresses. */
export const standingBefore = { books: 'books', serials: 'bulletins', editions: 'editions' } as const;

/** Second segments of the pages of newsletters: no mailing list can have one of them as its name. */
export const reservedListNames: ReadonlySet<string> = new Set([
  'change',
  'confirm',
  'feed',
  'issues',
  'latest',
  'leave',
  'preferences',
]);
