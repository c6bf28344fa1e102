import type { Kind } from './document.ts';

/** First parts of the site's own paths: no standing page can have them. */
export const ownPaths: readonly string[] = [
  'api',
  'archive',
  'articles',
  'assets',
  'authors',
  'index.html',
  'media',
  'section',
  'sections',
  'series',
  'sitemaps',
  'tags',
  'written',
];

/** The path under which readers find a document. */
export function pathOf(kind: Kind, slug: string): string {
  switch (kind) {
    case 'article':
      return `/articles/${encodeURIComponent(slug)}/`;
    case 'page':
      return `/${encodeURIComponent(slug)}/`;
    case 'front':
    case 'press':
      return '/';
  }
}
