import { dynamoClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandReading, demandScope, pathPart } from '../../runtime/request.ts';
import { dynamoAccess } from '../store/dynamo-access.ts';
import { dynamoBookings } from '../store/dynamo-bookings.ts';
import { showAccess } from './show-access.ts';

const env = readEnv('bookingsTable', 'originSecret');
const dynamo = dynamoClient();
const deps = {
  bookings: dynamoBookings(dynamo, { bookings: env.bookingsTable }),
  access: dynamoAccess(dynamo, env.bookingsTable),
};

/** What people with access needs ask for: editors do not see it. */
export const handler = httpHandler({ ...env, log: logOf('show-access') }, async (event) => {
  demandScope(caller(event), 'press/access');
  demandReading(event);
  return { status: 200, body: await showAccess(pathPart(event, 'slug'), deps) };
});
