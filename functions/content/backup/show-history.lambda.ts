import { dynamoClient, s3Client } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, pathPart, query } from '../../runtime/request.ts';
import { historyQuery } from '../api/api-requests.ts';
import { dynamoHistories } from '../store/dynamo-documents.ts';
import { s3Links } from '../store/s3-signed.ts';
import { showHistory } from './show-history.ts';

const env = readEnv('contentTable', 'bodiesBucket', 'originSecret');
const deps = {
  histories: dynamoHistories(dynamoClient(), env.contentTable),
  links: s3Links(s3Client(), env.bodiesBucket),
};

export const handler = httpHandler({ ...env, log: logOf('show-history') }, async (event) => {
  demandScope(caller(event), 'press/editor');
  const page = query(event, historyQuery);
  return { status: 200, body: await showHistory(pathPart(event, 'slug'), page, deps) };
});
