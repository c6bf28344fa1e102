import type { Booking } from '../booking.ts';
import { isCalledOff } from '../gathering-moves.ts';
import { accepted, givenUp, paymentsOf } from '../moves/booking-moves.ts';
import type { BookingRef, LifeDeps, LifeResult } from './life.ts';
import { makeMove } from './make-move.ts';

/** Takes up an offer at the price that it states, also where booking has closed since. One beyond its time stays as it
 *  is, whether it was released or not. */
export const acceptOffer = (
  ref: BookingRef,
  { payment }: { payment?: Booking['payment'] },
  deps: LifeDeps,
): Promise<LifeResult> =>
  makeMove(
    ref,
    {
      decide: ({ booking, gathering, at }) => {
        const by = payment && paymentsOf(gathering).includes(payment) ? payment : undefined;
        const after = isCalledOff(gathering) ? undefined : accepted(booking, { gathering, payment: by, at });
        return after && { change: { after, letter: after.state === 'held' ? 'held' : 'booked' } };
      },
    },
    deps,
  );

/** Gives an offer back, for good. */
export const declineOffer = (ref: BookingRef, deps: LifeDeps): Promise<LifeResult> =>
  makeMove(
    ref,
    {
      decide: ({ booking, at }) => {
        const after = booking.state === 'offered' ? givenUp(booking, at) : undefined;
        return after && { change: { after } };
      },
    },
    deps,
  );
