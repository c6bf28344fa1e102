import { once } from 'node:events';
import { createServer } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenForCallback } from '../../../../bin/press/sign-in/callback.ts';
import { identityIn } from '../../../../bin/press/sign-in/identity.ts';
import { type SignInOptions, signIn } from '../../../../bin/press/sign-in/sign-in.ts';
import type { SignIn } from '../../../../functions/accounts/describe-sign-in.ts';
import { callbackPorts } from '../../../../lib/sign-in-callbacks.ts';
import { closeAll } from '../../../lib/local/web/small-cloud.ts';
import {
  aPressToSignInTo,
  clickThrough,
  description,
  type PressToSignInTo,
} from './a-press-to-sign-in-to.ts';

let press: PressToSignInTo;
beforeAll(async () => {
  press = await aPressToSignInTo();
});
afterAll(async () => {
  press.close();
  await closeAll();
});

const otherPort = (origin: string) => origin.replace(/:\d+$/, ':9');

/** What the browser shows at the end. */
const visit = async (address: string) => {
  const response = await fetch(address);
  return { status: response.status, text: await response.text() };
};

/** Begins a sign-in; `back` changes the address that the browser is sent to. */
async function signInAs(
  username: string,
  back: (address: URL) => void = () => {},
  more: Partial<SignInOptions> = {},
) {
  const pages: Awaited<ReturnType<typeof visit>>[] = [];
  const open = async (address: string) => {
    const end = new URL(await clickThrough(address, username));
    back(end);
    pages.push(await visit(end.href));
  };
  const stored = await signIn(press.api, {
    show: () => {},
    open: (address) => void open(address),
    ...more,
  }).catch((error: Error) => error);
  await expect.poll(() => pages.length).toBeGreaterThan(0);
  return { stored, page: pages[0] };
}

describe('signing in', () => {
  it.each([
    ['edda', ['editor', 'subscribers', 'access']],
    ['wim', ['writer']],
  ])('as %s gives tokens, and the browser may be closed', async (username, roles) => {
    const { stored, page } = await signInAs(username);
    if (stored instanceof Error) throw stored;
    expect(stored).toMatchObject({
      issuer: description(press.cloud).issuer,
      refreshToken: expect.any(String),
      expires: expect.any(Number),
    });
    expect(identityIn(stored.accessToken)).toMatchObject({ roles });
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('You may close this page') });
  });

  it('asks with PKCE, a state and a registered callback', async () => {
    const shown: string[] = [];
    const options = { timeout: 1, show: (address: string) => void shown.push(address) };
    await expect(signIn(press.api, options)).rejects.toThrow('Nobody has signed in within 1 minute');
    const asked = Object.fromEntries(new URL(shown[0] ?? '').searchParams);
    expect(asked).toEqual({
      response_type: 'code',
      client_id: description(press.cloud).clientId,
      redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d+\/$/),
      scope: 'openid',
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(callbackPorts.map((port) => `http://localhost:${port}/`)).toContain(asked.redirect_uri);
  });

  it('ignores a callback with another state, and goes on', async () => {
    const pages: { status: number; text: string }[] = [];
    const open = async (address: string) => {
      const end = await clickThrough(address, 'edda');
      const foreign = new URL(end);
      foreign.searchParams.set('state', 'another');
      pages.push(await visit(foreign.href), await visit(new URL('/favicon.ico', end).href), await visit(end));
    };
    await signIn(press.api, { show: () => {}, open: (address) => void open(address) });
    await expect.poll(() => pages.map(({ status }) => status)).toEqual([400, 404, 200]);
    expect(pages[0]?.text).toContain('another sign-in');
  });

  it.each([
    [
      'another issuer',
      (back: URL) => back.searchParams.set('iss', 'https://elsewhere.example'),
      'not the answer',
    ],
    ['no code', (back: URL) => back.searchParams.delete('code'), 'cannot be right'],
    [
      'a code of another sign-in',
      (back: URL) => back.searchParams.set('code', 'x'),
      'refuses: grant request is invalid',
    ],
    [
      'an error',
      (back: URL) => {
        back.searchParams.delete('code');
        back.searchParams.set('error', 'access_denied');
        back.searchParams.set('error_description', 'Not <b>today</b>\u001b[2J\nno.');
      },
      'refuses: Not <b>today</b> [2J no.',
    ],
  ])('ends in words when what comes back has %s', async (_, change, words) => {
    const { stored, page } = await signInAs('edda', change);
    expect(stored).toMatchObject({
      name: expect.stringMatching(/^(Problem|GrantRefused)$/),
      message: expect.stringContaining(words),
    });
    expect(page?.status).toBe(400);
    expect(page?.text).not.toContain('<b>');
  });

  it('takes the next port when one is in use, also by IPv6 alone, and says so when all are', async () => {
    // Ports that no sign-in of another test uses.
    const taken = await Promise.all(
      ['127.0.0.1', '::1', '127.0.0.1'].map(async (host) => {
        const server = createServer().listen(0, host);
        await once(server, 'listening');
        return server;
      }),
    );
    const ports = taken.map((server): number => Object(server.address()).port);
    const problem = await listenForCallback('state', ports).catch((error: Error) => error.message);
    expect(problem).toBe(
      `Signing in needs one of the ports ${ports.join(', ')} of this machine, and all are in use. Stop what uses one of them, then try again.`,
    );
    taken.pop()?.close();
    const listener = await listenForCallback('state', ports);
    expect(listener.redirectUri).toBe(`http://localhost:${ports.at(-1)}/`);
    listener.close();
    for (const server of taken) server.close();
  });

  it('takes the address where the browser of another machine ended', async () => {
    const pasted = new PassThrough();
    const open = async (address: string) => {
      pasted.write('what?\nhttps://elsewhere.example/?code=1\n');
      pasted.write(`  ${await clickThrough(address, 'wim')}\n`);
    };
    const stored = await signIn(press.api, { show: () => {}, open: (address) => void open(address), pasted });
    expect(identityIn(stored.accessToken)?.roles).toEqual(['writer']);
  });

  it('is refused over an open line, before anything is sent', async () => {
    await expect(signIn('http://press.example/api', { show: () => {} })).rejects.toThrow(
      'has to be https://',
    );
  });

  it.each<[string, (origin: string) => Partial<SignIn>, string]>([
    [
      'its codes to another site',
      () => ({ tokenEndpoint: 'https://thief.example/oauth2/token' }),
      'different sites',
    ],
    [
      'people to sign in at another’s',
      () => ({ authorizationEndpoint: 'https://honest.example/oauth2/authorize' }),
      'different sites',
    ],
    [
      'people to sign out at another’s',
      () => ({ logoutEndpoint: 'https://x.example/logout' }),
      'different sites',
    ],
    [
      'codes to another port',
      (origin) => ({ tokenEndpoint: `${otherPort(origin)}/oauth2/token` }),
      'different sites',
    ],
    [
      'codes over an open line',
      () => ({ tokenEndpoint: 'http://press.example/token' }),
      'has to be https://',
    ],
    ['an issuer over an open line', () => ({ issuer: 'http://issuer.example/pool' }), 'has to be https://'],
  ])('is refused when the press sends %s, before anybody is asked', async (_, says, words) => {
    press.says = says(press.cloud.place.origins.signIn);
    const shown: string[] = [];
    const problem = signIn(press.api, { show: (address) => void shown.push(address), timeout: 1000 });
    await expect(problem.finally(() => (press.says = {}))).rejects.toThrow(words);
    expect(shown).toEqual([]);
  });

  it('is refused when the tokens are not of the issuer that the press names', async () => {
    press.says = { issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Another' };
    const { stored } = await signInAs('edda', (back) => back.searchParams.delete('iss')).finally(
      () => (press.says = {}),
    );
    expect(stored).toMatchObject({ message: expect.stringMatching(/cannot be right|is not of https:/) });
  });

  it('says when there is no press at the address', async () => {
    const server = createServer((_, response) => response.writeHead(200).end('<html>'));
    await once(server.listen(0, 'localhost'), 'listening');
    const { port } = Object(server.address());
    await expect(signIn(`http://localhost:${port}/api`, { show: () => {} })).rejects.toThrow(
      'Is it the address of a press',
    );
    server.close();
  });
});
