import { namedAsTranslation, shownAsNamed } from '../../content/contract/citations.ts';
import type { StoredHead } from '../../content/contract/document.ts';
import { type Entry, type Membership, termOf } from '../../content/contract/lists.ts';
import { relatedCount } from '../lists.ts';
import { articlePage } from '../pages/article.tsx';
import {
  citingPages,
  datedPages,
  listPages,
  listsShowTheSame,
  pageAt,
  type Reference,
} from '../planning/references.ts';
import type { RenderSnapshot } from '../rendering/render-snapshot.ts';
import { articleAddress } from '../routes.ts';
import { articleEntries, linksOf } from './article-links.ts';
import { bookEntries } from './book.ts';
import { eventBoxes } from './event.ts';
import type { FieldsOf, Published, SiteKind } from './kind.ts';

type Article = FieldsOf<'article'>;

export const article: SiteKind<Article> = {
  touches(change, places) {
    const [own, dated] = [pageAt(articleAddress(change.slug)), places.flatMap(datedPages)];
    if (listsShowTheSame(change)) return [own, ...dated];
    return [
      own,
      pageAt({ page: 'front' }),
      ...places.flatMap(listPages),
      ...places.flatMap(newerNeighbours),
      ...citingPages(change),
      ...places.flatMap(pagesThatNameBack),
      ...places.flatMap(otherTranslations),
      ...dated,
    ];
  },
  pages: {
    folder: '/articles/',
    list: 'all',
    async compose(document, snapshot, config) {
      const { slug, fields, published, at } = document;
      const [body, related, links, [event], [book]] = await Promise.all([
        snapshot.body(document.body),
        relatedTo(document, snapshot),
        linksOf(document, snapshot),
        eventBoxes(fields.event === undefined ? [] : [fields.event], snapshot),
        bookEntries(fields.book === undefined ? [] : [fields.book], snapshot),
      ]);
      return articlePage(config, {
        ...{ slug, fields, body, related, event, book, links },
        published: published ?? at,
        years: { published: yearIn('years', document), written: yearIn('written', document) },
      });
    },
  },
};

const yearIn = (kind: 'years' | 'written', { lists }: StoredHead): string | undefined =>
  lists.flatMap(({ list }) => termOf(list) ?? []).find((term) => term.kind === kind)?.slug;

const isSection = (list: string) => termOf(list)?.kind === 'sections';

/** What it is a translation of or replies to, and its neighbours in a series. */
function pagesThatNameBack(place: Membership): Reference[] {
  const { list, sort } = place;
  const named = shownAsNamed(place);
  if (named !== undefined) return [{ is: 'named', slug: named }];
  return list.startsWith('parts#') ? [{ is: 'beside', list, sort }] : [];
}

const newerNeighbours = ({ list, sort }: Membership): Reference[] =>
  isSection(list) ? [{ is: 'newer neighbours', list, sort }] : [];

/** Of what it is a translation of, which lead to it as well. */
function otherTranslations(place: Membership): Reference[] {
  const slug = namedAsTranslation(place);
  return slug === undefined ? [] : [{ is: 'translations', slug }];
}

/** Those the author names, else the next older ones of the section. */
function relatedTo(document: Published<Article>, snapshot: RenderSnapshot): Promise<Entry[]> {
  const { related } = document.fields;
  return related?.length
    ? articleEntries(related.slice(0, relatedCount), snapshot)
    : nextOlder(document, snapshot);
}

async function nextOlder({ lists }: StoredHead, snapshot: RenderSnapshot): Promise<Entry[]> {
  const place = lists.find(({ list }) => isSection(list));
  if (!place) return [];
  const range = { towards: 'older', below: place.sort, count: relatedCount } as const;
  return (await snapshot.entries(place.list, range)).map(({ entry }) => entry);
}
