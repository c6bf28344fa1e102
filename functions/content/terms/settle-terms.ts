import type { Backoff } from '../../runtime/backoff.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { DocumentChanged } from '../contract/change.ts';
import { listOf, type TermKey, termOf } from '../contract/lists.ts';
import { termsOf } from '../documents/membership.ts';
import type { Spellings } from '../ports.ts';

export interface Deps {
  spellings: Spellings;
  backoff: Backoff;
}

/** A change of a document: of its traces only the lists are needed. */
export interface ListsChanged extends Pick<DocumentChanged, 'slug'> {
  before?: Pick<NonNullable<DocumentChanged['before']>, 'lists'>;
  after?: Pick<NonNullable<DocumentChanged['after']>, 'lists'>;
}

const concurrency = 8;

/**
 * Has the terms of a changed document spelled as the newest documents of their lists spell them, and forgets those
 * whose lists are empty. As a rule that costs one call: the list of a term is read only if the document left it or
 * moved in it, or spells the term otherwise, or the term is new or not known.
 * Changes may come twice, late and in any order: what is read is what stands now.
 */
export async function settleTerms(change: ListsChanged, deps: Deps): Promise<void> {
  const touched = termsIn(change);
  if (!touched.length) return;
  const { head, terms } = await deps.spellings.lookUp(touched, change.slug);
  const own = new Map(
    head?.status === 'published' ? termsOf(head).map((term) => [listOf(term), term.name]) : [],
  );
  const known = new Map(terms.map((term) => [listOf(term), term]));
  const doubtful = touched.filter((key) => {
    const list = listOf(key);
    const term = known.get(list);
    const isUnsettled = term !== undefined && !term.settled;
    return isUnsettled || hasLeft(list, change) || (own.get(list) ?? term?.name) !== term?.name;
  });
  await mapConcurrently(doubtful, { concurrency }, (term) => settleTerm(term, deps));
}

/** The terms of the lists that it was or is in; a year is spelled in one way. */
function termsIn({ before, after }: ListsChanged): TermKey[] {
  const lists = [...(before?.lists ?? []), ...(after?.lists ?? [])].map(({ list }) => list);
  const terms = [...new Set(lists)].flatMap((list) => termOf(list) ?? []);
  return terms.filter(({ kind }) => kind !== 'years' && kind !== 'written');
}

/** It stands no more where it stood, so another document may be the newest. */
function hasLeft(list: string, { before, after }: ListsChanged): boolean {
  const placeIn = (state: ListsChanged['after']) => state?.lists.find((place) => place.list === list)?.sort;
  const stood = placeIn(before);
  return stood !== undefined && stood !== placeIn(after);
}

const mostAttempts = 12;

/**
 * After a write it reads the list again: whoever writes last has then seen what was the newest after the write, and
 * what became the newest later is a change of its own. Dying in between, it is called again.
 */
async function settleTerm(key: TermKey, { spellings, backoff }: Deps): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (attempt > 1) await backoff(attempt);
    const [{ terms }, name] = await Promise.all([spellings.lookUp([key]), spellings.newest(key)]);
    const [seen] = terms;
    if (seen ? seen.settled && seen.name === name : name === undefined) return;
    // Under its slug it was shown without a row, so that settling it then is announced where it changes anything.
    if (!seen) await spellings.add(key);
    else if (name === undefined) await spellings.remove(seen);
    else await spellings.settle(seen, name);
  }
  throw new Error('The spelling of a term changed with every attempt to settle it');
}
