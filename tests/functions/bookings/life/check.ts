import type { Booking, BookingState } from '../../../../functions/bookings/booking.ts';
import type { Gathering } from '../../../../functions/bookings/gathering.ts';
import type { Line, Quota, Wish } from '../../../../functions/bookings/ports.ts';
import type { Letter } from '../../../../functions/post/contract/letter.ts';

/*
 * What has to stand after every transaction, told apart from how the room does it: nothing here calls the room.
 */

export interface Look {
  gathering: Gathering;
  quotas: Quota[];
  line: Line;
  wishes: Wish[];
  bookings: Booking[];
  /** Milliseconds. */
  now: number;
}

const minute = 60_000;

/** Whether those who wait may get offers. */
const mayOffer = ({ gathering, now }: Look): boolean =>
  gathering.state === 'open' && Date.parse(gathering.startsAt) - now > 40 * minute;

const isStrict = (look: Look): boolean => look.gathering.text.passingOver === false && mayOffer(look);

type Places = Record<string, number>;

const placesOf = ({ places }: Booking): Places => {
  const all: Places = {};
  for (const { quotas } of places) for (const name of quotas) all[name] = (all[name] ?? 0) + 1;
  return all;
};

/** Whoever waits for a ticket that the document has no longer is passed over, and stays. */
const isClosed = ({ bookings, gathering }: Look, { code }: Wish): boolean =>
  bookings
    .find((booking) => booking.code === code)
    ?.places.some(({ ticket }) => !gathering.text.tickets.some(({ id }) => id === ticket)) ?? false;

const fits = (wants: Places, left: Places): boolean =>
  Object.entries(wants).every(([name, places]) => places <= (left[name] ?? 0));

const takenOf = ({ booked, held, offered }: Quota): number => booked + held + offered;

/** What is wrong with what stands. */
export function wrongIn(look: Look): string[] {
  return [...wrongCounts(look), ...wrongLine(look), ...standingIdle(look)];
}

function wrongCounts({ quotas, bookings }: Look): string[] {
  return quotas.flatMap((quota) => {
    const { name, capacity, passing, free, over } = quota;
    const taken = takenOf(quota);
    const counted = { booked: 0, held: 0, offered: 0 };
    for (const booking of bookings) {
      const { state } = booking;
      if (state === 'booked' || state === 'held' || state === 'offered')
        counted[state] += placesOf(booking)[name] ?? 0;
    }
    return [
      ...(taken + passing + free === Math.max(capacity, taken + passing)
        ? []
        : [`${name} does not add up: ${JSON.stringify(quota)}`]),
      ...(taken + passing + free === capacity + over ? [] : [`${name} is over by another number`]),
      ...(Math.min(free, passing, over, quota.booked, quota.held, quota.offered) < 0
        ? [`${name} is below 0`]
        : []),
      ...(over > 0 && free + passing > 0 ? [`${name} has places to give and too many taken`] : []),
      ...(['booked', 'held', 'offered'] as const)
        .filter((count) => counted[count] !== quota[count])
        .map((count) => `${name} counts ${quota[count]} ${count}, there are ${counted[count]}`),
    ];
  });
}

function wrongLine({ line, wishes, bookings, quotas }: Look): string[] {
  const waiting = bookings.filter(({ state }) => state === 'waiting');
  const inLine = new Map(wishes.map((wish) => [wish.code, wish]));
  return [
    ...(line.waiting === wishes.length ? [] : [`the line counts ${line.waiting}, ${wishes.length} wait`]),
    ...(waiting.length === wishes.length ? [] : ['who waits is not who is in the line']),
    ...waiting
      .filter((booking) => inLine.get(booking.code)?.number !== booking.number)
      .map(({ code }) => `${code} waits under another number`),
    ...(new Set(wishes.map(({ number }) => number)).size === wishes.length ? [] : ['a number twice']),
    ...(quotas.some(({ passing }) => passing > 0) && !line.unsettled
      ? ['places pass, and nobody knows']
      : []),
  ];
}

/** Free places and a wish that fits them never both stand, once the line is settled. */
function standingIdle(look: Look): string[] {
  if (look.line.unsettled || !mayOffer(look)) return [];
  const free = Object.fromEntries(look.quotas.map((quota) => [quota.name, quota.free]));
  const open = look.wishes.filter((wish) => !isClosed(look, wish));
  const served = isStrict(look) ? open.slice(0, 1) : open;
  return served
    .filter(({ wants }) => fits(wants, free))
    .map(({ code }) => `${code} was passed over: it fits what is free`);
}

const moves: Record<BookingState, readonly BookingState[]> = {
  waiting: ['offered', 'left'],
  offered: ['booked', 'held', 'declined', 'lapsed'],
  held: ['booked', 'cancelled', 'lapsed'],
  booked: ['cancelled'],
  cancelled: [],
  declined: [],
  lapsed: [],
  left: [],
};

/** What is wrong with how one transaction changed what stands. */
export function wrongBetween(before: Look, after: Look, letters: readonly Letter[]): string[] {
  const old = new Map(before.bookings.map((booking) => [booking.code, booking]));
  const changed = after.bookings.filter(({ code, writes }) => old.get(code)?.writes !== writes);
  return [
    ...oversold(before, after),
    ...changed.flatMap((booking) => wrongMove(old.get(booking.code), booking, { before, after })),
    ...changed.flatMap((booking) => wrongLetters(old.get(booking.code), booking, letters, after)),
    ...(letters.some(({ about }) => !changed.some(({ code }) => about.endsWith(code)))
      ? ['a letter about nothing']
      : []),
    ...passedOver(before, after),
  ];
}

const oversold = (before: Look, after: Look): string[] =>
  after.quotas
    .filter((quota) => {
      const was = before.quotas.find(({ name }) => name === quota.name);
      return was && takenOf(quota) > takenOf(was) && takenOf(quota) > quota.capacity;
    })
    .map(({ name }) => `${name} is oversold`);

function wrongMove(
  was: Booking | undefined,
  is: Booking,
  { before, after }: { before: Look; after: Look },
): string[] {
  const { state, code } = is;
  const wrong: string[] = [];
  if (was && was.state !== state && !moves[was.state].includes(state))
    wrong.push(`${code} goes from ${was.state} to ${state}`);
  if (was && !moves[was.state].length) wrong.push(`${code} is changed after its end`);
  if (!was && !['booked', 'held', 'waiting'].includes(state)) wrong.push(`${code} begins as ${state}`);
  const isOver = was?.lapsesAt !== undefined && Date.parse(was.lapsesAt) <= after.now;
  if ((was?.state === 'offered' || was?.state === 'held') && isOver && ['booked', 'held'].includes(state))
    if (was.state !== state) wrong.push(`${code} is revived`);
  if (state === 'lapsed' && !isOver) wrong.push(`${code} lapses too early`);
  if (state === 'held' && !is.places.some(({ price }) => price > 0))
    wrong.push(`${code} is held for nothing`);
  if (!was && state === 'waiting' && !mayWait(is, before)) wrong.push(`${code} waits, and could have booked`);
  if (!was && state !== 'waiting') {
    if (isStrict(before) && before.wishes.length) wrong.push(`${code} jumps the queue`);
    if (!before.quotas.every(({ isOpen }) => isOpen)) wrong.push(`${code} is booked while it is closed`);
    if (is.terms !== before.gathering.terms) wrong.push(`${code} is booked by old terms`);
  }
  if (state === 'offered' && was?.state === 'waiting') wrong.push(...wrongOffer(is, before));
  return wrong;
}

const mayWait = (booking: Booking, before: Look): boolean => {
  const free = Object.fromEntries(before.quotas.map((quota) => [quota.name, quota.free]));
  return !fits(placesOf(booking), free) || (isStrict(before) && before.wishes.length > 0);
};

function wrongOffer({ code, lapsesAt = '', places }: Booking, { gathering, now }: Look): string[] {
  const left = Date.parse(gathering.startsAt) - now;
  const stands = Date.parse(lapsesAt) - now;
  const longest = Math.min(24 * 60 * minute, Math.max(left / 2, 40 * minute));
  const prices = new Map(gathering.text.tickets.map(({ id, price }) => [id, price]));
  return [
    ...(left <= 40 * minute ? [`${code} is offered too late`] : []),
    ...(Math.abs(stands - longest) > 1 ? [`${code} is offered for ${stands / minute} minutes`] : []),
    ...(places.every(({ ticket, price }) => prices.get(ticket) === price)
      ? []
      : [`${code} is offered at an old price`]),
  ];
}

const letterFor: Partial<Record<`${BookingState | 'none'} ${BookingState}`, readonly string[]>> = {
  'none booked': ['booked'],
  'none held': ['held'],
  'none waiting': ['waiting'],
  'waiting offered': ['offer'],
  'waiting left': ['', 'cancelled', 'called-off'],
  'offered booked': ['booked'],
  'offered held': ['held'],
  'offered declined': ['', 'cancelled', 'called-off'],
  'offered lapsed': ['lapsed'],
  'held booked': ['booked', 'changed'],
  'held cancelled': ['cancelled', 'called-off'],
  'held lapsed': ['lapsed'],
  'booked cancelled': ['cancelled', 'called-off'],
};

function wrongLetters(
  was: Booking | undefined,
  is: Booking,
  letters: readonly Letter[],
  { gathering, now }: Look,
): string[] {
  const kinds = letters.filter(({ about }) => about.endsWith(`:${is.code}`)).map(({ kind }) => kind);
  const isSame = was?.state === is.state;
  const gave = was && was.places.length !== is.places.length;
  const swapped = was?.places.some(({ id, ticket }) =>
    is.places.some((place) => place.id === id && place.ticket !== ticket),
  );
  const isPast = Date.parse(gathering.endsAt) <= now && is.state === 'lapsed';
  const wanted = isSame
    ? [gave || swapped ? 'changed' : '']
    : isPast
      ? ['']
      : (letterFor[`${was?.state ?? 'none'} ${is.state}`] ?? ['?']);
  return kinds.length <= 1 && wanted.includes(kinds[0] ?? '')
    ? []
    : [`${is.code} from ${was?.state} to ${is.state} is told: ${kinds.join(', ')}`];
}

/** Whoever gets an offer stands behind nobody whom it would have fitted. */
function passedOver(before: Look, after: Look): string[] {
  const offered = new Set(
    after.bookings
      .filter(({ code, state }) => state === 'offered' && before.wishes.some((wish) => wish.code === code))
      .map(({ code }) => code),
  );
  const left: Places = Object.fromEntries(
    before.quotas.map(({ name, passing, free }) => [name, passing + free]),
  );
  const wrong: string[] = [];
  let remain = offered.size;
  for (const wish of before.wishes) {
    const { code, wants } = wish;
    if (!remain) break;
    if (!offered.has(code)) {
      if (isClosed(before, wish)) continue;
      if (isStrict(before)) wrong.push(`${code} was passed over in strict order`);
      else if (fits(wants, left)) wrong.push(`${code} was passed over by an offer`);
      continue;
    }
    remain -= 1;
    if (!fits(wants, left)) wrong.push(`${code} is offered what is not there`);
    for (const [name, places] of Object.entries(wants)) left[name] = (left[name] ?? 0) - places;
  }
  return wrong;
}
