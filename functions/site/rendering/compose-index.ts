import { listOf, opensIndexPage, type TermKind } from '../../content/contract/lists.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { hasTerms, listedTerms, openingTerm } from '../index-terms.ts';
import { indexedKinds, shortestIndex } from '../lists.ts';
import { termIndexPage } from '../pages/term-index.tsx';
import type { TermName } from '../ports.ts';
import { hrefOf } from '../routes.ts';
import type { RenderSnapshot } from './render-snapshot.ts';

/** Terms in one query: a page seldom has more. */
const queryLimit = 200;

/** The first page of an index of names, or the one that the term `from` opens. There is none without names. */
export async function composeTermIndex(
  { kind, from }: { kind: TermKind; from?: string },
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string | undefined> {
  const opening = from === undefined ? [] : await openingTerm({ kind, slug: from }, snapshot);
  if (from !== undefined && !opening.length) return undefined;
  const { names, next } = await namesFrom(kind, opening, snapshot);
  if (!names.length) return undefined;
  const links = names.map(({ slug, name }) => {
    const href = hrefOf({ page: 'list', list: listOf({ kind, slug }) });
    return { slug, href, name: config.sections.find((section) => section.href === href)?.name ?? name };
  });
  return termIndexPage(config, { kind, from, next, links });
}

/** The kinds whose index there is. */
export async function kindsWithIndex(snapshot: RenderSnapshot): Promise<TermKind[]> {
  const found = await mapConcurrently(indexedKinds, { concurrency: 4 }, (kind) => hasTerms(kind, snapshot));
  return indexedKinds.filter((_, at) => found[at]);
}

/** From the opening term or the very first on, and the slug that opens the next page. */
async function namesFrom(kind: TermKind, opening: TermName[], snapshot: RenderSnapshot) {
  const names = [...opening];
  const fewest = opening.length || shortestIndex;
  for (let after = opening[0]?.slug; ; ) {
    const terms = await snapshot.terms(kind, queryLimit, after);
    names.push(...(await listedTerms(kind, terms, snapshot)));
    const end = names.findIndex(({ slug }, at) => at >= fewest && opensIndexPage({ kind, slug }));
    if (end >= 0) return { names: names.slice(0, end), next: names[end]?.slug };
    after = terms.at(-1)?.slug;
    if (terms.length < queryLimit) return { names };
  }
}
