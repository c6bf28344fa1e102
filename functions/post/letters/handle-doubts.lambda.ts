import { dynamoClient, eventBridgeClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, type Reply } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { Problem } from '../../runtime/problem.ts';
import { caller, demandScope, type HttpEvent, pathPart, query } from '../../runtime/request.ts';
import { doubtsQuery } from '../api/requests.ts';
import { busPost } from '../store/bus-post.ts';
import { dynamoOutbox } from '../store/dynamo-outbox.ts';
import { closeLetter, type DoubtDeps, listDoubts, listNotWanted, resendLetter } from './handle-doubts.ts';

const env = readEnv('postTable', 'eventBus', 'originSecret');
const deps: DoubtDeps = {
  outbox: dynamoOutbox(dynamoClient(), env.postTable),
  announcer: busPost(eventBridgeClient(), env.eventBus),
  clock: systemClock,
  ids: ulids(systemClock),
};

/** `GET /api/letters?state=doubt` or `closed`, `POST /api/letters/{id}/resend`, `POST /api/letters/{id}/settle`. */
const answers: Readonly<Record<string, (event: HttpEvent) => Promise<Reply>>> = {
  async letters(event) {
    const { state, limit, cursor } = query(event, doubtsQuery);
    const list = state === 'doubt' ? listDoubts : listNotWanted;
    return { status: 200, body: await list({ limit, after: cursor }, deps) };
  },
  resend: async (event) => ({ status: 202, body: await resendLetter(pathPart(event, 'id'), deps) }),
  async settle(event) {
    const letter = pathPart(event, 'id');
    await closeLetter(letter, deps);
    return { status: 200, body: { letter, state: 'closed' } };
  },
};

export const handler = httpHandler({ ...env, log: logOf('handle-doubts') }, async (event) => {
  demandScope(caller(event), 'press/editor');
  const answer = answers[event.rawPath.split('/').at(-1) ?? ''];
  if (!answer) throw new Problem(404, 'There is nothing at this address.');
  return answer(event);
});
