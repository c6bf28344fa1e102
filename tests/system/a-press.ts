import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import { call, type Press } from '../../bin/press/client.ts';
import { handIn } from '../../bin/press/hand-in.ts';
import type { Receipt } from '../../bin/press/receipts.ts';
import { type RunningPress, type StartOptions, startPress } from '../../lib/local/press.ts';
import { queuesOf } from '../../lib/local/sqs/queues.ts';

/** A whole press on free ports with a data folder of its own, and what an editor does with it. */
export interface PressUnderTest extends Omit<RunningPress, 'api'> {
  editor: Press;
  /** Hands files in as one folder through the real forms: name → text or bytes. */
  handIn(files: Record<string, string | Uint8Array>): Promise<Receipt[]>;
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** A page as a reader gets it, redirects not followed. */
  get(
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; text: string; headers: Headers }>;
  /** Stops and forgets everything. */
  end(): Promise<void>;
}

export async function aPress(options: Partial<StartOptions> = {}): Promise<PressUnderTest> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'broadside-')));
  const running = await startPress({
    port: 0,

    assembly: inject('assembly'),
    say: () => {},
    ...options,
    data,
  });
  // What would wait for a quarter of an hour is over at once.
  queuesOf(running.cloud).longestWait = 50;
  const editor = { api: running.api, token: running.token };
  return {
    ...running,
    editor,
    handIn: (files) => handInFiles(files, editor),
    api: (method, path, body) => call(editor, method, path, body),
    get: (path, headers = {}) => getPage(new URL(path, running.site), headers),
    end: async () => {
      await running.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function handInFiles(files: Record<string, string | Uint8Array>, editor: Press): Promise<Receipt[]> {
  const folder = await mkdtemp(join(tmpdir(), 'manuscripts-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return handIn([folder], editor).finally(() => rm(folder, { recursive: true }));
}

async function getPage(url: URL, headers: Record<string, string>) {
  const response = await fetch(url, { headers, redirect: 'manual' });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Asks again until the answer satisfies, at most ten seconds; gives the last answer either way. */
export async function eventually<T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  seconds = 10,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer) || Date.now() > end) return answer;
    await pause(25);
  }
}
