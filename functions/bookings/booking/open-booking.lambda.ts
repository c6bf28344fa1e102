import { dynamoClient, secretsClient, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { pageHandler } from '../../runtime/page-http.ts';
import { dynamoLimits } from '../../runtime/people/dynamo-limits.ts';
import { secretKeys } from '../../runtime/people/secret-keys.ts';
import { pathPart } from '../../runtime/request.ts';
import { pressReader } from '../press.ts';
import { dynamoBookings } from '../store/dynamo-bookings.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { sqsWantedLinks } from '../store/sqs-wanted-links.ts';
import { attempts } from './attempts.ts';
import { openBooking } from './open-booking.ts';
import { requestLink } from './request-link.ts';

const env = readEnv('bookingsTable', 'postTable', 'bookingsQueue', 'signingKeys', 'originSecret', 'siteUrl');
const log = logOf('open-booking');
const dynamo = dynamoClient();
const press = pressReader(pressCopyIn(dynamo, env.bookingsTable), env.siteUrl, systemClock);
const deps = {
  bookings: dynamoBookings(dynamo, { bookings: env.bookingsTable, post: env.postTable }),
  ...{ press, clock: systemClock, ids: ulids(systemClock), attempts, log, siteUrl: env.siteUrl },
  keys: secretKeys(secretsClient(), env.signingKeys),
  limits: dynamoLimits(dynamo, env.bookingsTable),
  wantLinks: sqsWantedLinks(sqsClient(), env.bookingsQueue),
};

/** A booking's page, for who has its link, and the page where its link is sent. */
export const handler = pageHandler({ ...env, log, config: async () => (await press()).config }, (event) =>
  event.pathParameters?.link === undefined
    ? requestLink(event, deps)
    : openBooking(event, pathPart(event, 'link'), deps),
);
