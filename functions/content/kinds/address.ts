import type { Kind } from '../contract/document.ts';

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
