import { Problem } from '../../runtime/problem.ts';
import type { Gathering } from '../gathering.ts';
import type { Bookings } from '../ports.ts';

export type FindDeps = { bookings: Pick<Bookings, 'atSlug' | 'gathering'> };

/** The event at a slug, also at one that it had before. @throws Problem (404) */
export async function demandGathering(slug: string, { bookings }: FindDeps): Promise<Gathering> {
  const id = await bookings.atSlug(slug);
  const gathering = id === undefined ? undefined : await bookings.gathering(id);
  if (gathering) return gathering;
  throw new Problem(
    404,
    'There is no such event. One that was handed in a moment ago takes some seconds to be heard of.',
  );
}
