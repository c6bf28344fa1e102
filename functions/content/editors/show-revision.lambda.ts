import { dynamoClient, s3Client } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandReading, demandScope, pathPart, query } from '../../runtime/request.ts';
import { comparison } from '../api/api-requests.ts';
import { viewerOf } from '../contract/own-documents.ts';
import { dynamoDocuments } from '../store/dynamo-documents.ts';
import { s3Archive, s3Manuscripts } from '../store/s3-files.ts';
import { s3Links } from '../store/s3-signed.ts';
import { showDifference } from './show-difference.ts';
import { linkManuscript, linkMinutes, showRevision } from './show-revision.ts';

const env = readEnv('contentTable', 'bodiesBucket', 'originSecret', 'siteUrl');
const s3 = s3Client();
const deps = {
  documents: dynamoDocuments(dynamoClient(), env.contentTable),
  bodies: s3Archive(s3, env.bodiesBucket),
  manuscripts: s3Manuscripts(s3, env.bodiesBucket),
  links: s3Links(s3, env.bodiesBucket, linkMinutes),
  clock: systemClock,
  siteUrl: env.siteUrl,
};

/** A revision with its text, a link to its manuscript, or how two of them differ. */
export const handler = httpHandler({ ...env, log: logOf('show-revision') }, async (event) => {
  const who = caller(event);
  if (event.routeKey.endsWith('/diff')) {
    demandScope(who, 'press/editor');
    demandReading(event);
    const asked = query(event, comparison);
    return { status: 200, body: await showDifference(pathPart(event, 'slug'), asked, deps) };
  }
  demandScope(who, 'press/editor', 'press/writer');
  const [slug, revision] = [pathPart(event, 'slug'), pathPart(event, 'revision')];
  const show = event.routeKey.endsWith('/manuscript') ? linkManuscript : showRevision;
  return { status: 200, body: await show(slug, revision, viewerOf(who), deps) };
});
