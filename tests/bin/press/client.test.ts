import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call } from '../../../bin/press/client.ts';

/** Refuses as API Gateway does; `/said` as a function does. */
const server = createServer(({ url }, response) =>
  response
    .writeHead(403, { 'content-type': 'application/json' })
    .end(JSON.stringify(url === '/said' ? { detail: 'Not today.' } : { message: 'Forbidden' })),
);
let api = '';
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const tokenOf = (claims: object) => `.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
const wim = { sub: '1', name: 'Wim', exp: 2_000_000_000 };

it.each([
  [
    'a writer',
    tokenOf({ ...wim, scope: 'press/writer' }),
    /^This is for editors\. You are signed in as Wim, a writer/,
  ],
  [
    'nobody yet',
    tokenOf({ ...wim, scope: 'openid' }),
    /^You are signed in as Wim, who may do nothing here yet/,
  ],
  ['an editor', tokenOf({ ...wim, scope: 'press/editor press/writer' }), /^Forbidden$/],
  ['who knows', 'a-token', /^Forbidden$/],
])('says whom the press has refused: %s', async (_, token, words) => {
  await expect(call({ api, token }, 'GET', '/documents')).rejects.toThrow(words);
  const source = { current: async () => token, inPlaceOf: async () => token };
  await expect(call({ api, token: source }, 'GET', '/documents')).rejects.toThrow(words);
  await expect(call({ api, token }, 'GET', '/said')).rejects.toThrow(/^Not today\.$/);
});
