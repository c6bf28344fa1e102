import { sqsClient } from '../../runtime/clients.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope } from '../../runtime/request.ts';
import { sqsRenders } from '../store/sqs-queues.ts';

const { changesQueue, originSecret } = readEnv('changesQueue', 'originSecret');
const log = logOf('request-render');
const renders = sqsRenders(sqsClient(), changesQueue);

/** POST /api/site/render: renders everything, soon. */
export const handler = httpHandler({ originSecret, log }, async (event) => {
  demandScope(caller(event), 'press/editor');
  await renders.request();
  return { status: 202, body: { requested: true } };
});
