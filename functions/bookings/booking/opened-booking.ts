import type { Booking } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import { ticketName } from '../pages/booking-places.tsx';
import type { Sure } from '../pages/sure-page.tsx';
import type { Typed } from './booking-form.ts';
import { swappedPlaces } from './swapped-places.ts';

/** A booking whose link somebody has, with the path of its page. */
export interface OpenedBooking {
  gathering: Gathering;
  booking: Booking;
  path: string;
}

/** What a form of the page asks for. */
export interface Deed {
  what: 'details' | 'swap' | 'back' | 'cancel' | 'accept' | 'decline' | 'leave';
  typed: Typed;
}

/** Tickets that each place can have instead: those that a swap takes at a moment. Whether there is room shows when it is tried. */
export function swapsOf(
  { booking, gathering }: Pick<OpenedBooking, 'booking' | 'gathering'>,
  now: Date,
): Map<string, { id: string; name: string }[]> {
  const at = now.toISOString();
  const isTaken = (place: string, ticket: string) =>
    typeof swappedPlaces(booking, { places: [place], ticket }, { gathering, at }) !== 'string';
  return new Map(
    booking.places.map(({ id: place }) => [
      place,
      gathering.text.tickets.filter(({ id }) => isTaken(place, id)).map(({ id, name }) => ({ id, name })),
    ]),
  );
}

/** What is asked before something is given up; undefined where the address asks for nothing of the kind. */
export function waysOut(
  { booking, gathering }: OpenedBooking,
  asked: Record<string, string | undefined>,
): Sure | undefined {
  const hasPlaces = booking.state === 'booked' || booking.state === 'held';
  const place = booking.places.find(({ id }) => id === asked.back);
  if (hasPlaces && place)
    return {
      title: 'Give this place back?',
      text: `It is “${ticketName(gathering, place.ticket)}”${place.name ? `, for ${place.name}` : ''}. Somebody else gets it; you keep the others.`,
      ...{ label: 'Give it back', what: 'back', place: place.id },
    };
  if (hasPlaces && asked.cancel === '')
    return {
      title: 'Cancel the whole booking?',
      text: 'All its places go to others, and it cannot be undone.',
      ...{ label: 'Cancel the booking', what: 'cancel' },
    };
  if (booking.state === 'waiting' && asked.leave === '')
    return {
      title: 'Stop waiting?',
      text: 'You lose your place in the line.',
      ...{ label: 'Stop waiting', what: 'leave' },
    };
  return undefined;
}

/** Whether what a form asks for is so by now: it was sent twice, by a double tap or a page that was loaded again. */
export function isSoAlready({ what, typed }: Deed, { state, givenBack = [] }: Booking): boolean {
  if (what === 'back') return givenBack.some(({ id }) => id === typed.place);
  return state === ends[what];
}

/** The end of a booking that a form brings about. */
const ends: Partial<Record<Deed['what'], Booking['state']>> = {
  cancel: 'cancelled',
  decline: 'declined',
  leave: 'left',
};

const said: Readonly<Record<Deed['what'], string>> = {
  details: 'Saved.',
  swap: 'The ticket is swapped. A letter says so.',
  back: 'The place is given back. A letter says what you keep.',
  cancel: 'It is cancelled. A letter says so.',
  accept: 'It is yours. A letter says so.',
  decline: 'Thank you for telling us: it goes to others.',
  leave: 'You do not wait any more.',
};

/** What the page says after a form was sent. */
export function saidAfter(asked: Record<string, string | undefined>): string | undefined {
  const [what, how] = Object.entries(asked)[0] ?? [];
  const words = Object.entries(said).find(([deed]) => deed === what)?.[1];
  if (how === 'done') return words;
  return how === 'not' && words ? 'Nothing has changed: this could not be done any more.' : undefined;
}
