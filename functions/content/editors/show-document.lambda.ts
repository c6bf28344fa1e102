import { dynamoClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, pathPart } from '../../runtime/request.ts';
import { viewerOf } from '../contract/own-documents.ts';
import { dynamoDocuments } from '../store/dynamo-documents.ts';
import { showDocument } from './show-document.ts';

const env = readEnv('contentTable', 'originSecret', 'siteUrl');
const deps = { documents: dynamoDocuments(dynamoClient(), env.contentTable), siteUrl: env.siteUrl };

export const handler = httpHandler({ ...env, log: logOf('show-document') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor', 'press/writer');
  return { status: 200, body: await showDocument(pathPart(event, 'slug'), viewerOf(who), deps) };
});
