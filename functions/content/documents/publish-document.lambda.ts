import { backoff } from '../../runtime/backoff.ts';
import { dynamoClient, s3Client, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, jsonBody, pathPart } from '../../runtime/request.ts';
import { publication, restoring } from '../api/api-requests.ts';
import { shownDocument, shownRestored } from '../api/shown.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { dynamoDocuments } from '../store/dynamo-documents.ts';
import { dynamoFileUses } from '../store/dynamo-file-uses.ts';
import { s3Archive } from '../store/s3-files.ts';
import { s3StoredPictures } from '../store/s3-pictures.ts';
import { sqsRemakes } from '../store/sqs-removals.ts';
import { publishDocument } from './publish-document.ts';
import { restoreRevision } from './restore-revision.ts';

const env = readEnv(
  'contentTable',
  'bodiesBucket',
  'mediaBucket',
  'picturesQueue',
  'originSecret',
  'siteUrl',
);
const [dynamo, s3] = [dynamoClient(), s3Client()];
const deps = {
  content: dynamoContent(dynamo, { content: env.contentTable }),
  documents: dynamoDocuments(dynamo, env.contentTable),
  archive: s3Archive(s3, env.bodiesBucket),
  fileUses: dynamoFileUses(dynamo, env.contentTable),
  storedPictures: s3StoredPictures(s3, { bodies: env.bodiesBucket, media: env.mediaBucket }),
  remakes: sqsRemakes(sqsClient(), env.picturesQueue),
  clock: systemClock,
  ids: ulids(systemClock),
  backoff,
};

/** Gives readers a revision, or makes an old one the newest. */
export const handler = httpHandler({ ...env, log: logOf('publish-document') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor');
  if (event.routeKey.endsWith('/restore')) {
    const { revision } = jsonBody(event, restoring);
    const restored = await restoreRevision(pathPart(event, 'slug'), revision, who, deps);
    return { status: 200, body: shownRestored(env.siteUrl)(restored) };
  }
  const wanted = { slug: pathPart(event, 'slug'), ...jsonBody(event, publication) };
  const { head, ...addresses } = await publishDocument(wanted, who, deps);
  return { status: 200, body: { ...shownDocument(env.siteUrl)(head), ...addresses } };
});
