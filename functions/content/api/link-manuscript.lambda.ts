import { dynamoClient, s3Client } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, pathPart } from '../../runtime/request.ts';
import { dynamoDocuments } from '../store/dynamo-documents.ts';
import { s3Links } from '../store/s3-signed.ts';
import { linkManuscript, linkMinutes } from './show-revision.ts';

const env = readEnv('contentTable', 'bodiesBucket', 'originSecret');
const deps = {
  documents: dynamoDocuments(dynamoClient(), env.contentTable),
  links: s3Links(s3Client(), env.bodiesBucket, linkMinutes),
  clock: systemClock,
};

export const handler = httpHandler({ ...env, log: logOf('link-manuscript') }, async (event) => {
  demandScope(caller(event), 'press/editor');
  const body = await linkManuscript(pathPart(event, 'slug'), pathPart(event, 'revision'), deps);
  return { status: 200, body };
});
