import type { Clock } from '../../runtime/clock.ts';
import type { Gathering } from '../gathering.ts';
import type { Bookings } from '../ports.ts';

/** A gathering by its id, as it was some seconds ago at most, or as it is now. */
export type GatheringReader = (
  id: string,
  options?: { fresh?: boolean | undefined },
) => Promise<Gathering | undefined>;

/** Milliseconds. */
const keptFor = 5_000;

/** So many are kept. */
const most = 50;

/**
 * Keeps what was read, so that a hot event is not read with every order. An old copy books nothing by old terms: the
 * quotas demand today's. Make it once a function.
 */
export function gatheringReader(bookings: Pick<Bookings, 'gathering'>, clock: Clock): GatheringReader {
  const known = new Map<string, { gathering: Gathering; at: number }>();
  return async (id, { fresh = false } = {}) => {
    const kept = known.get(id);
    const age = clock.now().getTime() - (kept?.at ?? 0);
    if (kept && !fresh && age >= 0 && age < keptFor) return kept.gathering;
    const gathering = await bookings.gathering(id);
    known.delete(id);
    if (gathering) known.set(id, { gathering, at: clock.now().getTime() });
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return gathering;
  };
}

/** Ids by slugs, as they were some seconds ago at most; a slug that nothing was at is looked up anew. Make it once a
 *  function. */
export function slugReader(bookings: Pick<Bookings, 'atSlug'>, clock: Clock): Bookings['atSlug'] {
  const known = new Map<string, { id: string; at: number }>();
  return async (slug) => {
    const kept = known.get(slug);
    const age = clock.now().getTime() - (kept?.at ?? 0);
    if (kept && age >= 0 && age < keptFor) return kept.id;
    const id = await bookings.atSlug(slug);
    known.delete(slug);
    if (id !== undefined) known.set(slug, { id, at: clock.now().getTime() });
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return id;
  };
}
