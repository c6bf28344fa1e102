import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Press } from '../../../bin/press/client.ts';
import type { Command, CommandOptions } from '../../../bin/press/command.ts';

type Answer = [status: number, body: unknown];

type Answers = Record<string, Answer[]>;

/** A press that answers as told: by method and path, each answer once and the last of them again.
 *  @param answersAt By where it listens. */
export async function aPress(answersAt: Answers | ((origin: string) => Answers)) {
  const asked: { call: string; body: string }[] = [];
  const keys: (string | undefined)[] = [];
  let answers: Answers = {};
  const server = createServer(async (request, response) => {
    const call = `${request.method} ${request.url?.replace('/api', '')}`;
    asked.push({ call, body: await text(request) });
    keys.push(request.headers['idempotency-key']?.toString());
    const waiting = answers[call] ?? [];
    const [status, body] = (waiting.length > 1 ? waiting.shift() : waiting[0]) ?? [404, { detail: 'None.' }];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('It listens on no port');
  const origin = `http://127.0.0.1:${address.port}`;
  answers = typeof answersAt === 'function' ? answersAt(origin) : answersAt;
  return {
    ...{ origin, asked, press: { api: `${origin}/api`, token: 'token' } },
    calls: () => asked.map(({ call }) => call),
    /** What was posted as JSON, with the key that makes it one request however often it is sent. */
    posted: () =>
      asked.flatMap(({ call, body }, at) =>
        call.startsWith('POST') ? [{ body: JSON.parse(body) as unknown, key: keys[at] }] : [],
      ),
  };
}

/** Runs the commands of a group. @param usual Options that each has. */
export const runner =
  (group: string, commands: Readonly<Record<string, Command>>, usual: CommandOptions = {}) =>
  (name: string, press: Press, words: string[], options: CommandOptions = {}) => {
    const command = commands[`${group} ${name}`];
    if (!command) throw new Error(`There is no ${name}`);
    return command(press, words, { ...usual, ...options });
  };

/** A folder that is there until the test ends. @param files Their texts by their names. */
export async function aFolder(files: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'press-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
