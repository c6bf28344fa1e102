import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { call } from '../../bin/press/client.ts';
import { findPress } from '../../bin/press/find-press.ts';
import { handIn } from '../../bin/press/hand-in.ts';
import { isSettled, type Receipt } from '../../bin/press/receipts.ts';
import type { ShownDoubt } from '../../functions/post/letters/handle-doubts.ts';
import { startPress } from '../../lib/local/press.ts';
import { eventually } from './a-press.ts';
import { askSite, mailsIn } from './reader.ts';
import { settingsOf } from './storm/whole-number.ts';

const root = join(import.meta.dirname, '../..');
let data: string;
let running: ChildProcess | undefined;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'broadside-'));
  await cp(inject('assembly'), join(data, 'cloud'), { recursive: true });
});
afterEach(async () => {
  if (running) await end(running, 'SIGKILL');
  await rm(data, { recursive: true, force: true });
});

/** Starts the press as `npm start` does and resolves once it says that it is ready. */
async function start(...more: string[]): Promise<ChildProcess> {
  const options = ['--port', '0', '--data', data, '--empty', ...more];
  const child = spawn(process.execPath, ['bin/local.ts', ...options], { cwd: root });
  running = child;
  let printed = '';
  child.stderr.on('data', (text) => (printed += text));
  child.stdout.on('data', (text) => (printed += text));
  await eventually(
    async () => printed.includes('Broadside is ready') || child.exitCode !== null,
    Boolean,
    120,
  );
  expect(printed).toContain('Broadside is ready');
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  running = undefined;
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, 'exit');
  }
}

const press = () => findPress({ data }, { HOME: data });
const sample = join(root, 'examples/press/archive');
const site = async () => JSON.parse(await readFile(join(data, 'press.json'), 'utf8')).site;
const page = async (path: string) => {
  const response = await fetch((await site()) + path);
  return { status: response.status, text: await response.text() };
};

it('finds everything as it was after a kill', async () => {
  const first = await start();
  await handIn([sample], await press());
  const path = '/articles/the-herring-did-not-come/';
  const before = await eventually(
    () => page(path),
    ({ status }) => status === 200,
  );
  await end(first, 'SIGKILL');
  await start();
  const after = await eventually(
    () => page(path),
    ({ status }) => status === 200,
  );
  expect(after.status).toBe(200);
  expect(articleIn(after.text)).toBe(articleIn(before.text));
  const receipts = await handIn([sample], await press());
  expect(receipts.flatMap(({ notices }) => notices).every(({ text }) => /unchanged/i.test(text))).toBe(true);
}, 180_000);

it('goes on with what a kill interrupted: whatever was accepted becomes a page', async () => {
  const first = await start();
  const accepted = handIn([sample], await press()).catch(() => undefined);
  await eventually(async () => (await page('/api/articles?limit=1')).text.includes('"slug"'), Boolean);
  await end(first, 'SIGKILL');
  await accepted;
  await start();
  await handIn([sample], await press());
  for (const slug of ['nothing-stopped', 'the-print-shop-votes', 'a-short-history-of-one-damp-wall']) {
    expect(
      (
        await eventually(
          () => page(`/articles/${slug}/`),
          ({ status }) => status === 200,
        )
      ).status,
      slug,
    ).toBe(200);
  }
}, 180_000);

it('keeps the time that its clock was moved to through a kill, and sign-in holds', async () => {
  const clock = async (init?: RequestInit): Promise<number> => {
    const address = JSON.parse(await readFile(join(data, 'press.json'), 'utf8')).clock;
    const { now } = await (await fetch(address, init)).json();
    return Date.parse(now);
  };
  const advance = (duration: string) =>
    clock({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advance: duration }),
    });
  const hour = 3_600_000;
  const hoursAhead = (time: number) => Math.round((time - Date.now()) / hour) || 0;
  const open = async () => {
    const file = { name: 'a.md', type: 'text/markdown', bytes: 8 };
    return call<Opened>(await press(), 'POST', '/uploads', { files: [file] });
  };
  const send = async ({ files: [form = { url: '', fields: {} }] }: Opened) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    body.append('file', new Blob(['# A\n\nB.\n'.slice(0, 8)], { type: 'text/markdown' }), 'file');
    return (await fetch(form.url, { method: 'POST', body })).status;
  };
  const first = await start();
  const before = await open();
  expect(hoursAhead(Date.parse(before.expires))).toBe(0);
  const token = (await press()).token;
  expect(hoursAhead(await advance('P40D'))).toBe(960);
  expect(await send(before)).toBe(403);
  const after = await open();
  expect(hoursAhead(Date.parse(after.expires))).toBe(960);
  expect(await send(after)).toBe(204);
  await end(first, 'SIGKILL');
  await start();
  expect(hoursAhead(await clock())).toBe(960);
  // The token of before the move, which lives for thirty days.
  const editor = { api: `${await site()}/api`, token };
  expect(await call<Receipt>(editor, 'GET', `/uploads/${after.id}`)).toMatchObject({ id: after.id });
  expect(hoursAhead(Date.parse((await open()).expires))).toBe(960);
}, 180_000);

/** As many as the promise names, where sequences are many, too; and after which parts of them it is killed. */
const { signUps, kills } =
  settingsOf(process.env).runs >= 100
    ? { signUps: 2_000, kills: [0.25, 0.5, 0.75] }
    : { signUps: 400, kills: [0.5] };

it(
  `sends one letter for each of ${signUps} sign-ups, or names it in doubt, though it is killed among them`,
  async () => {
    // SES reports nothing: a letter that it took and that nobody wrote down has to stay in doubt.
    const faults = join(data, 'faults.json');
    const startAgain = async (mail: { mailSandbox?: boolean; mailAnswersLateBy?: number }) => {
      await writeFile(faults, JSON.stringify({ seed: 1, feedbackLost: 1, ...mail }));
      return start('--faults', faults);
    };
    // SES takes no letter, so that many wait.
    let child = await startAgain({ mailSandbox: true });
    await handInPressOfMany();
    const waiting = Array.from({ length: signUps }, (_, reader) => reader);
    const [accepted, others]: [number[], number[]] = [[], []];
    for (const part of [...kills, 1]) {
      const isOver = () => accepted.length >= signUps * part;
      const onAnswer = (reader: number, status: number | undefined) => {
        (status === 202 ? accepted : others).push(reader);
        if (part < 1 && isOver()) child.kill('SIGKILL');
      };
      await signUpEach(waiting, isOver, onAnswer);
      if (part === 1) break;
      await end(child, 'SIGKILL');
      child = await startAgain(
        part === kills.at(-1) ? { mailAnswersLateBy: answersLateBy } : { mailSandbox: true },
      );
    }
    await killWhileSesAnswers(child);
    await startAgain({});
    expect(waiting).toEqual([]);
    // The kills came in the middle of them.
    expect(others.length).toBeGreaterThan(0);
    expect(accepted.length).toBeGreaterThan(signUps * 0.8);

    const { letters, doubts } = await whenNothingChanges(60_000 + signUps * 60);
    const isMissing = (domain: string) => !letters.has(domain) && !doubts.has(domain);
    expect(accepted.map(domainOf).filter(isMissing)).toEqual([]);
    expect([...letters].filter(([, count]) => count > 1)).toEqual([]);
    // The last one came after SES had taken a letter, and before that was written down.
    expect([...doubts].filter((domain) => letters.has(domain))).not.toEqual([]);
  },
  300_000 + signUps * 200,
);

/** Milliseconds in which a mail stands in the inbox and its sender does not know it. Shorter than a call may take. */
const answersLateBy = 4_000;

/** Kills the press just after SES took a letter: it has not answered yet. */
async function killWhileSesAnswers(child: ChildProcess): Promise<void> {
  const { inbox } = JSON.parse(await readFile(join(data, 'press.json'), 'utf8'));
  const taken = async () => (await mailsIn(inbox)).length;
  const before = await taken();
  const after = await eventually(taken, (count) => count > before, 60);
  await end(child, 'SIGKILL');
  expect(after).toBeGreaterThan(before);
}

/** Nothing but the kills is in the way of its letters. */
async function handInPressOfMany(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'press-'));
  const lines = [
    '---',
    'kind: press',
    'title: The Lantern',
    'sender: The Lantern <post@lantern.example>',
    'imprint: The Lantern, 4 Harbour Row, Saltmarsh',
    'lists: [{ name: weekly, title: The weekly, default: true }]',
    'limits: { signups: 10000, hourly: 1000000 }',
    '---',
  ];
  await writeFile(join(folder, 'press.md'), `${lines.join('\n')}\n`);
  await handIn([folder], await press()).finally(() => rm(folder, { recursive: true }));
  const newsletters = await eventually(
    () => page('/newsletters/'),
    ({ text }) => text.includes('Harbour Row'),
    60,
  );
  expect(newsletters.text).toContain('Harbour Row');
}

/** A doubt shows the whole domain of its address. */
const domainOf = (reader: number) => `n${reader}.example`;

/** Takes readers off the list and signs them up, some at once, until it is over. The status is undefined without an answer. */
async function signUpEach(
  waiting: number[],
  isOver: () => boolean,
  onAnswer: (reader: number, status: number | undefined) => void,
): Promise<void> {
  const origin = await site();
  const subscribe = (reader: number) =>
    askSite(origin, '/api/subscriptions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `reader@${domainOf(reader)}` }),
      from: `127.1.${reader >> 8}.${reader & 255}`,
    }).then(
      ({ status }) => status,
      () => undefined,
    );
  const work = async () => {
    while (!isOver()) {
      const reader = waiting.shift();
      if (reader === undefined) return;
      onAnswer(reader, await subscribe(reader));
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
}

interface Outbox {
  /** How many letters each domain got. */
  letters: Map<string, number>;
  /** The domains whose letters stand in doubt. */
  doubts: Set<string>;
}

async function outbox(): Promise<Outbox> {
  const { inbox } = JSON.parse(await readFile(join(data, 'press.json'), 'utf8'));
  const letters = new Map<string, number>();
  for (const { destination } of await mailsIn(inbox)) {
    const domain = destination.to[0]?.split('@')[1] ?? '';
    letters.set(domain, (letters.get(domain) ?? 0) + 1);
  }
  const doubts = new Set<string>();
  for (let next: string | null = ''; next !== null; ) {
    const query = `/letters?state=doubt&limit=100${next && `&cursor=${encodeURIComponent(next)}`}`;
    const page: { items: ShownDoubt[]; next: string | null } = await call(await press(), 'GET', query);
    for (const { to = '' } of page.items) doubts.add(to.split('@')[1] ?? '');
    next = page.next;
  }
  return { letters, doubts };
}

async function advance(duration: string): Promise<void> {
  const { clock } = JSON.parse(await readFile(join(data, 'press.json'), 'utf8'));
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ advance: duration });
  expect((await fetch(clock, { method: 'POST', headers, body })).status).toBe(200);
}

/** Moves the clock on whenever nothing has changed, until that changes nothing either: what the streams have lost is due
 *  after a minute, and a claim that nobody holds any more is in doubt after two. */
async function whenNothingChanges(longest: number): Promise<Outbox> {
  const latest = Date.now() + longest;
  let [seen, moves] = [await outbox(), 0];
  while (moves < 3) {
    if (Date.now() > latest) throw new Error('Letters or doubts still come');
    await pause(1_000);
    const now = await outbox();
    const isSame = isDeepStrictEqual(now, seen);
    seen = now;
    if (!isSame) moves = 0;
    else if (++moves < 3) await advance('PT31M');
  }
  return seen;
}

it('leaves no child process behind when it is asked to stop', async () => {
  const child = await start();
  const children = (await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'))
    .trim()
    .split(' ')
    .filter(Boolean);
  await end(child, 'SIGTERM');
  expect(children.length).toBeGreaterThan(0);
  for (const pid of children) expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
});

it('takes the forms that were signed before a restart, and ends their receipt', async () => {
  const options = { port: 0, data, assembly: inject('assembly'), say: () => {} };
  const file = { name: 'a.md', type: 'text/markdown', bytes: 8 };
  const before = await startPress(options);
  const editor = { api: before.api, token: before.token };
  const opened = await call<Opened>(editor, 'POST', '/uploads', { files: [file] }).finally(before.stop);
  const after = await startPress(options);
  try {
    const [form = { url: '', fields: {} }] = opened.files;
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    body.append('file', new Blob(['# A\n\nB.\n'.slice(0, 8)], { type: file.type }), 'file');
    // The second run has other ports.
    const url = after.aws + new URL(form.url).pathname;
    const sent = await fetch(url, { method: 'POST', body });
    expect([sent.status, await sent.text()]).toEqual([204, '']);
    const receipt = await eventually(
      () => call<Receipt>({ api: after.api, token: after.token }, 'GET', `/uploads/${opened.id}`),
      isSettled,
      20,
    );
    expect(receipt).toMatchObject({ state: 'done', documents: [{ slug: 'a' }] });
  } finally {
    await after.stop();
  }
});

interface Opened {
  expires: string;
  id: string;
  files: { url: string; fields: Record<string, string> }[];
}

/** Ports differ between the two runs, and with them the absolute addresses in the page's head. */
const articleIn = (html: string) =>
  /<main[\s\S]*<\/main>/.exec(html)?.[0].replaceAll(/http:\/\/localhost:\d+/g, '');
