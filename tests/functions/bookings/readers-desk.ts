import type { Context } from 'aws-lambda';
import { answerForm } from '../../../functions/bookings/booking/answer-form.ts';
import { answerProgram } from '../../../functions/bookings/booking/answer-program.ts';
import { attempts } from '../../../functions/bookings/booking/attempts.ts';
import { bookPlaces } from '../../../functions/bookings/booking/book-places.ts';
import { gatheringReader, slugReader } from '../../../functions/bookings/booking/gathering-reader.ts';
import { lately } from '../../../functions/bookings/booking/lately.ts';
import { openBooking } from '../../../functions/bookings/booking/open-booking.ts';
import { type LinksWanted, requestLink } from '../../../functions/bookings/booking/request-link.ts';
import type { Gathering } from '../../../functions/bookings/gathering.ts';
import { unlimited } from '../../../functions/bookings/gathering.ts';
import { giveEvent, listEvents, showEvents } from '../../../functions/bookings/gatherings/show-events.ts';
import { newBookingCode } from '../../../functions/bookings/order/codes.ts';
import type { Asker, BookingWish } from '../../../functions/bookings/order/wish.ts';
import { quotasOfTicket } from '../../../functions/bookings/sale.ts';
import type { Letter } from '../../../functions/post/contract/letter.ts';
import { httpHandler, type Reply } from '../../../functions/runtime/http.ts';
import { ulids } from '../../../functions/runtime/ids.ts';
import { type PageReply, pageHandler } from '../../../functions/runtime/page-http.ts';
import { newToken } from '../../../functions/runtime/people/tokens.ts';
import type { HttpEvent } from '../../../functions/runtime/request.ts';
import { aRequest } from '../runtime/a-request.ts';
import { memoryKeys } from '../runtime/people/memory-keys.ts';
import { MemoryLimits } from '../runtime/people/memory-limits.ts';
import { remembered } from '../runtime/remembered-log.ts';
import { aPress } from './a-gathering.ts';
import { MemoryBookings } from './memory-bookings.ts';

/** The clock of a desk, which tests set. */
export class SetClock {
  at: string;
  constructor(at = '2027-03-01T12:00:00.000Z') {
    this.at = at;
  }
  now = () => new Date(this.at);
}

/** Capacities of a gathering's quotas, by name. */
function capacities({ text }: Gathering): Map<string, number> {
  const names = new Set(text.tickets.flatMap(quotasOfTicket));
  const own = new Map([
    ['all', text.capacity ?? unlimited],
    ...text.tickets.map(({ id, places }): [string, number] => [`ticket:${id}`, places ?? 0]),
    ...(text.quotas ?? []).map(({ name, places }): [string, number] => [`quota:${name}`, places]),
    ...(text.codes ?? []).flatMap(({ code, places }): [string, number][] =>
      places === undefined ? [] : [[`code:${code.toLowerCase()}`, places]],
    ),
  ]);
  const codes = [...own.keys()].filter((name) => name.startsWith('code:'));
  return new Map(['all', ...names, ...codes].map((name) => [name, own.get(name) ?? 0]));
}

/** Puts an event on sale, as its document's hearing does. */
export async function putOnSale(bookings: MemoryBookings, gathering: Gathering): Promise<void> {
  const outcome = await bookings.make({
    gathering: gathering.id,
    at: '2027-01-01T00:00:00.000Z',
    row: { after: { ...gathering, quotas: [...capacities(gathering).keys()] } },
    quotas: [...capacities(gathering)].map(([name, capacity]) => ({
      name,
      isNew: true,
      add: { capacity, free: capacity },
      set: { isOpen: gathering.state === 'open', terms: gathering.terms },
    })),
  });
  if (outcome.outcome !== 'done') throw new Error(`The event is not on sale: ${outcome.outcome}`);
}

/** Places that somebody took, as of a quota that nobody books by name. */
export async function take(bookings: MemoryBookings, gathering: string, quotas: Record<string, number>) {
  const outcome = await bookings.make({
    gathering,
    at: '2027-01-02T00:00:00.000Z',
    quotas: Object.entries(quotas).map(([name, count]) => ({ name, add: { free: -count, booked: count } })),
  });
  if (outcome.outcome !== 'done') throw new Error(`The places are not taken: ${outcome.outcome}`);
}

export function aReadersDesk(at?: string) {
  const bookings = new MemoryBookings();
  const clock = new SetClock(at);
  const ids = ulids(clock);
  const limits = new MemoryLimits(clock);
  const press = async () => aPress;
  const log = { error: () => undefined };
  const wanted: LinksWanted[] = [];
  const own = { bookings, clock, ids, limits, press, attempts, log, keys: memoryKeys(), siteUrl: site };
  const gathering = gatheringReader(bookings, clock);
  const booking = { ...own, newCode: newBookingCode, gathering, lately: lately(clock) };
  const deps = {
    ...own,
    idAt: slugReader(bookings, clock),
    newKey: () => newToken().token,
    book: (wish: BookingWish, asker: Asker) => bookPlaces(wish, asker, booking),
    wantLinks: async (one: LinksWanted) => void wanted.push(one),
  };
  return { ...deps, wanted, links: () => linksIn(bookings.letters) };
}

export type Desk = ReturnType<typeof aReadersDesk>;

const site = aPress.config.site;

/** Paths of bookings' pages in letters, the oldest first. */
const linksIn = (letters: readonly Letter[]): string[] =>
  letters.flatMap(({ mail }) => /\/events\/bookings\/[\w.-]+\//.exec(mail.text)?.[0] ?? []);

/** What a reader asks of the room, at a path as the edge passes it on. */
export interface Asked {
  method?: string;
  path: string;
  query?: Record<string, string>;
  /** Of a form. */
  form?: Record<string, string>;
  json?: unknown;
  headers?: Record<string, string>;
  /** IP. */
  from?: string;
}

/** Asks as a browser or a program does, through what stands before every answer. */
export async function ask(desk: Desk, asked: Asked) {
  const { path, query, form, json, from = '192.0.2.7', headers = {} } = asked;
  const method = asked.method ?? (form || json !== undefined ? 'POST' : 'GET');
  const event = {
    ...aRequest({
      method,
      headers: {
        ...{ 'x-broadside-origin': 'the-secret', 'cloudfront-viewer-address': `${from}:4711` },
        ...(form && { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: form ? `${new URLSearchParams(form)}` : JSON.stringify(json),
    }),
    rawPath: path.replace(/\/+$/, ''),
    rawQueryString: `${new URLSearchParams(query)}`.replace(/=(?=&|$)/g, ''),
    ...(query && { queryStringParameters: query }),
  };
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 10_000 } as Context;
  const shared = { originSecret: 'the-secret', log: remembered(), config: async () => aPress.config };
  const handler = path.startsWith('/api/')
    ? httpHandler(shared, () => answerApi(event, desk))
    : pageHandler(shared, () => answerPage(event, desk));
  const { statusCode: status = 0, body = '', headers: answered = {} } = await handler(event, context);
  return { status, body, headers: answered, location: `${answered.location ?? ''}` };
}

/** The room's routes, as lib has them. */
async function answerPage(event: HttpEvent, desk: Desk): Promise<PageReply> {
  const [, , first, second] = event.rawPath.split('/').map(decodeURIComponent);
  const after = event.queryStringParameters?.after;
  if (first === 'bookings')
    return second === undefined ? requestLink(event, desk) : openBooking(event, second, desk);
  if (first === 'past') return showEvents({ below: first, year: second, after }, desk);
  if (first !== undefined && second === 'book') return answerForm(event, first, desk);
  return showEvents({ below: first, after }, desk);
}

async function answerApi(event: HttpEvent, desk: Desk): Promise<Reply> {
  const [, , , slug, bookings] = event.rawPath.split('/').map(decodeURIComponent);
  if (slug === undefined) return listEvents({}, desk);
  return bookings ? answerProgram(event, slug, desk) : giveEvent(slug, desk);
}
