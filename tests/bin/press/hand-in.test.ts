import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handIn } from '../../../bin/press/hand-in.ts';
import { receiptSummary } from '../../../bin/press/receipt-summary.ts';

/** Where a press fails: at opening an upload, at a form, or at the receipt. */
let fails = '';
let press = { api: '', token: 'token' };
let folder = '';

const server = createServer((request, response) => {
  const step = request.url === '/form' ? 'form' : request.method === 'POST' ? 'open' : 'receipt';
  request.resume().on('end', () => {
    if (fails.startsWith(step)) response.writeHead(Number(fails.split(' ')[1])).end('{"detail":"It broke"}');
    else if (step === 'open') response.writeHead(201).end(JSON.stringify(opened()));
    else response.writeHead(204).end();
  });
});
const opened = () => ({ id: '1', files: [{ name: 'a.md', url: `${press.api}/form`, fields: {} }] });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hand-in-'));
  await writeFile(join(folder, 'a.md'), 'Text.');
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  press = { ...press, api: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

it.each(['open 500', 'form 503', 'receipt 500', 'receipt 429'])(
  'does not call refused what a failing press may have taken: %s',
  async (at) => {
    fails = at;
    const uploads = await handIn([join(folder, 'a.md')], press);
    expect(receiptSummary(uploads)).toBe('0 documents taken; 1 file without a receipt.');
    expect(uploads[0]?.notices[0]?.text).toMatch(/It broke.*Hand it in again later/);
  },
);

it.each(['open 400', 'form 403'])('calls refused what was refused: %s', async (at) => {
  fails = at;
  expect(receiptSummary(await handIn([join(folder, 'a.md')], press))).toBe(
    '0 documents taken; 1 file refused.',
  );
});
