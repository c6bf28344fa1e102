import { listOf, opensIndexPage, type TermKey, type TermKind } from '../content/contract/lists.ts';
import { mapConcurrently } from '../runtime/map-concurrently.ts';
import type { Content, TermName } from './ports.ts';

type Terms = Pick<Content, 'terms' | 'termsUpTo' | 'positions'>;

/** The term of an address if it opens a page of its index now; else empty. */
export async function openingTerm({ kind, slug }: TermKey, content: Terms): Promise<TermName[]> {
  if (!opensIndexPage({ kind, slug })) return [];
  const [term] = await content.termsUpTo(kind, slug, 1);
  return term?.slug === slug ? listedTerms(kind, [term], content) : [];
}

/** Whether the index of a kind has names. */
export async function hasTerms(kind: TermKind, content: Terms): Promise<boolean> {
  for (let after: string | undefined; ; ) {
    const terms = await content.terms(kind, few, after);
    if ((await listedTerms(kind, terms, content)).length) return true;
    if (terms.length < few) return false;
    after = terms.at(-1)?.slug;
  }
}

/** As a rule the first term will do. */
const few = 10;

/** Lists looked into at once, of terms that are not settled yet. */
const concurrency = 8;

/**
 * Those that count. Of terms that are not settled, their lists tell: they are new, or from before terms were settled.
 * Whatever such a list gains or loses is followed by a change of the term, which has this page rendered again.
 */
export async function listedTerms(
  kind: TermKind,
  terms: TermName[],
  content: Pick<Terms, 'positions'>,
): Promise<TermName[]> {
  const counts = await mapConcurrently(terms, { concurrency }, async ({ slug, settled }) => {
    if (settled) return true;
    const list = listOf({ kind, slug });
    return (await content.positions(list, { towards: 'older', count: 1 })).length > 0;
  });
  return terms.filter((_, at) => counts[at]);
}
