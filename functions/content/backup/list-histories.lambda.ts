import { dynamoClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, query } from '../../runtime/request.ts';
import { historiesQuery } from '../api/api-requests.ts';
import { dynamoHistories } from '../store/dynamo-documents.ts';
import { listHistories } from './list-histories.ts';

const env = readEnv('contentTable', 'originSecret');
const histories = dynamoHistories(dynamoClient(), env.contentTable);

export const handler = httpHandler({ ...env, log: logOf('list-histories') }, async (event) => {
  demandScope(caller(event), 'press/editor');
  return { status: 200, body: await listHistories(query(event, historiesQuery), { histories }) };
});
