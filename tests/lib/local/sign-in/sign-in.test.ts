import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Cloud } from '../../../../lib/local/cloud.ts';
import { callbackAt, callbackPorts } from '../../../../lib/sign-in-callbacks.ts';
import { client, pool, pressApi } from '../api/a-press-api.ts';
import { closeAll } from '../web/small-cloud.ts';
import { Browser } from './browser.ts';

let cloud: Cloud;
let at: string;
beforeAll(async () => {
  cloud = await pressApi();
  at = cloud.place.origins.signIn;
});
afterAll(closeAll);

const callback = 'http://localhost:4000/desk/';
const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');

const authorize = (more: Record<string, string> = {}) =>
  `${at}/oauth2/authorize?${new URLSearchParams({
    client_id: client.identity.ref,
    response_type: 'code',
    redirect_uri: callback,
    scope: 'openid',
    state: 's',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  })}`;

const token = async (fields: Record<string, string>) => {
  const body = new URLSearchParams({ client_id: client.identity.ref, ...fields });
  const response = await fetch(`${at}/oauth2/token`, { method: 'POST', body });
  return { status: response.status, ...Object(await response.json()) };
};

const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());

/** Clicks through the sign-in page; the code that comes back. */
async function codeFor(username: string, browser = new Browser()): Promise<string> {
  const page = await browser.follow(authorize());
  expect(page.text).toContain(`value="${username}"`);
  const back = await browser.follow(page.url, { username });
  return new URL(back.url).searchParams.get('code') ?? '';
}

const exchange = (code: string) =>
  token({ grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: verifier });

describe('signing in', () => {
  it('tells where its parts are, under the issuer’s name on AWS', async () => {
    const found = await (await fetch(`${at}/${pool.identity.ref}/.well-known/openid-configuration`)).json();
    expect(found).toMatchObject({
      issuer: pool.identity.attributes.ProviderURL,
      authorization_endpoint: `${at}/oauth2/authorize`,
      token_endpoint: `${at}/oauth2/token`,
    });
    const { keys } = Object(await (await fetch(`${at}/${pool.identity.ref}/.well-known/jwks.json`)).json());
    expect(keys).toMatchObject([{ kty: 'RSA', use: 'sig', alg: 'RS256' }]);
    expect(keys[0]).not.toHaveProperty('d');
  });

  it('gives the editor a token that opens the editors’ routes', async () => {
    const { access_token: access, ...others } = await exchange(await codeFor('edda'));
    expect(others).toMatchObject({
      status: 200,
      token_type: 'Bearer',
      expires_in: 3600,
      id_token: expect.any(String),
    });
    const claims = claimsOf(access);
    expect(claims).toMatchObject({
      iss: pool.identity.attributes.ProviderURL,
      client_id: client.identity.ref,
      token_use: 'access',
      scope: 'openid press/editor press/subscribers press/access',
      'cognito:groups': ['editors', 'subscribers', 'access'],
      username: 'edda',
      sub: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/),
    });
    expect(claims).not.toHaveProperty('aud');
    const headers = { authorization: `Bearer ${access}` };
    expect((await fetch(`${cloud.place.origins.api}/edit`, { headers })).status).toBe(200);
    const who = await (await fetch(`${at}/oauth2/userInfo`, { headers })).json();
    expect(who).toMatchObject({ sub: claims.sub, 'cognito:username': 'edda' });
  });

  it('gives the writer the writer’s scope, and a new token for a refresh token', async () => {
    const first = await exchange(await codeFor('wim'));
    const second = await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
    expect(claimsOf(first.access_token)).toMatchObject({ scope: 'openid press/writer', username: 'wim' });
    expect(claimsOf(second.access_token)).toMatchObject({ scope: 'openid press/writer', username: 'wim' });
  });

  it('lets nobody change their own account, as the pool’s client on AWS', async () => {
    const browser = new Browser();
    const page = await browser.follow(authorize({ scope: 'openid aws.cognito.signin.user.admin' }));
    const back = await browser.follow(page.url, { username: 'wim' });
    const { access_token: access } = await exchange(new URL(back.url).searchParams.get('code') ?? '');
    expect(claimsOf(access)).toMatchObject({ scope: 'openid press/writer' });
  });

  it('gives another refresh token each time, and takes the one before for a minute more', async () => {
    const first = await exchange(await codeFor('edda'));
    const refresh = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token });
    const second = await refresh(first.refresh_token);
    expect(second).toMatchObject({ status: 200, refresh_token: expect.any(String) });
    expect(second.refresh_token).not.toBe(first.refresh_token);
    // An answer was lost, or two commands renew at once.
    const again = await refresh(first.refresh_token);
    expect(again).toMatchObject({ status: 200 });
    const later = Date.now() + 61_000;
    vi.useFakeTimers({ toFake: ['Date'], now: later });
    try {
      expect(await refresh(first.refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' });
      expect(await refresh(second.refresh_token)).toMatchObject({ status: 200 });
    } finally {
      vi.useRealTimers();
    }
  });

  it('takes no refresh token that was revoked', async () => {
    const { refresh_token } = await exchange(await codeFor('edda', new Browser()));
    const body = new URLSearchParams({ client_id: client.identity.ref, token: refresh_token });
    expect((await fetch(`${at}/oauth2/revoke`, { method: 'POST', body })).status).toBe(200);
    expect(await token({ grant_type: 'refresh_token', refresh_token })).toMatchObject({
      status: 400,
      error: 'invalid_grant',
    });
  });

  it('takes a code once, with the right verifier', async () => {
    const code = await codeFor('edda');
    const wrong = { grant_type: 'authorization_code', redirect_uri: callback, code_verifier: 'w'.repeat(43) };
    expect(await token({ ...wrong, code })).toMatchObject({ status: 400, error: 'invalid_grant' });
    const other = await codeFor('edda');
    expect(await exchange(other)).toMatchObject({ status: 200 });
    expect(await exchange(other)).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  it('refuses another address to come back to, and a request without PKCE', async () => {
    const elsewhere = await fetch(authorize({ redirect_uri: 'https://elsewhere.example/' }), {
      headers: { accept: 'text/html' },
    });
    expect([elsewhere.status, await elsewhere.text()]).toEqual([
      400,
      expect.stringContaining('redirect_uri'),
    ]);
    // Not even another port of this machine.
    const anotherPort = await fetch(authorize({ redirect_uri: callbackAt(8612) }), {
      headers: { accept: 'text/html' },
    });
    expect(anotherPort.status).toBe(400);
    const registered = await new Browser().follow(authorize({ redirect_uri: callbackAt(callbackPorts[0]) }));
    expect(registered.text).toContain('Who are you today?');
    const back = await new Browser().follow(authorize({ code_challenge: '', code_challenge_method: '' }));
    expect(new URL(back.url).searchParams.get('error')).toBe('invalid_request');
  });

  it('remembers who signed in, until they sign out', async () => {
    const browser = new Browser();
    await codeFor('edda', browser);
    expect((await browser.follow(authorize())).url).toMatch(/[?&]code=/);
    const out = new URLSearchParams({ client_id: client.identity.ref, logout_uri: 'http://localhost:4000/' });
    expect((await browser.follow(`${at}/logout?${out}`)).url).toBe('http://localhost:4000/');
    expect((await browser.follow(authorize())).text).toContain('Who are you today?');
  });

  it('does not sign anybody in whom the page does not list', async () => {
    const browser = new Browser();
    const page = await browser.follow(authorize());
    expect((await browser.follow(page.url, { username: 'mallory' })).text).toContain('did not work');
  });
});
