import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../../../../bin/press/client.ts';
import { findAddress, findPress } from '../../../../bin/press/find-press.ts';
import { revokeToken } from '../../../../bin/press/sign-in/authorization-server.ts';
import { openSession } from '../../../../bin/press/sign-in/session.ts';
import { signIn } from '../../../../bin/press/sign-in/sign-in.ts';
import {
  fileOf,
  forgetSignIn,
  readSignIn,
  type StoredSignIn,
  signedInPresses,
  storeSignIn,
} from '../../../../bin/press/sign-in/stored.ts';
import { closeAll } from '../../../lib/local/web/small-cloud.ts';
import { aPressToSignInTo, clickThrough, type PressToSignInTo } from './a-press-to-sign-in-to.ts';

let press: PressToSignInTo;
let stored: StoredSignIn;
beforeAll(async () => {
  press = await aPressToSignInTo();
});
afterAll(async () => {
  press.close();
  await closeAll();
});
beforeEach(async () => {
  const open = async (address: string) => void (await fetch(await clickThrough(address, 'wim')));
  stored = await signIn(press.api, { show: () => {}, open: (address) => void open(address) });
  await storeSignIn(press.api, stored, press.env);
  press.asked.length = 0;
  press.refuses = () => false;
});

const expired = () => storeSignIn(press.api, { ...stored, expires: Date.now() + 30_000 }, press.env);
const ask = async () =>
  call(await findPress({ data: '/nowhere', press: press.api }, press.env), 'GET', '/asks');

describe('a sign-in', () => {
  it('is kept in a file that its owner alone can read', async () => {
    const file = fileOf(press.api, press.env);
    const folder = join(file, '..');
    expect([(await stat(file)).mode & 0o777, (await stat(folder)).mode & 0o777]).toEqual([0o600, 0o700]);
    await storeSignIn(press.api, stored, press.env);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toHaveLength(1);
    expect(file.startsWith(press.env.XDG_CONFIG_HOME ?? '-')).toBe(true);
  });

  it('lies in the home of its owner, whatever a relative XDG_CONFIG_HOME says', () => {
    const env = { HOME: '/home/ama', XDG_CONFIG_HOME: 'here' };
    expect(fileOf('https://press.example/api', env)).toBe(
      '/home/ama/.config/broadside/sign-ins/https%3A%2F%2Fpress.example%2Fapi.json',
    );
  });

  it('is of one press, and is forgotten alone', async () => {
    await storeSignIn('https://press.example/api', stored, press.env);
    expect((await signedInPresses(press.env)).sort()).toEqual(
      [press.api, 'https://press.example/api'].sort(),
    );
    await expect(findAddress({ data: '/nowhere' }, press.env)).rejects.toThrow('several presses');
    await forgetSignIn('https://press.example/api', press.env);
    expect(await signedInPresses(press.env)).toEqual([press.api]);
    expect(await findAddress({ data: '/nowhere' }, press.env)).toEqual({ api: press.api });
  });

  it('that was damaged counts as none', async () => {
    await writeFile(fileOf(press.api, press.env), '{"refreshToken": 1');
    await expect(ask()).rejects.toThrow('You are not signed in at http://localhost');
  });

  it('gives its token while that is good', async () => {
    await ask();
    await ask();
    expect(press.asked).toEqual([stored.accessToken, stored.accessToken]);
  });

  it('is renewed before its token expires, once for all requests, and what comes of it is kept', async () => {
    await expired();
    const session = { api: press.api, token: openSession(press.api, press.env) };
    await Promise.all([1, 2, 3, 4].map(() => call(session, 'GET', '/asks')));
    const [token = ''] = press.asked;
    expect(press.asked).toEqual([token, token, token, token]);
    expect(token).not.toBe(stored.accessToken);
    const now = await readSignIn(press.api, press.env);
    expect(now).toMatchObject({
      accessToken: token,
      refreshToken: expect.not.stringMatching(stored.refreshToken),
    });
    expect(now?.expires).toBeGreaterThan(Date.now() + 120_000);
  });

  it('is renewed when its token is refused, and asks once more', async () => {
    press.refuses = (token) => token === stored.accessToken;
    await ask();
    expect(press.asked).toEqual([stored.accessToken, (await readSignIn(press.api, press.env))?.accessToken]);
  });

  it('asks no third time, and says what to do', async () => {
    press.refuses = () => true;
    const problem = await ask().catch((error: Error) => error.message);
    expect(problem).toBe(
      `The press does not accept your sign-in any more. Sign in again: press login ${press.api.slice(0, -4)}`,
    );
    expect(press.asked).toHaveLength(2);
  });

  it('is renewed where it came from, whatever the press says since', async () => {
    press.says = { tokenEndpoint: 'https://elsewhere.example/oauth2/token' };
    try {
      await expired();
      await ask();
    } finally {
      press.says = {};
    }
    expect(press.asked).not.toEqual([stored.accessToken]);
    expect(await readSignIn(press.api, press.env)).toMatchObject({
      issuer: stored.issuer,
      tokenEndpoint: stored.tokenEndpoint,
    });
  });

  it('is not renewed with a token of another issuer', async () => {
    await storeSignIn(press.api, { ...stored, issuer: 'https://elsewhere.example', expires: 0 }, press.env);
    await expect(ask()).rejects.toThrow(/cannot be right|not of https:/);
    expect(await readSignIn(press.api, press.env)).toMatchObject({ accessToken: stored.accessToken });
    expect(press.asked).toEqual([]);
  });

  it('is shared by commands that run side by side', async () => {
    const [first, second] = [openSession(press.api, press.env), openSession(press.api, press.env)];
    await expired();
    const renewed = await first.current();
    expect(renewed).not.toBe(stored.accessToken);
    expect(await second.current()).toBe(renewed);
    // Both at once, with a refresh token that was used a moment ago: a command was killed before it stored the next.
    await expired();
    expect(await Promise.all([first.current(), second.current()])).not.toContain(stored.accessToken);
  });

  it('ends when it is revoked, in words', async () => {
    await revokeToken(stored, stored.refreshToken);
    await expired();
    await expect(ask()).rejects.toThrow(
      'Your sign-in has ended. Sign in again: press login http://localhost',
    );
  });

  it('ends for work under way when somebody signs out', async () => {
    const session = openSession(press.api, press.env);
    await session.current();
    await forgetSignIn(press.api, press.env);
    await expect(session.current()).rejects.toThrow('You are not signed in');
  });
});

describe('the token from the environment', () => {
  it('is used in place of a sign-in, for the press at PRESS_URL alone', async () => {
    const env = { ...press.env, PRESS_URL: `${press.api.slice(0, -4)}/`, PRESS_TOKEN: 'given' };
    expect(await findPress({ data: '/nowhere' }, env)).toEqual({ api: press.api, token: 'given' });
    await expect(findPress({ data: '/nowhere', press: 'https://other.example' }, env)).rejects.toThrow(
      'You are not signed in at https://other.example',
    );
  });

  it.each(['http://press.example', 'http://localhost.press.example/api', 'http://192.168.1.9:4000'])(
    'goes over no open line: %s',
    async (address) => {
      const env = { PRESS_URL: address, PRESS_TOKEN: 'given' };
      await expect(findPress({ data: '/nowhere' }, env)).rejects.toThrow('has to be https://');
    },
  );

  it.each(['http://127.0.0.1:4000', 'http://[::1]:4000', 'http://localhost:4000', 'https://press.example'])(
    'goes to %s',
    async (address) => {
      const env = { PRESS_URL: address, PRESS_TOKEN: 'given' };
      expect(await findPress({ data: '/nowhere' }, env)).toEqual({ api: `${address}/api`, token: 'given' });
    },
  );

  it.each(['press.example', 'ftp://press.example', 'localhost:4000'])('goes to no %s', async (address) => {
    await expect(findPress({ data: '/nowhere' }, { PRESS_URL: address })).rejects.toThrow(
      'is not the address of a press',
    );
  });
});
