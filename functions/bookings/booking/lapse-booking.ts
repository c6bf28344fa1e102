import { heldOn, lapsed } from '../moves/booking-moves.ts';
import type { BookingRef, LifeDeps, LifeResult } from './life.ts';
import { isOver, makeMove } from './make-move.ts';

/**
 * Releases an offer or a hold whose time is over, and tells its person, unless the event is over, too. What is paid at the
 * door is held until the event ends, and so longer where that is later by now.
 */
export const lapseBooking = (ref: BookingRef, deps: LifeDeps): Promise<LifeResult> =>
  makeMove(
    ref,
    {
      decide: ({ booking, gathering, at }) => {
        const held = heldOn(booking, gathering, at);
        if (held) return { change: { after: held } };
        const after = lapsed(booking, at);
        return after && { change: { after, letter: isOver(gathering, at) ? undefined : 'lapsed' } };
      },
    },
    deps,
  );
