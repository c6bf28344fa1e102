import type { Context } from 'aws-lambda';
import { dynamoClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { pageHandler } from '../../runtime/page-http.ts';
import { Problem } from '../../runtime/problem.ts';
import { type HttpEvent, pathPart } from '../../runtime/request.ts';
import { pressReader } from '../press.ts';
import { dynamoBookings } from '../store/dynamo-bookings.ts';
import { dynamoSettings } from '../store/dynamo-settings.ts';
import { type Asked, giveEvent, listEvents, showEvents } from './show-events.ts';

const env = readEnv('bookingsTable', 'originSecret', 'siteUrl');
const log = logOf('show-events');
const dynamo = dynamoClient();
const press = pressReader(dynamoSettings(dynamo, env.bookingsTable), env.siteUrl, systemClock);
const deps = { bookings: dynamoBookings(dynamo, { bookings: env.bookingsTable }), press, clock: systemClock };

/** Events, for everybody to read, and the same for programs. It knows nobody who comes. */
export const handler = (event: HttpEvent, context: Context) =>
  event.rawPath.startsWith('/api/') ? forPrograms(event, context) : forReaders(event, context);

const partOf = (event: HttpEvent, name: string): string | undefined =>
  event.pathParameters?.[name] === undefined ? undefined : pathPart(event, name);

const askedIn = (event: HttpEvent): Asked => ({
  below: partOf(event, 'slug'),
  year: partOf(event, 'year'),
  after: event.queryStringParameters?.after,
});

const forReaders = pageHandler({ ...env, log, config: async () => (await press()).config }, async (event) => {
  if (!['GET', 'HEAD'].includes(event.requestContext.http.method))
    throw new Problem(405, 'This page can only be read.', { headers: { allow: 'GET, HEAD' } });
  return showEvents(askedIn(event), deps);
});

const forPrograms = httpHandler({ ...env, log }, (event) => {
  const slug = partOf(event, 'slug');
  return slug === undefined ? listEvents(askedIn(event), deps) : giveEvent(slug, deps);
});
