import { dynamoClient, s3Client } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, pathPart } from '../../runtime/request.ts';
import { dynamoDocuments } from '../store/dynamo-documents.ts';
import { s3Archive } from '../store/s3-files.ts';
import { showRevision } from './show-revision.ts';

const env = readEnv('contentTable', 'bodiesBucket', 'originSecret', 'siteUrl');
const deps = {
  documents: dynamoDocuments(dynamoClient(), env.contentTable),
  bodies: s3Archive(s3Client(), env.bodiesBucket),
  siteUrl: env.siteUrl,
};

export const handler = httpHandler({ ...env, log: logOf('show-revision') }, async (event) => {
  demandScope(caller(event), 'press/editor');
  const body = await showRevision(pathPart(event, 'slug'), pathPart(event, 'revision'), deps);
  return { status: 200, body };
});
