import { backoff } from '../../runtime/backoff.ts';
import { dynamoClient, s3Client, secretsClient, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { pageHandler } from '../../runtime/page-http.ts';
import { secretKeys } from '../../runtime/people/secret-keys.ts';
import { newToken } from '../../runtime/people/tokens.ts';
import { eraseAddress } from '../editors/erase-person.ts';
import { exportPerson } from '../editors/show-subscriber.ts';
import { askOtherRooms } from '../editors/tell-person.ts';
import { countLeave } from '../issues/count-leave.ts';
import type { Person } from '../person.ts';
import { pressReader } from '../press.ts';
import { dynamoBatches } from '../store/dynamo-batches.ts';
import { dynamoSubscribers } from '../store/dynamo-subscribers.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { s3LeaveLog } from '../store/s3-leave-log.ts';
import { sqsMessages } from '../store/sqs-messages.ts';
import { openLink } from './open-link.ts';

const env = readEnv(
  'newslettersTable',
  'postTable',
  'leaveLog',
  'newslettersQueue',
  'signingKeys',
  'originSecret',
  'siteUrl',
);
const log = logOf('open-link');
const dynamo = dynamoClient();
const ids = ulids(systemClock);
const messages = sqsMessages(sqsClient(), env.newslettersQueue);
const press = pressReader(pressCopyIn(dynamo, env.newslettersTable), env.siteUrl, systemClock);
const leaveLog = s3LeaveLog(s3Client(), env.leaveLog, ids);
const subscribers = dynamoSubscribers(dynamo, { newsletters: env.newslettersTable, post: env.postTable });
const own = { subscribers, press, clock: systemClock };
const keys = secretKeys(secretsClient(), env.signingKeys);
const batches = dynamoBatches(dynamo, env.newslettersTable);
const deps = {
  ...{ ...own, leaveLog, ids, newToken, backoff, keys },
  countLeave: (link: string) => countLeave(link, { batches, keys, report: log }),
  exportPerson: (person: Person) => exportPerson(person, own),
  askOthers: ({ addressHash }: Person) => askOtherRooms(addressHash, { messages, clock: systemClock, ids }),
  erase: ({ addressHash }: Person) =>
    eraseAddress(addressHash, { messages, log: leaveLog, clock: systemClock }),
};

/** The pages to which the links of letters lead: one function, for each of them is asked for now and then. */
export const handler = pageHandler({ ...env, log, config: async () => (await press()).config }, (event) =>
  openLink(event, deps),
);
