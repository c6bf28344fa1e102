import { authorIn, listOf } from '../../content/contract/lists.ts';
import { standingPage } from '../pages/text-pages.tsx';
import { citingPages, pageAt } from '../planning/references.ts';
import { standingAddress } from '../routes.ts';
import type { FieldsOf, SiteKind } from './kind.ts';

/** A standing page. No list of the site shows it, only its sitemap, and one about an author that of what they have
 *  written. */
export const page: SiteKind<FieldsOf<'page'>> = {
  touches: (change, places) => [
    pageAt(standingAddress(change.slug)),
    ...citingPages(change),
    ...(places.some(({ list }) => list === 'pages') ? [pageAt({ page: 'standing-sitemap' })] : []),
    ...places.flatMap(({ list }) => {
      const author = authorIn(list);
      return author === undefined
        ? []
        : [pageAt({ page: 'list', list: listOf({ kind: 'authors', slug: author }) })];
    }),
  ],
  pages: {
    folder: '/',
    list: 'pages',
    async compose({ slug, fields, body }, snapshot, config) {
      return standingPage(config, slug, fields, await snapshot.body(body));
    },
  },
};
