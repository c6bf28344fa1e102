import { isCalledOff } from '../gathering-moves.ts';
import { heldOn, withPlaces } from '../moves/booking-moves.ts';
import { keepsOrder } from '../moves/serve-line.ts';
import type { BookingRef, LifeDeps, TypedResult } from './life.ts';
import { type Decision, type Found, isOver, makeMove } from './make-move.ts';
import { makeRoom, newRoom } from './make-room.ts';
import { type Swap, swappedPlaces } from './swapped-places.ts';

export type SwapResult = TypedResult | { outcome: 'full' };

/** Gives some places of a booking another ticket. Its quotas have to have room, and those of the old one get it back. */
export async function swapTicket(ref: BookingRef, swap: Swap, deps: LifeDeps): Promise<SwapResult> {
  const room = newRoom();
  return makeMove<SwapResult>(
    ref,
    {
      decide: (found) => decide(swap, found),
      refused: async (made, { gathering, at }) => {
        if (made.outcome === 'line' && keepsOrder(gathering, at)) return { outcome: 'full' };
        if (made.outcome === 'not-open' && !made.quota.isOpen) return closed;
        if (made.outcome !== 'short') return undefined;
        const isWorthAnother = await makeRoom(gathering, { short: made.quotas, room, at }, deps);
        return isWorthAnother ? undefined : { outcome: 'full' };
      },
    },
    deps,
  );
}

function decide(swap: Swap, { booking, gathering, at }: Found): Decision<SwapResult> {
  if (isCalledOff(gathering) || (isOver(gathering, at) && !swap.by)) return undefined;
  const wanted = new Set(swap.places);
  if (!wanted.size || booking.places.filter(({ id }) => wanted.has(id)).length < wanted.size)
    return undefined;
  const places = swappedPlaces(booking, swap, { gathering, at });
  if (typeof places === 'string') return { end: refusal(places) };
  const after = withPlaces(heldOn(booking, gathering, at) ?? booking, places, at);
  return after && { change: { after, letter: 'changed' } };
}

const refusal = (text: string): SwapResult => ({
  outcome: 'refused',
  complaints: [{ where: 'ticket', text }],
});

const closed = refusal('Booking is closed.');
