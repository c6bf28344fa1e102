import type { Context } from 'aws-lambda';
import { dynamoClient, secretsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { pageHandler } from '../../runtime/page-http.ts';
import { dynamoLimits } from '../../runtime/people/dynamo-limits.ts';
import { secretKeys } from '../../runtime/people/secret-keys.ts';
import { newToken } from '../../runtime/people/tokens.ts';
import { type HttpEvent, pathPart } from '../../runtime/request.ts';
import { newBookingCode } from '../order/codes.ts';
import type { Asker, BookingWish } from '../order/wish.ts';
import { pressReader } from '../press.ts';
import { dynamoBookings } from '../store/dynamo-bookings.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { answerForm } from './answer-form.ts';
import { answerProgram } from './answer-program.ts';
import { attempts } from './attempts.ts';
import { bookPlaces } from './book-places.ts';
import { gatheringReader, slugReader } from './gathering-reader.ts';
import { lately } from './lately.ts';

const env = readEnv('bookingsTable', 'postTable', 'signingKeys', 'originSecret', 'siteUrl');
const log = logOf('book-places');
const dynamo = dynamoClient();
const press = pressReader(pressCopyIn(dynamo, env.bookingsTable), env.siteUrl, systemClock);
const bookings = dynamoBookings(dynamo, { bookings: env.bookingsTable, post: env.postTable });
const limits = dynamoLimits(dynamo, env.bookingsTable);
const keys = secretKeys(secretsClient(), env.signingKeys);
const shared = { bookings, press, clock: systemClock, keys, limits };
const booking = {
  ...shared,
  ids: ulids(systemClock),
  gathering: gatheringReader(bookings, systemClock),
  newCode: newBookingCode,
  lately: lately(systemClock),
  ...{ attempts, log },
};
const deps = {
  ...{ ...shared, siteUrl: env.siteUrl },
  newKey: () => newToken().token,
  idAt: slugReader(bookings, systemClock),
  book: (wish: BookingWish, asker: Asker) => bookPlaces(wish, asker, booking),
};

/** The page on which one books, and the same for programs. */
export const handler = (event: HttpEvent, context: Context) =>
  event.rawPath.startsWith('/api/') ? forPrograms(event, context) : forReaders(event, context);

const forReaders = pageHandler({ ...env, log, config: async () => (await press()).config }, (event) =>
  answerForm(event, pathPart(event, 'slug'), deps),
);

const forPrograms = httpHandler({ ...env, log }, (event) =>
  answerProgram(event, pathPart(event, 'slug'), deps),
);
