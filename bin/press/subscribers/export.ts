import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { call, fetchWithRetries, type Press, Problem, ServerError, timeoutsOf } from '../client.ts';
import { type CommandOptions, type Outcome, refuseMore } from '../command.ts';
import { forTerminal, withProgress } from '../terminal.ts';

/** `GET /api/subscribers.csv` once it is done. */
interface ExportLinks {
  url: string;
  suppressions: string;
  evidence: string;
  hashKeys: string;
  expires: string;
}

/** Writes an export into a folder, or prints its people. */
export async function exportSubscribers(
  press: Press,
  [folder, ...more]: string[],
  { json }: CommandOptions,
): Promise<Outcome> {
  refuseMore(more);
  const links = await withProgress('Exporting', () => exportLinks(press));
  if (folder !== undefined) return writeAll(folder, links);
  // For a machine the links are the answer.
  if (!json) await printPeople(links.url);
  return { lines: [], data: links, ok: true };
}

async function exportLinks(press: Press): Promise<ExportLinks> {
  const end = Date.now() + timeoutsOf(press).receipt;
  for (let wait = 50; ; wait = Math.min(wait * 1.5, 1000)) {
    const answer = await call<ExportLinks | { requested: true }>(press, 'GET', '/subscribers.csv');
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

async function writeAll(folder: string, links: ExportLinks): Promise<Outcome> {
  await mkdir(folder, { recursive: true });
  const files = {
    'people.csv': links.url,
    'suppressions.csv': links.suppressions,
    'evidence.csv': links.evidence,
    'hash-keys.csv': links.hashKeys,
  };
  for (const [name, link] of Object.entries(files)) await writeWhole(join(folder, name), link);
  const lines = [
    `${folder} holds ${Object.keys(files).join(', ')}: names and addresses of people, for their newsletters alone. Keep it safe, and delete it when it has served.`,
  ];
  return { lines, data: { folder, files: Object.keys(files) }, ok: true };
}

/** All of the file or nothing, for its owner alone. */
async function writeWhole(target: string, link: string): Promise<void> {
  const part = `${target}.part`;
  await pipeline(await fetched(link), createWriteStream(part, { mode: 0o600 }));
  await rename(part, target);
}

/** As it comes, but for the mark at its beginning; a terminal gets nothing that it would obey. */
async function printPeople(link: string): Promise<void> {
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
