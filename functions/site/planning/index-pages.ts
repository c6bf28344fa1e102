import { opensIndexPage, type TermKey } from '../../content/contract/lists.ts';
import { indexedKinds } from '../lists.ts';
import type { Content } from '../ports.ts';
import { type Address, pathOf } from '../routes.ts';

/** Terms in one query: enough to find a border more often than not. */
const queryLimit = 100;

/**
 * The paths that change when a term comes, goes or is spelled in another way: the index's first page, the page that the
 * term opens, and the one that the next border before it opens. What tells whether there is an index changes with its
 * first term alone; when several come or go at once, the first of them finds itself the first.
 */
export async function indexPages(term: TermKey, content: Pick<Content, 'termsUpTo'>): Promise<string[]> {
  const { kind } = term;
  if (!indexedKinds.includes(kind)) return [];
  const { borders, isFirst } = await termsBefore(term, content);
  const from = [...(opensIndexPage(term) ? [term.slug] : []), ...borders];
  const pages: Address[] = [
    { page: 'term-index', kind },
    ...from.map((slug): Address => ({ page: 'term-index', kind, from: slug })),
    ...(isFirst ? linkingToIndexes : []),
  ];
  return pages.map(pathOf);
}

const linkingToIndexes: Address[] = [{ page: 'list', list: 'all' }, { page: 'standing-sitemap' }];

/** The nearest borders before the term, down to the first that surely is one: terms that are not settled may not count. */
async function termsBefore({ kind, slug }: TermKey, content: Pick<Content, 'termsUpTo'>) {
  const borders: string[] = [];
  let isFirst = true;
  for (let upTo = slug; ; ) {
    const terms = await content.termsUpTo(kind, upTo, queryLimit);
    for (const { slug, settled } of terms.filter((term) => term.slug !== upTo)) {
      if (settled) isFirst = false;
      if (!opensIndexPage({ kind, slug })) continue;
      borders.push(slug);
      if (settled) return { borders, isFirst };
    }
    const last = terms.at(-1);
    if (!last || terms.length < queryLimit) return { borders, isFirst };
    upTo = last.slug;
  }
}
