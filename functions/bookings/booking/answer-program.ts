import type { Clock } from '../../runtime/clock.ts';
import type { Reply } from '../../runtime/http.ts';
import { networkOf } from '../../runtime/people/limits.ts';
import { Problem, problemDocument } from '../../runtime/problem.ts';
import { type HttpEvent, header, jsonBody, readersAddress } from '../../runtime/request.ts';
import { bookingRequest } from '../api/reader-requests.ts';
import type { Order } from '../order/order.ts';
import { fullWords } from '../order/refused-words.ts';
import type { Asker, BookingWish } from '../order/wish.ts';
import { countWrongCode, demandTries, type Deps as WrongCodesDeps } from '../order/wrong-codes.ts';
import { whyNotOpen } from '../pages/event-words.tsx';
import type { BookingAnswer, Bookings } from '../ports.ts';
import type { BookResult } from './book-result.ts';

export interface Deps extends WrongCodesDeps {
  /** Id of the event at a slug, as it was some seconds ago at most. */
  idAt: Bookings['atSlug'];
  clock: Clock;
  book: (wish: BookingWish, asker: Asker) => Promise<BookResult>;
}

const nothing = () => new Problem(404, 'There is no event at this address.');

/** Characters. */
const longestKey = 255;

/** `POST /api/events/{slug}/bookings`. */
export async function answerProgram(event: HttpEvent, slug: string, deps: Deps): Promise<Reply> {
  // A page of another site cannot send JSON without asking first.
  if (!/^application\/json\b/i.test(header(event, 'content-type') ?? ''))
    throw new Problem(415, 'The request has to be JSON, with content-type application/json.');
  const key = keyOf(event);
  const body = jsonBody(event, bookingRequest);
  const gathering = await deps.idAt(slug);
  if (gathering === undefined) throw nothing();
  const asker = { network: networkOf(readersAddress(event)) };
  if (body.code?.trim()) await demandTries(event, deps);
  const booked = await deps.book({ ...body, gathering, key }, asker);
  const isWrong = booked.outcome === 'refused' && booked.complaints.some(({ where }) => where === 'code');
  if (isWrong) await countWrongCode(event, deps);
  return replyTo(booked, deps.clock.now());
}

function keyOf(event: HttpEvent): string {
  const key = header(event, 'idempotency-key')?.trim() ?? '';
  if (!key)
    throw new Problem(
      400,
      'The header Idempotency-Key is missing: give each booking a key of its own, and send it again with the same key where you got no answer.',
    );
  if (key.length > longestKey)
    throw new Problem(400, `The header Idempotency-Key has at most ${longestKey} characters.`);
  return key;
}

const statusFor = { booked: 201, held: 201, waiting: 202 } as const;

function replyTo(booked: BookResult, now: Date): Reply {
  switch (booked.outcome) {
    case 'booked':
    case 'held':
    case 'waiting':
      return { status: statusFor[booked.outcome], body: shown(booked.answer) };
    case 'full':
      return refusedWith(fullWords(booked), { outcome: 'full', left: booked.left });
    case 'price-changed':
      return refusedWith(priceWords, { outcome: 'price-changed', ...pricesOf(booked.order) });
    case 'closed':
      throw new Problem(409, whyNotOpen(booked.why, booked.gathering, now));
    case 'unknown':
      throw nothing();
    case 'refused':
      throw new Problem(422, booked.complaints.map(({ text }) => text).join(' '), {
        complaints: booked.complaints,
      });
    case 'other-request':
      throw new Problem(
        422,
        'There was another request with this Idempotency-Key. Give each booking a key of its own.',
      );
    case 'too-often':
      throw new Problem(429, 'Many bookings came from this network. Please try again later.', {
        headers: { 'retry-after': `${booked.retryAfter}` },
      });
    case 'busy':
      throw new Problem(
        503,
        'Very many people book just now, and nothing was booked. Send the same request again.',
        {
          headers: { 'retry-after': '1' },
        },
      );
  }
}

const priceWords =
  'A price has changed: `prices` has those of today. Nothing was booked. Ask again with them, under a new key.';

/** A problem document with more members (RFC 9457, 3.2). */
const refusedWith = (detail: string, members: object): Reply => ({
  status: 409,
  body: { ...problemDocument(new Problem(409, detail)), ...members },
  headers: { 'content-type': 'application/problem+json' },
});

/** Of each kind of ticket at today's price. */
const pricesOf = ({ places, total }: Order) => ({
  total,
  prices: Object.fromEntries(places.map(({ ticket, price }) => [ticket, price])),
});

/** In one order: DynamoDB has none, and a repeated key gets the same answer to the letter. */
const shown = ({ outcome, code, lapses, position, total }: BookingAnswer) => ({
  ...{ outcome, code },
  ...(lapses && { lapses: lapses.replace(/\.\d+Z$/, 'Z') }),
  ...(position !== undefined && { position }),
  total,
});
