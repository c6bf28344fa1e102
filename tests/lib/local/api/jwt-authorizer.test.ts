import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '../../../../lib/local/cloud.ts';
import { signedToken } from '../../../../lib/local/sign-in/access-token.ts';
import { issueToken } from '../../../../lib/local/sign-in/issue-token.ts';
import { closeAll } from '../web/small-cloud.ts';
import { client, pool, pressApi } from './a-press-api.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await pressApi();
});
afterAll(closeAll);

const ask = async (path: string, authorization?: string) => {
  const response = await fetch(cloud.place.origins.api + path, {
    headers: authorization ? { authorization } : {},
  });
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    ...Object(await response.json()),
  };
};

const now = () => Math.floor(Date.now() / 1000);
const good = () => ({
  iss: pool.identity.attributes.ProviderURL,
  client_id: client.identity.ref,
  scope: 'openid press/editor',
  exp: now() + 60,
  iat: now(),
  sub: 'someone',
  'cognito:groups': ['editors', 'staff'],
  about: { b: 2, a: [1, true] },
});
const token = (claims: Record<string, unknown>) =>
  `Bearer ${signedToken(claims, pool.identity.ref, cloud.place)}`;
const { client_id: clientId, ...withoutClient } = good();

describe('a JWT authorizer', () => {
  it('lets a good token in and hands its claims on as text', async () => {
    const { status, event } = await ask('/edit', token(good()));
    expect(status).toBe(200);
    const { claims, scopes } = event.requestContext.authorizer.jwt;
    expect(claims).toMatchObject({
      'cognito:groups': '[editors staff]',
      sub: 'someone',
      scope: 'openid press/editor',
    });
    expect(claims).toMatchObject({ exp: expect.stringMatching(/^\d+$/), about: 'map[a:[1 true] b:2]' });
    expect(scopes).toEqual(['openid', 'press/editor']);
  });

  it('gives no scopes to a route that asks for none', async () => {
    const { event } = await ask('/signed-in', token({ ...good(), scope: '' }));
    expect(event.requestContext.authorizer.jwt.scopes).toBeNull();
  });

  it.each([
    ['no token', undefined],
    ['no token after Bearer', 'Bearer '],
    ['something that is no token', 'Bearer abc'],
    ['a bad signature', () => `${token(good()).slice(0, -8)}AAAAAAAA`],
    ['a token without signature', () => `Bearer ${unsigned(good())}`],
    ['an expired token', () => token({ ...good(), exp: now() - 1 })],
    ['a token for later', () => token({ ...good(), nbf: now() + 60 })],
    ['another issuer’s token', () => token({ ...good(), iss: 'https://elsewhere.example' })],
    ['another client’s token', () => token({ ...good(), client_id: 'other' })],
    ['a token for another audience', () => token({ ...good(), aud: 'other' })],
    ['a token for nobody', () => token(withoutClient)],
  ])('answers 401 to %s', async (_, authorization) => {
    const answer = await ask('/edit', typeof authorization === 'function' ? authorization() : authorization);
    expect(answer).toMatchObject({
      status: 401,
      message: 'Unauthorized',
      challenge: expect.stringMatching(/^Bearer/),
    });
  });

  it('answers 403 to a token without any of the scopes', async () => {
    expect(await ask('/edit', token({ ...good(), scope: 'openid' }))).toMatchObject({
      status: 403,
      message: 'Forbidden',
    });
  });

  it.each([
    ['the writer’s scope', { ...good(), scope: 'press/writer' }],
    ['scopes in scp', { ...good(), scope: undefined, scp: ['press/writer'] }],
    ['an audience in a list', { ...withoutClient, aud: ['other', clientId] }],
  ])('takes %s', async (_, claims) => {
    expect(await ask('/edit', token(claims))).toMatchObject({ status: 200 });
  });

  it('takes a token without the word Bearer', async () => {
    expect(await ask('/edit', token(good()).slice('Bearer '.length))).toMatchObject({ status: 200 });
  });

  it('takes the token made for the sample editor, whose scopes the trigger decides', async () => {
    const made = await issueToken(cloud, { username: 'edda', groups: ['editors'] });
    const { status, event } = await ask('/edit', `Bearer ${made}`);
    expect(status).toBe(200);
    expect(event.requestContext.authorizer.jwt.claims).toMatchObject({
      token_use: 'access',
      username: 'edda',
      scope: 'openid press/editor',
      client_id: clientId,
      'cognito:groups': '[editors]',
    });
  });
});

function unsigned(claims: Record<string, unknown>): string {
  const parts = [{ alg: 'none' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${parts.join('.')}.`;
}
