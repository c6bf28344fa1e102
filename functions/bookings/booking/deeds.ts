import type { Booking } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import { acceptOffer, declineOffer } from './answer-offer.ts';
import type { Typed } from './booking-form.ts';
import { cancelBooking } from './cancel-booking.ts';
import { changeDetails } from './change-details.ts';
import { detailsIn } from './details-form.ts';
import { giveBackPlaces } from './give-back-places.ts';
import { leaveLine } from './leave-line.ts';
import type { LifeDeps } from './life.ts';
import { type SwapResult, swapTicket } from './swap-ticket.ts';

/** A booking whose link somebody has, with the path of its page. */
export interface OpenedBooking {
  gathering: Gathering;
  booking: Booking;
  path: string;
}

export type DeedDeps = LifeDeps;

/** What a form of the page asks for. */
export interface Deed {
  what: 'details' | 'swap' | 'back' | 'cancel' | 'accept' | 'decline' | 'leave';
  typed: Typed;
}

/** Does what a form of a booking's page asks for. */
export async function doDeed(
  { what, typed }: Deed,
  { booking, gathering }: OpenedBooking,
  deps: DeedDeps,
): Promise<SwapResult> {
  const ref = { gathering: booking.gathering, code: booking.code };
  const { place = '', ticket = '', payment } = typed;
  switch (what) {
    case 'details':
      return changeDetails(ref, detailsIn(typed, booking, gathering), deps);
    case 'swap':
      return swapTicket(ref, { places: [place], ticket }, deps);
    case 'back':
      return giveBackPlaces(ref, { places: [place] }, deps);
    case 'cancel':
      return cancelBooking(ref, {}, deps);
    case 'accept':
      return acceptOffer(ref, payment === 'transfer' || payment === 'door' ? { payment } : {}, deps);
    case 'decline':
      return declineOffer(ref, deps);
    case 'leave':
      return leaveLine(ref, deps);
  }
}
