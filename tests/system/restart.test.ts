import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { call } from '../../bin/press/client.ts';
import { findPress } from '../../bin/press/find-press.ts';
import { handIn } from '../../bin/press/hand-in.ts';
import { isSettled, type Receipt } from '../../bin/press/receipts.ts';
import { startPress } from '../../lib/local/press.ts';
import { eventually } from './a-press.ts';

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
async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['bin/local.ts', '--port', '0', '--data', data, '--empty'], {
    cwd: root,
  });
  let printed = '';
  child.stderr.on('data', (text) => (printed += text));
  child.stdout.on('data', (text) => (printed += text));
  await eventually(
    async () => printed.includes('Broadside is ready') || child.exitCode !== null,
    Boolean,
    60,
  );
  expect(printed).toContain('Broadside is ready');
  running = child;
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
