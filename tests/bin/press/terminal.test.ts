import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Moves the cursor, hides what follows and turns it round. */
const hostile = 'a\u001b[2J\u009b8m\r\u202eb\u0007';

/** What the command prints where a writer has given everything such names. */
async function printed(...words: string[]): Promise<{ out: string; err: string }> {
  const line = { slug: 'a', kind: 'article', status: 'draft', revision: 1, title: hostile, name: hostile };
  const server = createServer((request, response) => {
    const isList = request.url === '/api/documents';
    response
      .writeHead(isList ? 200 : 400, { 'content-type': 'application/json' })
      .end(JSON.stringify(isList ? { items: [line], next: null } : { detail: `No ${hostile}.` }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { ...process.env, PRESS_URL: url, PRESS_TOKEN: 'token' };
    const program = join(import.meta.dirname, '../../../bin/press.ts');
    return await new Promise((done) => {
      execFile(process.execPath, [program, ...words], { env }, (_, out, err) => done({ out, err }));
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const obeyed = /(?!\n)[\p{Cc}\u202a-\u202e]/u;

it('prints nothing that a terminal obeys, whatever the press answers', async () => {
  const { out } = await printed('list');
  expect(out).toContain('a[2J8mb');
  expect(out).not.toMatch(obeyed);
  const { err } = await printed('show', 'a');
  expect(err).toBe('press: No a[2J8mb.\n');
});

it('keeps it in JSON, written by its numbers', async () => {
  const { out } = await printed('list', '--json');
  expect(out).not.toMatch(obeyed);
  expect(JSON.parse(out)).toMatchObject([{ title: hostile }]);
  const { err } = await printed('show', 'a', '--json');
  expect(err).not.toMatch(obeyed);
  expect(JSON.parse(err)).toEqual({ error: `No ${hostile}.` });
});
