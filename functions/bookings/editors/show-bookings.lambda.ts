import { dynamoClient, s3Client, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, type Reply } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { Problem } from '../../runtime/problem.ts';
import {
  caller,
  demandReading,
  demandScope,
  type HttpEvent,
  pathPart,
  query,
} from '../../runtime/request.ts';
import { attendeesQuery, eventsQuery } from '../api/editor-requests.ts';
import { dynamoBookings } from '../store/dynamo-bookings.ts';
import { dynamoExports } from '../store/dynamo-exports.ts';
import { s3Exports } from '../store/s3-exports.ts';
import { sqsExports } from '../store/sqs-exports.ts';
import { giveAttendees } from './give-export.ts';
import { listAttendees, listEvents, showAttendee, showReport } from './show-bookings.ts';

const env = readEnv('bookingsTable', 'bookingsQueue', 'bookingsExportsBucket', 'originSecret');
const dynamo = dynamoClient();
const deps = {
  bookings: dynamoBookings(dynamo, { bookings: env.bookingsTable }),
  exports: dynamoExports(dynamo, env.bookingsTable),
  files: s3Exports(s3Client(), env.bookingsExportsBucket),
  messages: sqsExports(sqsClient(), env.bookingsQueue),
  clock: systemClock,
  ids: ulids(systemClock),
};

const routes: Readonly<Record<string, (event: HttpEvent, slug: string) => Promise<object>>> = {
  '/api/events/{slug}/report': (_, slug) => showReport(slug, deps),
  '/api/events/{slug}/attendees': (event, slug) => listAttendees(slug, query(event, attendeesQuery), deps),
  '/api/events/{slug}/attendees/{code}': (event, slug) => showAttendee(slug, pathPart(event, 'code'), deps),
};

/** Events and bookings as editors see them. */
export const handler = httpHandler({ ...env, log: logOf('show-bookings') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor');
  demandReading(event);
  const path = event.routeKey.slice(event.routeKey.indexOf(' ') + 1);
  if (path === '/api/bookings')
    return { status: 200, body: await listEvents(query(event, eventsQuery), deps) };
  const slug = pathPart(event, 'slug');
  if (path.endsWith('.csv')) return exported(event, slug, who.by);
  const answer = routes[path];
  if (!answer) throw new Problem(404, 'There is nothing at this address.');
  return { status: 200, body: await answer(event, slug) };
});

/** 202 until the file is written. */
async function exported(event: HttpEvent, slug: string, subject: string): Promise<Reply> {
  const isAsked = event.requestContext.http.method === 'GET';
  const given = await giveAttendees(slug, { subject, isAsked }, deps);
  if (given.outcome === 'done') return { status: 200, body: given.link };
  return { status: 202, body: { requested: true }, headers: { 'retry-after': '1' } };
}
