import type { BookingCommand, EditorsBooking } from '../api/editor-requests.ts';
import { type BookDeps, bookPlaces } from '../booking/book-places.ts';
import { cancelBooking } from '../booking/cancel-booking.ts';
import { confirmBooking } from '../booking/confirm-booking.ts';
import { giveBackPlaces } from '../booking/give-back-places.ts';
import type { BookingRef, LifeResult } from '../booking/life.ts';
import { swapTicket } from '../booking/swap-ticket.ts';
import { writeLetter } from '../booking/write-letter.ts';
import type { Booking } from '../booking.ts';
import type { Gathering } from '../gathering.ts';
import { idOfKey } from '../letter-id.ts';
import type { LetterKind } from '../mails/letter-about.ts';
import { readBookingCode } from '../order/codes.ts';
import { fullWords } from '../order/refused-words.ts';
import type { BookingWish } from '../order/wish.ts';
import { putLetter } from '../people/put-letter.ts';
import { demandGathering } from './find-gathering.ts';
import { positionsOf } from './line-positions.ts';
import * as refusals from './refusals.ts';
import { shownBookingWhole } from './shown-booking.ts';
import { hasEnded } from './shown-event.ts';

export type Deps = BookDeps;

interface Editor {
  /** Subject of the token. */
  by: string;
  /** Idempotency-Key. */
  key?: string | undefined;
}

/** Books for somebody; the answer is the booking as it stands. @throws Problem (404, 409, 422, 503) */
export async function bookForSomebody(
  slug: string,
  asked: EditorsBooking,
  { by, key }: Editor & { key: string },
  deps: Deps,
) {
  const gathering = await demandGathering(slug, deps);
  const { guest, paid } = asked;
  const result = await bookPlaces({ ...wishOf(asked, gathering), key }, { by, guest, paid }, deps);
  switch (result.outcome) {
    case 'booked':
    case 'held':
    case 'waiting':
      return { outcome: result.outcome, booking: await whole(result.booking, gathering, deps) };
    case 'full':
      throw refusals.conflict(fullWords(result));
    case 'refused':
      throw refusals.refused(result.complaints);
    case 'closed':
      throw refusals.notOnSale(result.why, result.gathering);
    case 'other-request':
      throw refusals.refused([
        { where: 'Idempotency-Key', text: 'was used for another booking of this address.' },
      ]);
    case 'unknown':
      throw refusals.noBooking();
    case 'price-changed':
      throw refusals.conflict('A price has changed meanwhile. Please look at the event and ask again.');
    case 'busy':
    case 'too-often':
      throw refusals.busy();
  }
}

/** What is answered for the whole order counts for each person whom the question asks. */
function wishOf(
  { guest: _, paid: _p, answers = {}, ...asked }: EditorsBooking,
  { id, text }: Gathering,
): BookingWish {
  const perPerson = new Set(
    (text.questions ?? []).flatMap((question) => (question.per === 'person' ? question.id : [])),
  );
  const [ofPeople, ofOrder] = [true, false].map((isOfPerson) =>
    Object.fromEntries(
      Object.entries(answers).filter(([question]) => perPerson.has(question) === isOfPerson),
    ),
  );
  const places = asked.places.map((place) => ({
    ...place,
    answers: Array.from({ length: place.quantity }, (_one, at) => ({ ...ofPeople, ...place.answers?.[at] })),
  }));
  return { ...asked, gathering: id, places, answers: ofOrder };
}

/** Does what an editor demands of one booking, and answers it as it stands then. @throws Problem (404, 409, 422, 503) */
export async function commandBooking(
  slug: string,
  code: string,
  command: BookingCommand,
  editor: Editor,
  deps: Deps,
) {
  const gathering = await demandGathering(slug, deps);
  const read = readBookingCode(code);
  const booking = read && (await deps.bookings.booking(gathering.id, read));
  if (!booking) throw refusals.noBooking();
  const ref = { gathering: gathering.id, code: booking.code };
  const show = (after: Booking) => whole(after, gathering, deps);
  switch (command.what) {
    case 'confirm':
      return show(settled(await confirmBooking(ref, editor, deps), (found) => whyNotConfirmed(found, deps)));
    case 'cancel':
      if (hasEnded(gathering, deps.clock.now())) throw refusals.isOver(gathering);
      return show(await cancel(ref, command.places, editor, deps));
    case 'move':
      return show(await move(booking, command, editor, deps));
    case 'resend':
      return show(await resend(booking, gathering, editor, deps));
  }
}

const whole = async (booking: Booking, { id, text }: Gathering, deps: Deps) =>
  shownBookingWhole(booking, { text, positions: await positionsOf(id, [booking], deps) });

/** The booking after its move. @param why What is said where the booking allows no such move. */
function settled(result: LifeResult, why: (booking: Booking) => Error): Booking {
  switch (result.outcome) {
    case 'done':
      return result.booking;
    case 'unchanged':
      throw why(result.booking);
    case 'unknown':
      throw refusals.noBooking();
    case 'busy':
      throw refusals.busy();
  }
}

function whyNotConfirmed(booking: Booking, { clock }: Deps): Error {
  const { state, lapsesAt = '' } = booking;
  if (state === 'booked') return refusals.alreadySo(booking);
  if (state === 'held' && lapsesAt <= clock.now().toISOString()) return refusals.lapsedAlready(booking);
  return refusals.conflict(`${refusals.nowOf(booking)} There is nothing to confirm.`);
}

async function cancel(ref: BookingRef, places: string[] | undefined, { by }: Editor, deps: Deps) {
  if (!places) return settled(await cancelBooking(ref, { by }, deps), refusals.alreadySo);
  return settled(await giveBackPlaces(ref, { places, by }, deps), (booking) =>
    whyNotGivenBack(booking, places),
  );
}

function whyNotGivenBack(booking: Booking, wanted: string[]): Error {
  const has = (ids: readonly { id: string }[] = [], id: string) => ids.some((place) => place.id === id);
  const unknown = wanted.find((id) => !has(booking.places, id) && !has(booking.givenBack, id));
  if (unknown !== undefined)
    return refusals.refused([{ where: 'places', text: `It has no place “${unknown}”.` }]);
  const given = wanted.filter((id) => !has(booking.places, id));
  if (given.length === wanted.length) return refusals.unchanged('these places were given back already.');
  if (given.length) return refusals.conflict(`Place ${given.join(' and ')} was given back already.`);
  return refusals.conflict(`${refusals.nowOf(booking)} Single places of it cannot be given back.`);
}

async function move(
  { gathering, code, places }: Booking,
  { places: ids, ticket }: Extract<BookingCommand, { what: 'move' }>,
  { by }: Editor,
  deps: Deps,
) {
  const wanted = places.filter(({ id }) => ids === undefined || ids.includes(id));
  if (wanted.length && wanted.every((place) => place.ticket === ticket))
    throw refusals.unchanged('it has this ticket already.');
  // Without a choice those that have the ticket stay.
  const moved = ids ?? wanted.flatMap((place) => (place.ticket === ticket ? [] : place.id));
  const result = await swapTicket({ gathering, code }, { places: moved, ticket, by }, deps);
  if (result.outcome === 'full') throw refusals.conflict('No place with this ticket is free.');
  if (result.outcome === 'refused') throw refusals.refused(result.complaints);
  return settled(result, (booking) =>
    wanted.length < (ids?.length ?? 0)
      ? refusals.refused([{ where: 'places', text: 'It has not all of these places.' }])
      : refusals.conflict(`${refusals.nowOf(booking)} Its places cannot be moved.`),
  );
}

/** The letter that tells how a booking stands. */
const standing: Partial<Record<Booking['state'], LetterKind>> = {
  booked: 'booked',
  held: 'held',
  offered: 'offer',
  waiting: 'waiting',
};

async function resend(booking: Booking, gathering: Gathering, { key }: Editor, deps: Deps) {
  const kind = standing[booking.state];
  if (!kind) throw refusals.conflict(`${refusals.nowOf(booking)} There is no link to send again.`);
  const id = key === undefined ? undefined : idOfKey(key, `resend ${gathering.id} ${booking.code}`);
  const at = deps.clock.now().toISOString();
  const [letter] = await writeLetter(kind, { gathering, booking, at, id }, deps);
  if (!letter) throw refusals.conflict('Whoever booked was erased: nobody knows an address.');
  await putLetter(letter, gathering.id, deps).catch(refusals.orBusy);
  return booking;
}
