import { honeypotName } from '../../look/form.tsx';
import { demandSameOrigin, formBody } from '../../runtime/forms.ts';
import { safeHeaders } from '../../runtime/http.ts';
import { type PageReply, seeOther } from '../../runtime/page-http.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import { networkOf } from '../../runtime/people/limits.ts';
import { Problem } from '../../runtime/problem.ts';
import { check, type HttpEvent, readersAddress } from '../../runtime/request.ts';
import type { Gathering } from '../gathering.ts';
import { countsOf, type Deps as FindDeps, findGathering } from '../gatherings/find-events.ts';
import { type ShownEvent, shownEvent } from '../gatherings/shown-event.ts';
import { bookingLink, bookingPath, eventPath } from '../links.ts';
import { demandMethod } from '../methods.ts';
import { fullWords } from '../order/refused-words.ts';
import { codeAt, isFor, priceOf } from '../order/tickets.ts';
import type { Asker, BookingWish } from '../order/wish.ts';
import { countWrongCode, demandTries, type Deps as WrongCodesDeps } from '../order/wrong-codes.ts';
import type { OrderLine } from '../pages/book-form.tsx';
import { bookPage, chooseAgainPage } from '../pages/book-page.tsx';
import { whyNotOpen } from '../pages/event-words.tsx';
import { freeFor } from '../sale.ts';
import type { BookResult } from './book-result.ts';
import { atFields, chosenIn, fieldNames, formFields, type Typed, wishIn } from './booking-form.ts';

export interface Deps extends FindDeps {
  keys: Pick<Keys, 'sign' | 'hash'>;
  limits: WrongCodesDeps['limits'];
  /** A key that nobody guesses, for one order. */
  newKey: () => string;
  book: (wish: BookingWish, asker: Asker) => Promise<BookResult>;
  siteUrl: string;
}

/** The page on which one books, and its form. A GET changes nothing. */
export async function answerForm(event: HttpEvent, slug: string, deps: Deps): Promise<PageReply> {
  demandMethod(event, 'form');
  const gathering = await demandEvent(slug, deps);
  if ('status' in gathering) return gathering;
  if (event.requestContext.http.method === 'POST') return take(event, gathering, deps);
  const typed = check(formFields, event.queryStringParameters ?? {}, 400);
  const hasCode = typed.code?.trim();
  if (hasCode) await demandTries(event, deps);
  if (hasCode && !codeAt(hasCode, gathering, deps.clock.now().toISOString()))
    await countWrongCode(event, deps);
  return ask(gathering, { typed, key: deps.newKey() }, deps);
}

/** The form is one person's, and its address is not: it knows by `Origin` that it is our own. */
const ours = { 'referrer-policy': safeHeaders['referrer-policy'] };

async function demandEvent(slug: string, deps: Deps): Promise<Gathering | PageReply> {
  const found = await findGathering(slug, deps);
  switch (found.outcome) {
    case 'moved':
      return { status: 302, headers: { location: eventPath(found.slug) } };
    case 'found':
      return found.gathering;
    default:
      throw new Problem(found.outcome === 'withdrawn' ? 410 : 404, 'There is no event at this address.');
  }
}

interface Asking {
  typed: Typed;
  key: string;
  status?: number;
  errors?: ReadonlyMap<string, string>;
  notes?: readonly string[];
}

/** The form with what was typed, or the tickets again where none is chosen, or none can be had. */
async function ask(gathering: Gathering, asking: Asking, deps: Deps): Promise<PageReply> {
  const { typed, key, status = 200, errors = new Map(), notes = [] } = asking;
  const { bookings, clock } = deps;
  const [press, counts] = await Promise.all([deps.press(), countsOf(gathering, bookings)]);
  const now = clock.now();
  const code = typed.code?.trim() ? codeAt(typed.code, gathering, now.toISOString()) : undefined;
  const priced = withPrices(gathering, code);
  const event = shownEvent(priced, counts, now, code?.opens ?? []);
  const chosen = chosenIn(typed, gathering);
  const lines = event.tickets.flatMap(({ ticket, most }): OrderLine[] => {
    const count = Math.min(chosen.get(ticket.id) ?? 0, most);
    return count > 0 ? [{ ticket, count }] : [];
  });
  const codeError = whyNoCode(typed, code, lines);
  if (!lines.length || codeError) {
    const said = lines.length || notes.length ? notes : whyNone(typed, event, codeError);
    const again = { chosen, code: typed.code, codeError, notes: said };
    return { status, headers: ours, html: chooseAgainPage(press, event, again) };
  }
  const isShort =
    event.left.word === 'none' || lines.some(({ ticket, count }) => freeFor(ticket, counts.quotas) < count);
  const view = { gathering: priced, lines, key, typed, errors, notes, isShort };
  return { status, headers: ours, html: bookPage(press, view) };
}

/** Of a form in which nothing is chosen, or nothing that can be had; a page that is only opened has no warning. */
function whyNone(typed: Typed, { gathering, tickets }: ShownEvent, codeError?: string): string[] {
  if (chosenIn(typed, gathering).size) return ['These tickets cannot be had just now.'];
  const open = tickets.filter(({ most }) => most > 0);
  const wasAsked =
    open.length > 0 && open.every(({ ticket }) => typed[fieldNames.count(ticket.id)] !== undefined);
  return wasAsked && !codeError ? ['Choose at least one place.'] : [];
}

/** With prices as a code makes them. */
const withPrices = (gathering: Gathering, code: ReturnType<typeof codeAt>): Gathering => ({
  ...gathering,
  text: {
    ...gathering.text,
    tickets: gathering.text.tickets.map((ticket) => ({ ...ticket, ...priceOf(ticket, code) })),
  },
});

function whyNoCode(typed: Typed, code: ReturnType<typeof codeAt>, lines: readonly OrderLine[]) {
  if (!typed.code?.trim()) return undefined;
  if (!code) return 'There is no such code, or its time is over.';
  const isUsed = !lines.length || lines.some(({ ticket }) => isFor(code, ticket));
  return isUsed ? undefined : 'This code is for other tickets: choose them here, or take it out.';
}

async function take(event: HttpEvent, gathering: Gathering, deps: Deps): Promise<PageReply> {
  demandSameOrigin(event, deps.siteUrl);
  const typed = await formBody(event, formFields);
  if (typed[honeypotName])
    throw new Problem(422, 'One field of the form has to stay empty. Please try again.');
  const key = demandKey(typed);
  const wish = { ...wishIn(typed, gathering), key };
  if (wish.code?.trim()) await demandTries(event, deps);
  const booked = await deps.book(wish, { network: networkOf(readersAddress(event)) });
  switch (booked.outcome) {
    case 'booked':
    case 'held':
    case 'waiting': {
      const { gathering: of, code, linkVersion: version } = booked.booking;
      return seeOther(bookingPath(await bookingLink(deps.keys, { gathering: of, code, version })));
    }
    case 'refused': {
      if (booked.complaints.some(({ where }) => where === 'code')) await countWrongCode(event, deps);
      const { fields, others } = atFields(booked.complaints, wish.places);
      return ask(gathering, { typed, key, status: 422, errors: fields, notes: others }, deps);
    }
    case 'price-changed':
      return askAnew(gathering, { typed, key, status: 409, notes: [changedPrices] }, deps);
    case 'full':
      return askAnew(gathering, { typed, key, status: 409, notes: [fullWords(booked)] }, deps);
    case 'closed':
      throw new Problem(
        409,
        `${whyNotOpen(booked.why, booked.gathering, deps.clock.now())} Nothing was booked.`,
      );
    case 'unknown':
      throw new Problem(404, 'There is no event at this address.');
    case 'other-request':
      throw new Problem(422, sentAlready);
    case 'too-often':
      throw new Problem(429, 'Many bookings came from where you are. Please try again in a few minutes.', {
        headers: { 'retry-after': `${booked.retryAfter}` },
      });
    case 'busy':
      throw new Problem(
        503,
        'Very many people book just now, and nothing was booked. Go back and send it again.',
        {
          headers: { 'retry-after': '2' },
        },
      );
  }
}

const changedPrices =
  'The price has changed since you opened this page. Nothing is booked yet: please look at it, and send the form again.';
const sentAlready =
  'This form was sent already, with something else in it. Our letter says what was booked; for more places begin again at the event.';

/** With the event as it is by now. */
async function askAnew(known: Gathering, asking: Asking, deps: Deps): Promise<PageReply> {
  return ask((await deps.bookings.gathering(known.id)) ?? known, asking, deps);
}

function demandKey({ key = '' }: Typed): string {
  if (/^[\w-]{20,60}$/.test(key)) return key;
  throw new Problem(400, 'This form arrived damaged. Please go back to the event and begin again.');
}
