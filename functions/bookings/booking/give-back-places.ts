import { heldOn, withoutPlaces } from '../moves/booking-moves.ts';
import type { BookingRef, LifeDeps, LifeResult } from './life.ts';
import { isOver, makeMove } from './make-move.ts';

/** Gives back some of a booking's places, by their ids; all of them end it. */
export const giveBackPlaces = (
  ref: BookingRef,
  { places, by }: { places: readonly string[]; by?: string | undefined },
  deps: LifeDeps,
): Promise<LifeResult> =>
  makeMove(
    ref,
    {
      decide: ({ booking, gathering, at }) => {
        const ids = [...new Set(places)];
        const after =
          by || !isOver(gathering, at)
            ? withoutPlaces(heldOn(booking, gathering, at) ?? booking, ids, at)
            : undefined;
        if (!after) return undefined;
        const isEnd = after.state !== booking.state && after.state !== 'booked';
        const letter = booking.state === 'offered' && isEnd ? undefined : isEnd ? 'cancelled' : 'changed';
        return { change: { after, letter } };
      },
    },
    deps,
  );
