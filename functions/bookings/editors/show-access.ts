import type { AccessNeeds, Bookings } from '../ports.ts';
import { demandGathering } from './find-gathering.ts';
import { isComing } from './shown-booking.ts';

export interface Deps {
  bookings: Pick<Bookings, 'atSlug' | 'gathering' | 'booking'>;
  access: Pick<AccessNeeds, 'all'>;
}

/**
 * What those who come need, for kitchen and venue: each need once, with how many bookings have it and which. Of who waits,
 * or has an offer, nobody plans for yet. Names and addresses are not among it. @throws Problem (404)
 */
export async function showAccess(slug: string, { bookings, access }: Deps) {
  const { id, text } = await demandGathering(slug, { bookings });
  const needs = new Map<string, { need: string; bookings: string[] }>();
  for await (const { code, text: need } of access.all(id)) {
    const booking = await bookings.booking(id, code);
    if (!booking || !isComing(booking)) continue;
    const key = need.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
    const known = needs.get(key);
    if (known) known.bookings.push(code);
    else needs.set(key, { need: need.trim(), bookings: [code] });
  }
  const shown = [...needs.values()].map((one) => ({ ...one, count: one.bookings.length }));
  return {
    title: text.title,
    bookings: new Set(shown.flatMap((one) => one.bookings)).size,
    needs: shown.sort((one, other) => other.count - one.count || (one.need < other.need ? -1 : 1)),
  };
}
