import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Press } from '../client.ts';
import { type CommandOptions, type Outcome, refuseMore } from '../command.ts';
import { printLinked, saveLinked, whenWritten } from '../linked-files.ts';
import { withProgress } from '../terminal.ts';

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
  const links = await withProgress('Exporting', () => whenWritten<ExportLinks>(press, '/subscribers.csv'));
  if (folder !== undefined) return writeAll(folder, links);
  // For a machine the links are the answer.
  if (!json) await printLinked(links.url);
  return { lines: [], data: links, ok: true };
}

async function writeAll(folder: string, links: ExportLinks): Promise<Outcome> {
  await mkdir(folder, { recursive: true });
  const files = {
    'people.csv': links.url,
    'suppressions.csv': links.suppressions,
    'evidence.csv': links.evidence,
    'hash-keys.csv': links.hashKeys,
  };
  for (const [name, link] of Object.entries(files)) await saveLinked(join(folder, name), link);
  const lines = [
    `${folder} holds ${Object.keys(files).join(', ')}: names and addresses of people, for their newsletters alone. Keep it safe, and delete it when it has served.`,
  ];
  return { lines, data: { folder, files: Object.keys(files) }, ok: true };
}
