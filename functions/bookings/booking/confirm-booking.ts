import { confirmed, heldOn } from '../moves/booking-moves.ts';
import type { BookingRef, LifeDeps, LifeResult } from './life.ts';
import { makeMove } from './make-move.ts';

/** What was held is paid. Beyond its time it is not held any more, whether it was released or not. */
export const confirmBooking = (
  ref: BookingRef,
  _editor: { by: string },
  deps: LifeDeps,
): Promise<LifeResult> =>
  makeMove(
    ref,
    {
      decide: ({ booking, gathering, at }) => {
        const after = confirmed(heldOn(booking, gathering, at) ?? booking, at);
        return after && { change: { after, letter: 'booked' } };
      },
    },
    deps,
  );
