import type { Booking, Place } from '../booking.ts';
import type { Gathering, Instant } from '../gathering.ts';
import { isCalledOff } from '../gathering-moves.ts';
import { withPlaces } from '../moves/booking-moves.ts';
import { keepsOrder } from '../moves/serve-line.ts';
import type { BookingRef, LifeDeps, TypedResult } from './life.ts';
import { type Decision, type Found, isOver, makeMove } from './make-move.ts';
import { makeRoom } from './make-room.ts';
import { codeAt, isOnSale, isShown, priceOf, quotasFor } from './tickets.ts';

export interface Swap {
  /** Ids. */
  places: readonly string[];
  /** Id of the new one. */
  ticket: string;
  /** An editor: also to what is not on sale, or has another price, which the places have then. */
  by?: string | undefined;
}

export type SwapResult = TypedResult | { outcome: 'full' };

/** Gives some places of a booking another ticket. Its quotas have to have room, and those of the old one get it back. */
export async function swapTicket(ref: BookingRef, swap: Swap, deps: LifeDeps): Promise<SwapResult> {
  let hasMadeRoom = false;
  return makeMove<SwapResult>(
    ref,
    {
      decide: (found) => decide(swap, found),
      refused: async (made, { gathering, at }) => {
        if (made.outcome === 'line' && keepsOrder(gathering, at)) return { outcome: 'full' };
        if (made.outcome === 'not-open' && !made.quota.isOpen) return closed;
        if (made.outcome !== 'short') return undefined;
        const isWorthAnother = !hasMadeRoom && (await makeRoom(gathering, made.quotas, at, deps));
        hasMadeRoom = true;
        return isWorthAnother ? undefined : { outcome: 'full' };
      },
    },
    deps,
  );
}

function decide(swap: Swap, { booking, gathering, at }: Found): Decision<SwapResult> {
  if (isCalledOff(gathering) || (isOver(gathering, at) && !swap.by)) return undefined;
  const wanted = booking.places.filter(({ id }) => swap.places.includes(id));
  if (!wanted.length || wanted.length < new Set(swap.places).size) return undefined;
  const places = wanted.map((place) => swapped(place, booking, { swap, gathering, at }));
  const why = places.find((place) => typeof place === 'string');
  if (typeof why === 'string') return { end: refusal(why) };
  const after = withPlaces(
    booking,
    places.filter((place) => typeof place !== 'string'),
    at,
  );
  return after && { change: { after, letter: 'changed' } };
}

const refusal = (text: string): SwapResult => ({
  outcome: 'refused',
  complaints: [{ where: 'ticket', text }],
});

const closed = refusal('Booking is closed.');

/** The place with its new ticket, or why it cannot have it. */
function swapped(
  place: Place,
  { discount }: Booking,
  { swap, gathering, at }: { swap: Swap; gathering: Gathering; at: Instant },
): Place | string {
  const ticket = gathering.text.tickets.find(({ id }) => id === swap.ticket);
  const code = discount === undefined ? undefined : codeAt(discount, gathering, at);
  if (!ticket || (!swap.by && !isShown(ticket, code))) return 'There is no such ticket.';
  if (place.ticket === ticket.id) return 'It is this ticket already.';
  const { price, least } = priceOf(ticket, code);
  const next = { ...place, ticket: ticket.id, quotas: quotasFor(ticket, code) };
  if (swap.by) return { ...next, price };
  if (!isOnSale(ticket, gathering, at)) return `“${ticket.name}” is not on sale now.`;
  const isSame = least === undefined ? price === place.price : place.price >= least;
  return isSame ? next : 'It has another price. Please cancel this place and book another one.';
}
