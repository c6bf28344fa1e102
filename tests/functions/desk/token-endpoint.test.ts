import { createServer, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import {
  GrantRefused,
  refreshed,
  SignInUnavailable,
} from '../../../functions/desk/browser/sign-in/authorization.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** A sign-in whose token endpoint answers so. */
async function answering(status: number, body: string, type = 'application/json') {
  server = createServer((_, answer) => answer.writeHead(status, { 'content-type': type }).end(body));
  const port = await new Promise<number>((resolve) => {
    server?.listen(0, 'localhost', () => {
      const address = server?.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const site = `http://localhost:${port}`;
  return {
    issuer: site,
    clientId: 'desk',
    scopes: ['openid'],
    authorizationEndpoint: `${site}/oauth2/authorize`,
    tokenEndpoint: `${site}/oauth2/token`,
    logoutEndpoint: `${site}/logout`,
  };
}

it('ends a sign-in only where it says that the grant is none any more', async () => {
  const signIn = await answering(400, '{"error":"invalid_grant"}');
  await expect(refreshed(signIn, 'old')).rejects.toThrow(GrantRefused);
});

it.each([
  [503, 'Busy', 'text/html'],
  [500, '{"error":"server_error"}', 'application/json'],
  [429, '{"error":"slow_down"}', 'application/json'],
  [200, 'no JSON', 'text/html'],
])('is asked again where it answers %i', async (status, body, type) => {
  const signIn = await answering(status, body, type);
  await expect(refreshed(signIn, 'good')).rejects.toThrow(SignInUnavailable);
});

it('is asked again where there is no line', async () => {
  const signIn = await answering(200, '{}');
  server?.close();
  await expect(refreshed(signIn, 'good')).rejects.toThrow(SignInUnavailable);
});
