import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileOf } from '../../bin/press/sign-in/stored.ts';
import { subjectOf } from '../../lib/local/sign-in/people.ts';
import { clickThrough } from '../bin/press/sign-in/a-press-to-sign-in-to.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';

/** Commands start in seconds where the machine has other work. */
const timeout = 120_000;
const program = join(import.meta.dirname, '../../bin/press.ts');

let press: PressUnderTest;
let home: string;
beforeAll(async () => {
  press = await aPress();
  home = await mkdtemp(join(tmpdir(), 'broadside-home-'));
}, timeout);
afterAll(async () => {
  await press.end();
  await rm(home, { recursive: true, force: true });
});

/** The command line of one person, on the press known by its address alone. */
class Person {
  readonly #username: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(username: string) {
    this.#username = username;
    this.env = { PATH: process.env.PATH, PRESS_URL: press.site, XDG_CONFIG_HOME: join(home, username) };
  }

  async run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    return new Promise((resolve) => {
      execFile(process.execPath, [program, ...args], { env: this.env, cwd: home }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  }

  /** Follows the printed address, as a browser does. */
  async login(): Promise<{ printed: string; page: string }> {
    const child = spawn(process.execPath, [program, 'login', '--no-browser'], { env: this.env, cwd: home });
    const printed: string[] = [];
    child.stdout.on('data', (text) => printed.push(String(text)));
    const closed = once(child, 'close');
    for await (const line of createInterface(child.stderr)) {
      const [address] = /http\S+/.exec(line) ?? [];
      if (!address) continue;
      const back = await clickThrough(address, this.#username);
      const page = await (await fetch(back)).text();
      await closed;
      return { printed: printed.join(''), page };
    }
    throw new Error('No address was printed');
  }
}

it('says where to sign in to everybody who knows its address', async () => {
  const { origins } = press.cloud.place;
  expect(await (await fetch(`${press.site}/api/sign-in`)).json()).toEqual({
    issuer: expect.stringMatching(/^https:\/\/cognito-idp\.eu-west-1\.amazonaws\.com\/eu-west-1_/),
    authorizationEndpoint: `${origins.signIn}/oauth2/authorize`,
    tokenEndpoint: `${origins.signIn}/oauth2/token`,
    logoutEndpoint: `${origins.signIn}/logout`,
    clientId: expect.any(String),
    scopes: ['openid', 'email'],
  });
});

it(
  'signs wim in, who hands in a draft, and edda, who publishes it: the history names both',
  async () => {
    const [wim, edda] = [new Person('wim'), new Person('edda')];
    await writeFile(join(home, 'quay.md'), '---\ntitle: The quay\n---\nIt floods.\n');

    const { printed, page } = await wim.login();
    expect(printed).toContain('as Wim Okafor, a writer');
    expect(page).toContain('You may close this page');
    expect((await stat(fileOf(`${press.site}/api`, wim.env))).mode & 0o777).toBe(0o600);
    expect(JSON.parse((await wim.run('whoami', '--json')).stdout)).toEqual({
      press: press.site,
      by: subjectOf('wim'),
      byName: 'Wim Okafor',
      roles: ['writer'],
      means: 'press login',
    });
    expect((await wim.run('upload', 'quay.md')).code).toBe(0);

    await edda.login();
    expect((await edda.run('upload', 'quay.md')).code).toBe(0);
    const shown = JSON.parse((await edda.run('show', 'the-quay', '--json')).stdout);
    const who = shown.revisions.map(({ by, byName }: Record<string, string>) => [by, byName]);
    expect(who.sort()).toEqual(
      [
        [subjectOf('edda'), 'Edda Larkin'],
        [subjectOf('wim'), 'Wim Okafor'],
      ].sort(),
    );
    await eventually(
      () => press.get('/articles/the-quay/'),
      ({ status }) => status === 200,
      60,
    );

    expect(await wim.run('logout', '--no-browser')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('/logout?'),
    });
    expect(await wim.run('whoami')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('You are not signed in'),
    });
  },
  timeout * 2,
);
