import { readEnv } from '../runtime/env.ts';
import { httpHandler } from '../runtime/http.ts';
import { logOf } from '../runtime/log.ts';
import { describeSignIn } from './describe-sign-in.ts';

const env = readEnv('signInIssuer', 'signInOrigin', 'signInClient', 'signInScopes', 'originSecret');

/** It changes with a deploy alone. */
const reply = {
  status: 200,
  body: describeSignIn({
    issuer: env.signInIssuer,
    origin: env.signInOrigin,
    clientId: env.signInClient,
    scopes: env.signInScopes,
  }),
  headers: { 'cache-control': 'public, max-age=0, s-maxage=300' },
};

export const handler = httpHandler({ ...env, open: true, log: logOf('describe-sign-in') }, async () => reply);
