import { dynamoClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, query } from '../../runtime/request.ts';
import { viewerOf } from '../contract/own-documents.ts';
import { dynamoDocuments } from '../store/dynamo-documents.ts';
import { documentsQuery } from './api-requests.ts';
import { listDocuments } from './list-documents.ts';

const env = readEnv('contentTable', 'originSecret', 'siteUrl');
const documents = dynamoDocuments(dynamoClient(), env.contentTable);

export const handler = httpHandler({ ...env, log: logOf('list-documents') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor', 'press/writer');
  const asked = query(event, documentsQuery);
  return { status: 200, body: await listDocuments(asked, viewerOf(who), { documents, ...env }) };
});
