import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { gather } from '../../../bin/press/gather.ts';
import { handIn, handInBundles } from '../../../bin/press/hand-in.ts';
import { receiptSummary } from '../../../bin/press/receipts.ts';

/** A press fails where its address says: at opening an upload, at a form, or at the receipt, and with what status;
 *  0 hangs up, 1 never answers, 2 stops within its answer, 3 answers with a receipt that stays "working". */
const server = createServer((request, response) => {
  const [, fails, status, path] = (request.url ?? '').split('/');
  const step = path === 'form' ? 'form' : request.method === 'POST' ? 'open' : 'receipt';
  request.resume().on('end', () => {
    if (step === fails && status === '0') request.socket.destroy();
    else if (step === fails && status === '1') return;
    else if (step === fails && status === '2')
      response.writeHead(200, { 'content-length': '100' }).write('{');
    else if (step === fails && status === '3')
      response.end('{"state":"working","documents":[],"notices":[]}');
    else if (step === fails) response.writeHead(Number(status)).end('{"detail":"It broke"}');
    else if (step === 'open') response.writeHead(201).end(JSON.stringify(opened(`${fails}/${status}`)));
    else response.writeHead(204).end();
  });
});
const opened = (at: string) => ({
  id: '1',
  files: [{ name: 'a.md', url: `${origin}/${at}/form`, fields: {} }],
});
let origin = '';
let folder = '';
const timeouts = { answer: 300, receipt: 300 };
const handInAt = (at: string) =>
  handIn([join(folder, 'a.md')], { api: `${origin}/${at}`, token: 'token', timeouts });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hand-in-'));
  await writeFile(join(folder, 'a.md'), 'Text.');
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

it.concurrent.each(['open/500', 'form/503', 'receipt/500', 'receipt/429'])(
  'does not call refused what a failing press may have taken: %s',
  async (at) => {
    const uploads = await handInAt(at);
    expect(receiptSummary(uploads)).toBe('0 documents taken; 1 file without a receipt.');
    expect(uploads[0]?.notices[0]?.text).toMatch(/It broke.*Hand it in again later/);
  },
);

it.each(['open/400', 'form/403'])('calls refused what was refused: %s', async (at) => {
  expect(receiptSummary(await handInAt(at))).toBe('0 documents taken; 1 file refused.');
});

it.concurrent('tells a press that hangs up from one that is not there', async () => {
  await expect(handInAt('form/0')).rejects.toThrow(
    'The press is there, but the connection to it was cut off',
  );
  const nobody = { api: 'http://127.0.0.1:1', token: 'token' };
  await expect(handIn([join(folder, 'a.md')], nobody)).rejects.toThrow('does not answer. Is it running?');
});

it.concurrent.each(['open/1', 'form/1', 'receipt/1', 'open/2', 'receipt/2'])(
  'gives up on a press that takes connections and does not answer, in words: %s',
  async (at) => {
    const began = performance.now();
    await expect(handInAt(at)).rejects.toThrow(
      'The press takes connections but has not answered for 1 second. Look at its terminal',
    );
    expect(performance.now() - began).toBeLessThan(3000);
  },
);

it.concurrent('gives up on a receipt that never says more, and does not call it refused', async () => {
  const uploads = await handInAt('receipt/3');
  expect(receiptSummary(uploads)).toBe('0 documents taken; 1 file without a receipt.');
  expect(uploads[0]?.notices[0]?.text).toMatch(
    /^The receipt has said “working” for 1 min\. .*Hand it in again later/,
  );
});

it('hands in once more what names something that came with another upload of the same command', async () => {
  const opened: string[][] = [];
  const missing = (file: string) => ({
    file,
    level: 'warning',
    text: 'It names “later”, and there is none.',
  });
  const press = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const id = request.url?.split('/').at(-1);
    if (request.url === '/uploads') {
      const { files }: { files: { name: string }[] } = JSON.parse(body);
      const forms = files.map(() => ({ url: `http://${request.headers.host}/form`, fields: {} }));
      const opening = opened.push(files.map(({ name }) => name));
      response.writeHead(201).end(JSON.stringify({ id: `${opening}`, files: forms }));
    } else if (request.url === '/form') response.writeHead(204).end();
    else {
      const files = opened[Number(id) - 1] ?? [];
      // What 5.md names is there in the end; what 24.md names never is.
      const notices = files
        .filter((name) => name === '24.md' || (name === '5.md' && opened.length < 3))
        .map(missing);
      response.end(JSON.stringify({ id, state: 'done', documents: [], notices }));
    }
  });
  await new Promise<void>((listening) => press.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    press.closeAllConnections();
    press.close();
  });
  const paper = join(folder, 'paper');
  await mkdir(paper);
  for (let at = 0; at < 25; at++) await writeFile(join(paper, `${at}.md`), `# Piece ${at}`);
  const { bundles } = await gather([paper]);
  const api = `http://127.0.0.1:${(press.address() as AddressInfo).port}`;
  const { uploads } = await handInBundles(bundles, { api, token: 'token' });
  expect(opened.map((names) => names.length)).toEqual([20, 5, 2]);
  expect(opened[2]?.toSorted()).toEqual(['24.md', '5.md']);
  expect(uploads.flatMap(({ notices }) => notices)).toEqual([missing('24.md')]);
  expect(uploads.flatMap(({ manuscripts }) => manuscripts)).toHaveLength(25);
});

it('puts files of one name into different uploads', async () => {
  const declared: { name: string; bytes: number }[][] = [];
  const taking = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    if (request.url === '/uploads') {
      const { files } = JSON.parse(body);
      declared.push(files);
      const forms = files.map(() => ({ url: `http://${request.headers.host}/form`, fields: {} }));
      response.writeHead(201).end(JSON.stringify({ id: '1', files: forms }));
    } else if (request.url === '/form') response.writeHead(204).end();
    else response.end('{"id":"1","state":"done","documents":[],"notices":[]}');
  });
  await new Promise<void>((listening) => taking.listen(0, '127.0.0.1', listening));
  try {
    const months = ['march', 'april', 'may'].map((month) => join(folder, month));
    for (const month of months) await mkdir(month);
    const [march = '', april = '', may = ''] = months;
    for (const month of [march, april]) await writeFile(join(month, 'minutes.md'), `# ${month}`);
    for (const name of ['a.md', 'b.md']) await writeFile(join(may, name), `# ${name}\n\n![x](x.png)`);
    await writeFile(join(may, 'x.png'), 'x');
    const { bundles } = await gather([join(march, 'minutes.md'), join(april, 'minutes.md'), may]);
    const api = `http://127.0.0.1:${(taking.address() as AddressInfo).port}`;
    const { uploads } = await handInBundles(bundles, { api, token: 'token' });
    expect(uploads.map(({ manuscripts }) => manuscripts).toSorted()).toEqual([
      ['minutes.md'],
      ['minutes.md', 'a.md', 'b.md'],
    ]);
    const names = declared.map((files) => files.map(({ name }) => name).sort()).toSorted();
    expect(names).toEqual([['a.md', 'b.md', 'minutes.md', 'x.png'], ['minutes.md']]);
  } finally {
    taking.closeAllConnections();
    taking.close();
  }
});
