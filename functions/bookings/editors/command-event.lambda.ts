import { backoff } from '../../runtime/backoff.ts';
import { dynamoClient, secretsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, type Reply } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { dynamoLimits } from '../../runtime/people/dynamo-limits.ts';
import { secretKeys } from '../../runtime/people/secret-keys.ts';
import { Problem } from '../../runtime/problem.ts';
import { caller, demandScope, type HttpEvent, header, jsonBody, pathPart } from '../../runtime/request.ts';
import {
  bookingCommand,
  bookingSwitch,
  editorsBooking,
  eventCancellation,
  eventLetter,
} from '../api/editor-requests.ts';
import { attempts } from '../booking/attempts.ts';
import { gatheringReader } from '../booking/gathering-reader.ts';
import { lately } from '../booking/lately.ts';
import { newBookingCode } from '../order/codes.ts';
import { pressReader } from '../press.ts';
import { dynamoBookings } from '../store/dynamo-bookings.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { bookForSomebody, commandBooking } from './command-booking.ts';
import { cancelEvent, switchBooking, writeToAttendees } from './command-event.ts';

const env = readEnv('bookingsTable', 'postTable', 'signingKeys', 'originSecret', 'siteUrl');
const log = logOf('command-event');
const dynamo = dynamoClient();
const bookings = dynamoBookings(dynamo, { bookings: env.bookingsTable, post: env.postTable });
const deps = {
  ...{ bookings, attempts, backoff, log, clock: systemClock, ids: ulids(systemClock) },
  gathering: gatheringReader(bookings, systemClock),
  keys: secretKeys(secretsClient(), env.signingKeys),
  press: pressReader(pressCopyIn(dynamo, env.bookingsTable), env.siteUrl, systemClock),
  limits: dynamoLimits(dynamo, env.bookingsTable),
  newCode: newBookingCode,
  lately: lately(systemClock),
};

type Answer = (event: HttpEvent, slug: string, by: string) => Promise<Reply>;

const routes: Readonly<Record<string, Answer>> = {
  'POST /api/events/{slug}/attendees': async (event, slug, by) => {
    const editor = {
      by,
      key: demandKey(event, 'new for each booking: then asking again books nothing twice'),
    };
    const { outcome, booking } = await bookForSomebody(slug, jsonBody(event, editorsBooking), editor, deps);
    return { status: outcome === 'waiting' ? 202 : 201, body: booking };
  },
  'POST /api/events/{slug}/attendees/{code}': async (event, slug, by) => {
    const editor = { by, key: keyIn(event) };
    const command = jsonBody(event, bookingCommand);
    return { status: 200, body: await commandBooking(slug, pathPart(event, 'code'), command, editor, deps) };
  },
  'POST /api/events/{slug}/booking': async (event, slug) => ({
    status: 200,
    body: await switchBooking(slug, jsonBody(event, bookingSwitch).open, deps),
  }),
  'POST /api/events/{slug}/letters': async (event, slug) => {
    const key = demandKey(event, 'new for each letter: then asking again tells nobody twice');
    await writeToAttendees(slug, jsonBody(event, eventLetter), { key }, deps);
    return { status: 202, body: { requested: true } };
  },
  'POST /api/events/{slug}/cancel': async (event, slug) => ({
    status: 202,
    body: await cancelEvent(slug, jsonBody(event, eventCancellation), deps),
  }),
};

const longestKey = 255;

function keyIn(event: HttpEvent): string | undefined {
  const key = header(event, 'idempotency-key');
  if (key !== undefined && key.length > longestKey)
    throw new Problem(400, `Idempotency-Key: has to be at most ${longestKey} characters long.`);
  return key || undefined;
}

function demandKey(event: HttpEvent, how: string): string {
  const key = keyIn(event);
  if (key !== undefined) return key;
  throw new Problem(400, `Send an Idempotency-Key with it, ${how}.`);
}

/** What editors do with an event and its bookings. */
export const handler = httpHandler({ ...env, log }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor');
  const answer = routes[event.routeKey];
  if (!answer) throw new Problem(404, 'There is nothing at this address.');
  return answer(event, pathPart(event, 'slug'), who.by);
});
