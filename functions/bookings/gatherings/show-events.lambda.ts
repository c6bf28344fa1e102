import type { Context } from 'aws-lambda';
import { dynamoClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { pageHandler } from '../../runtime/page-http.ts';
import { type HttpEvent, pathPart } from '../../runtime/request.ts';
import { demandMethod } from '../methods.ts';
import { pressReader } from '../press.ts';
import { dynamoBookings } from '../store/dynamo-bookings.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { giveEvent, listEvents, showEvents } from './show-events.ts';

const env = readEnv('bookingsTable', 'originSecret', 'siteUrl');
const log = logOf('show-events');
const dynamo = dynamoClient();
const press = pressReader(pressCopyIn(dynamo, env.bookingsTable), env.siteUrl, systemClock);
const deps = {
  bookings: dynamoBookings(dynamo, { bookings: env.bookingsTable }),
  clock: systemClock,
  press,
};

/** Events as pages and calendars, and the same for programs. It knows no person. */
export const handler = (event: HttpEvent, context: Context) =>
  event.rawPath.startsWith('/api/') ? forPrograms(event, context) : forReaders(event, context);

const partIn = (event: HttpEvent, name: string) =>
  event.pathParameters?.[name] === undefined ? undefined : pathPart(event, name);

const forReaders = pageHandler({ ...env, log, config: async () => (await press()).config }, async (event) => {
  demandMethod(event, 'page');
  const [below, year] = [partIn(event, 'slug'), partIn(event, 'year')];
  return showEvents({ below, year, after: event.queryStringParameters?.after }, deps);
});

const forPrograms = httpHandler({ ...env, log, open: true }, async (event) => {
  const slug = partIn(event, 'slug');
  if (slug !== undefined) return giveEvent(slug, deps);
  return listEvents({ after: event.queryStringParameters?.after }, deps);
});
