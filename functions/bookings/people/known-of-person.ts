import type { Booking, Place } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import type { AccessNeeds, Bookings } from '../ports.ts';

/** All that the room knows of one booking, as its owner is given it. */
export interface KnownBooking {
  event: { title: string; starts: string; ends: string; timezone: string };
  code: string;
  state: Booking['state'];
  email: string;
  name: string;
  booked: string;
  changed: string;
  currency?: string;
  places: Omit<Place, 'quotas'>[];
  givenBack?: Omit<Place, 'quotas'>[];
  answers?: Record<string, string>;
  discount?: string;
  access?: string;
  payment?: string;
  language?: string;
}

export interface KnownDeps {
  bookings: Pick<Bookings, 'ofAddress' | 'booking' | 'gathering'>;
  access: Pick<AccessNeeds, 'of'>;
}

/** What is known of an address, in the order of the bookings: what was erased is nobody's. */
export async function knownOf(
  hash: string,
  deps: KnownDeps,
): Promise<{ booking: Booking; known: KnownBooking }[]> {
  const found: { booking: Booking; known: KnownBooking }[] = [];
  for (const ref of await deps.bookings.ofAddress(hash)) {
    const [booking, gathering, access] = await Promise.all([
      deps.bookings.booking(ref.gathering, ref.code),
      deps.bookings.gathering(ref.gathering),
      deps.access.of(ref.gathering, ref.code),
    ]);
    if (!booking || !gathering || booking.erasedAt || booking.addressHash !== hash) continue;
    found.push({ booking, known: known(booking, gathering, access) });
  }
  return found.sort((one, other) => (one.booking.at < other.booking.at ? -1 : 1));
}

const known = (booking: Booking, { text }: Gathering, access: string | undefined): KnownBooking => ({
  event: { title: text.title, starts: text.starts, ends: text.ends, timezone: text.timezone },
  ...{ code: booking.code, state: booking.state, email: booking.email, name: booking.name },
  ...{ booked: toTheSecond(booking.at), changed: toTheSecond(booking.movedAt) },
  ...(text.currency && { currency: text.currency }),
  places: booking.places.map(shownPlace),
  ...(booking.givenBack?.length && { givenBack: booking.givenBack.map(shownPlace) }),
  ...(booking.answers && { answers: booking.answers }),
  ...(booking.discount && { discount: booking.discount }),
  ...(access && { access }),
  ...(booking.payment && { payment: booking.payment }),
  ...(booking.language && { language: booking.language }),
});

const shownPlace = ({ quotas, ...place }: Place): Omit<Place, 'quotas'> => place;

const toTheSecond = (instant: string): string => `${instant.slice(0, 19)}Z`;
