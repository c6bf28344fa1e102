import { givenUp } from '../moves/booking-moves.ts';
import type { BookingRef, LifeDeps, LifeResult } from './life.ts';
import { isOver, makeMove } from './make-move.ts';

export interface Cancelling {
  /** An editor, who may after the event as well. */
  by?: string | undefined;
  /** The letter that they get; `false`: none. */
  letter?: 'cancelled' | 'called-off' | false | undefined;
  note?: string | undefined;
  /** Where a walk that may come twice made one. */
  letterId?: string | undefined;
}

/** Ends a booking: its places go back. An offer is declined by it, and who waits leaves the line. */
export const cancelBooking = (
  ref: BookingRef,
  { by, letter = 'cancelled', note, letterId }: Cancelling,
  deps: LifeDeps,
): Promise<LifeResult> =>
  makeMove(
    ref,
    {
      decide: ({ booking, gathering, at }) => {
        const after = by || !isOver(gathering, at) ? givenUp(booking, at) : undefined;
        return after && { change: { after, letter: letter || undefined, note, letterId } };
      },
    },
    deps,
  );
