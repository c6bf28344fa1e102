import { dynamoClient, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, pathPart } from '../../runtime/request.ts';
import { dynamoDocuments } from '../store/dynamo-documents.ts';
import { sqsReannouncements } from '../store/sqs-announcements.ts';
import { requestAnnouncement } from './request-announcement.ts';

const env = readEnv('contentTable', 'announceQueue', 'originSecret');
const deps = {
  documents: dynamoDocuments(dynamoClient(), env.contentTable),
  reannouncements: sqsReannouncements(sqsClient(), env.announceQueue),
  ids: ulids(systemClock),
};

/** POST /api/announce: everything. POST /api/documents/{slug}/announce: one document. */
export const handler = httpHandler({ ...env, log: logOf('request-announcement') }, async (event) => {
  demandScope(caller(event), 'press/editor');
  await requestAnnouncement(event.pathParameters ? pathPart(event, 'slug') : undefined, deps);
  return { status: 202, body: { requested: true } };
});
