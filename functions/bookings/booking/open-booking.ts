import * as z from 'zod/mini';
import { formBody } from '../../runtime/forms.ts';
import type { PageReply } from '../../runtime/page-http.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import { Problem } from '../../runtime/problem.ts';
import type { HttpEvent } from '../../runtime/request.ts';
import { bookingCalendar, calendarMethod, calendarType, hasEntry } from '../calendar.ts';
import { bookingPath, readBookingLink } from '../links.ts';
import { demandMethod } from '../methods.ts';
import { bookingPage } from '../pages/booking-page.tsx';
import { deadLinkPage } from '../pages/link-pages.tsx';
import { surePage } from '../pages/sure-page.tsx';
import { acceptOffer, declineOffer } from './answer-offer.ts';
import { formFields } from './booking-form.ts';
import { cancelBooking } from './cancel-booking.ts';
import { changeDetails } from './change-details.ts';
import { atDetailFields, detailsIn } from './details-form.ts';
import { giveBackPlaces } from './give-back-places.ts';
import { leaveLine } from './leave-line.ts';
import type { LifeDeps } from './life.ts';
import { type Deed, isSoAlready, type OpenedBooking, saidAfter, swapsOf, waysOut } from './opened-booking.ts';
import { type SwapResult, swapTicket } from './swap-ticket.ts';
import { isErased } from './write-letter.ts';

export type Deps = LifeDeps & { keys: Pick<Keys, 'verify'> };

/** Wishes that are counted for who waits. */
const mostCounted = 200;

/** Answers at the page of a booking: who has its link sees it, and by its forms changes it. A GET changes nothing. */
export async function openBooking(event: HttpEvent, link: string, deps: Deps): Promise<PageReply> {
  demandMethod(event, 'form');
  const opened = await open(link, deps);
  if (!opened) return { status: 404, open: true, html: deadLinkPage(await deps.press()) };
  if (event.requestContext.http.method === 'POST') return take(event, opened, deps);
  return show(opened, event.queryStringParameters ?? {}, deps);
}

async function open(link: string, { keys, bookings }: Deps): Promise<OpenedBooking | undefined> {
  const read = await readBookingLink(keys, link);
  if (!read) return undefined;
  const [booking, gathering] = await Promise.all([
    bookings.booking(read.gathering, read.code),
    bookings.gathering(read.gathering),
  ]);
  const isOpen = booking && booking.linkVersion === read.version && !isErased(booking);
  return isOpen && gathering ? { booking, gathering, path: bookingPath(link) } : undefined;
}

async function show(
  opened: OpenedBooking,
  asked: Record<string, string | undefined>,
  deps: Deps,
): Promise<PageReply> {
  const press = await deps.press();
  const { booking, gathering } = opened;
  if (asked.calendar !== undefined) {
    if (!hasEntry(booking)) throw new Problem(404, 'This booking has nothing for a calendar.');
    const at = booking.movedAt;
    return {
      status: 200,
      html: bookingCalendar({ press, gathering, booking, at }),
      headers: {
        'content-type': calendarType(calendarMethod(opened)),
        'content-disposition': `attachment; filename="${booking.code}.ics"`,
      },
    };
  }
  const sure = waysOut(opened, asked);
  if (sure) return { status: 200, html: surePage(press, opened, sure) };
  return page(opened, { status: 200, said: saidAfter(asked) }, deps);
}

interface Shown {
  status: number;
  said?: string | undefined;
  warned?: string[];
  typed?: Record<string, string>;
  errors?: ReadonlyMap<string, string>;
}

async function page(opened: OpenedBooking, { status, ...shown }: Shown, deps: Deps): Promise<PageReply> {
  const [press, before] = await Promise.all([deps.press(), standingBefore(opened, deps)]);
  const now = deps.clock.now();
  const html = bookingPage(press, { ...opened, ...shown, now, before, swaps: swapsOf(opened, now) });
  return { status, html };
}

async function standingBefore({ booking }: OpenedBooking, { bookings }: Deps): Promise<number | undefined> {
  const { state, number } = booking;
  if (state !== 'waiting' || number === undefined) return undefined;
  const wishes = await bookings.wishes(booking.gathering, mostCounted);
  const before = wishes.filter((wish) => wish.number < number).length;
  return before < mostCounted ? before : undefined;
}

const deeds = ['details', 'swap', 'back', 'cancel', 'accept', 'decline', 'leave'] as const;
const form = z.object({ do: z.enum(deeds) });

async function take(event: HttpEvent, opened: OpenedBooking, deps: Deps): Promise<PageReply> {
  const typed = await formBody(event, formFields);
  const { do: what } = checkedDeed(typed);
  const deed: Deed = { what, typed };
  const result = await doDeed(deed, opened, deps);
  switch (result.outcome) {
    case 'done':
      return { status: 303, headers: { location: `${opened.path}?${what}=done` } };
    case 'unchanged': {
      const how = isSoAlready(deed, result.booking) ? 'done' : 'not';
      return { status: 303, headers: { location: `${opened.path}?${what}=${how}` } };
    }
    case 'unknown':
      return { status: 404, open: true, html: deadLinkPage(await deps.press()) };
    case 'busy':
      throw new Problem(503, 'Very many people book just now. Nothing was changed: please try again.', {
        headers: { 'retry-after': '2' },
      });
    case 'full':
      return page(opened, { status: 409, warned: ['There is no place left with that ticket.'] }, deps);
    case 'refused': {
      const errors = atDetailFields(result.complaints, opened.booking);
      const texts = result.complaints.map(({ text }) => text);
      const warned = what === 'details' ? ['Please look again at what is marked below.'] : texts;
      return page(opened, { status: 422, warned, ...(what === 'details' && { typed, errors }) }, deps);
    }
  }
}

function checkedDeed(typed: Record<string, string>): z.output<typeof form> {
  const read = form.safeParse(typed);
  if (read.success) return read.data;
  throw new Problem(422, 'Please press one of the buttons of the page.');
}

/** Does what a form of a booking's page asks for. */
async function doDeed(
  { what, typed }: Deed,
  { booking, gathering }: OpenedBooking,
  deps: LifeDeps,
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
