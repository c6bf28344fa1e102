import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { call, fetchWithRetries, type Press, Problem, ServerError, timeoutsOf } from './client.ts';
import { forTerminal } from './terminal.ts';

/* Files that the press gives by a short-lived link. */

/** Asks until the press has written the files that it gives links to. @param path Of the API. */
export async function whenWritten<Links extends { url: string }>(press: Press, path: string): Promise<Links> {
  const end = Date.now() + timeoutsOf(press).receipt;
  for (let wait = 50; ; wait = Math.min(wait * 1.5, 1000)) {
    const answer = await call<Links | { requested: true }>(press, 'GET', path);
    if ('url' in answer) return answer;
    if (Date.now() > end) throw new ServerError('The export is not done, and goes on. Try again later.');
    await pause(wait);
  }
}

const linkTimeoutMs = 20 * 60_000;

async function fetched(link: string) {
  const response = await fetchWithRetries((signal) => fetch(link, { signal }), linkTimeoutMs);
  if (response.ok && response.body) return Readable.from(response.body);
  throw new Problem(`A file of the export could not be fetched (${response.status}). Export again.`);
}

/** All of the file or nothing, for its owner alone. */
export async function saveLinked(target: string, link: string): Promise<void> {
  const part = `${target}.part`;
  await pipeline(await fetched(link), createWriteStream(part, { mode: 0o600 }));
  await rename(part, target);
}

/** As it comes; a terminal gets nothing that it would obey. */
export async function printLinked(link: string): Promise<void> {
  const decoder = new TextDecoder();
  const isTerminal = process.stdout.isTTY;
  await pipeline(
    await fetched(link),
    async function* (bytes: AsyncIterable<Uint8Array>) {
      for await (const piece of bytes) {
        const text = decoder.decode(piece, { stream: true });
        yield isTerminal ? forTerminal(text) : text;
      }
    },
    process.stdout,
    { end: false },
  );
}
