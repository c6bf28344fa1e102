import { givenUp } from '../moves/booking-moves.ts';
import type { BookingRef, LifeDeps, LifeResult } from './life.ts';
import { makeMove } from './make-move.ts';

/** Who waits does so no longer. It is done on the page, which says so: no letter. Who has got an offer declines it there. */
export const leaveLine = (ref: BookingRef, deps: LifeDeps): Promise<LifeResult> =>
  makeMove(
    ref,
    {
      decide: ({ booking, at }) => {
        const after = booking.state === 'waiting' ? givenUp(booking, at) : undefined;
        return after && { change: { after } };
      },
    },
    deps,
  );
