import type { Membership } from '../../content/contract/lists.ts';
import { kinds } from '../kinds/kinds.ts';
import type { Change } from './messages.ts';
import type { Reference } from './references.ts';

/**
 * Every page that a change of one document can touch, and few others: as many in an archive of a million as in
 * one of a hundred. `everything` when the change is on every page. A document can change its kind: the lists it was
 * in name the kind it had, also when the new one is unknown here. None for a kind that the site does not show.
 */
export function affectedPages(change: Change): Reference[] | 'everything' {
  const places = placesOf(change);
  const isIn = (list?: string) => places.some((place) => place.list === list);
  const touched = [...kinds]
    .filter(([name, { pages, elsewhere }]) => name === change.kind || isIn((pages ?? elsewhere)?.list))
    .map(([, kind]) => kind.touches(change, places));
  if (touched.includes('everything')) return 'everything';
  const pages = touched.flatMap((some) => (some === 'everything' ? [] : some));
  return [...pages, ...formerTarget(change)];
}

/** Where a marker led that is none any more, or another: who names that slug is no longer named there. */
const formerTarget = ({ before }: Change): Reference[] =>
  before?.to === undefined ? [] : [{ is: 'named', slug: before.to }];

/** Where it was and where it is in lists, each place once. */
function placesOf({ before, after }: Change): Membership[] {
  const places = [...(before?.lists ?? []), ...(after?.lists ?? [])];
  return [...new Map(places.map((place) => [`${place.list}\n${place.sort}`, place])).values()];
}
