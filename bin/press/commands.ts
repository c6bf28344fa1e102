import { backUp } from './backup.ts';
import { backupLines } from './backup-report.ts';
import { call } from './client.ts';
import { counted } from './counted.ts';
import type { Press } from './find-press.ts';
import { gather } from './gather.ts';
import { handInBundles } from './hand-in.ts';
import { leftOutLines } from './left-out.ts';
import { Problem, type Unreachable } from './problem.ts';
import { progressBar } from './progress.ts';
import { hasErrors } from './receipt.ts';
import { noticeLines, receiptLines, type SettledUpload } from './receipt-lines.ts';
import { receiptSummary } from './receipt-summary.ts';
import { restoreFrom } from './restore-from.ts';
import { documentLines, type ShownDocument } from './shown-document.ts';

/** What a command leaves behind: text for people, data for machines, and whether all went well. */
export interface Outcome {
  lines: string[];
  data: unknown;
  ok: boolean;
  /** What broke it off, once there was something to tell. */
  problem?: string;
}

export interface CommandOptions {
  reason?: string;
}

type Command = (press: Press, words: string[], options: CommandOptions) => Promise<Outcome>;

interface Listed {
  slug: string;
  kind: string;
  title: string;
  status: string;
  revision: number;
}

/** The commands by name; each takes the words that follow it. */
export const commands: Record<string, Command> = {
  ...{ upload, list, show, withdraw, render, backup },
  delete: remove,
  'restore-from': restore,
};

async function upload(press: Press, paths: string[]): Promise<Outcome> {
  if (!paths.length) throw new Problem('Name the files or folders to hand in: press upload FILE|FOLDER…');
  const { bundles, left } = await gather(paths);
  const { uploads, gone } = await withProgress('Handing in', (onProgress) =>
    handInBundles(bundles, press, { onProgress }),
  );
  const receipts = uploads.flatMap(receiptLines);
  return {
    lines: [...receipts, ...leftOutLines(left), ...(uploads.length ? [receiptSummary(uploads)] : [])],
    data: uploads,
    ok: !gone && !uploads.some(hasErrors),
    problem: gone && interrupted(uploads, bundles.length, gone),
  };
}

function interrupted(uploads: SettledUpload[], total: number, { message }: Unreachable): string {
  const settled = uploads.reduce((sum, { manuscripts }) => sum + manuscripts.length, 0);
  return `${message} ${settled} of ${counted(total, 'manuscript')} had a receipt by then. Running the same command again is safe: what the press has already stays as it is.`;
}

async function list(press: Press, words: string[]): Promise<Outcome> {
  demandNoMore(words);
  const items: Listed[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
    const page: { items: Listed[]; next: string | null } = await call(press, 'GET', `/documents${query}`);
    items.push(...page.items);
    cursor = page.next;
  }
  const lines = items.length ? items.map(listLine) : ['The press has no documents yet.'];
  return { lines, data: items, ok: true };
}

const listLine = ({ slug, kind, title, status, revision }: Listed) =>
  `${status.padEnd(10)} ${kind.padEnd(8)} r${String(revision).padEnd(3)} ${slug}  —  ${title}`;

async function show(press: Press, words: string[]): Promise<Outcome> {
  const document = await call<ShownDocument>(press, 'GET', `/documents/${slugIn(words)}`);
  return { lines: documentLines(document), data: document, ok: true };
}

async function withdraw(press: Press, words: string[], { reason }: CommandOptions): Promise<Outcome> {
  const slug = slugIn(words);
  if (!reason) throw new Problem(`Readers are told why: press withdraw ${slug} --reason "…"`);
  const data = await call(press, 'POST', `/documents/${slug}/withdraw`, { reason });
  return { lines: [`Withdrawn: ${slug}. Its address now answers with the reason.`], data, ok: true };
}

async function remove(press: Press, words: string[]): Promise<Outcome> {
  const slug = slugIn(words);
  const data = await call(press, 'DELETE', `/documents/${slug}`);
  return { lines: [`${slug} is deleted, with its history.`], data, ok: true };
}

async function render(press: Press, words: string[]): Promise<Outcome> {
  demandNoMore(words);
  const data = await call(press, 'POST', '/site/render');
  return {
    lines: ['Every page is being rendered again; those that did not change stay as they are.'],
    data,
    ok: true,
  };
}

async function backup(press: Press, words: string[]): Promise<Outcome> {
  const folder = folderIn(words, 'press backup FOLDER');
  const data = await withProgress('Backing up', (onProgress) => backUp(folder, press, { onProgress }));
  return { lines: backupLines(folder, data), data, ok: true };
}

async function restore(press: Press, words: string[]): Promise<Outcome> {
  const folder = folderIn(words, 'press restore-from FOLDER');
  const data = await withProgress('Restoring', (onProgress) => restoreFrom(folder, press, { onProgress }));
  const { restored, there, newer, receipts } = data;
  const notices = receipts.flatMap((receipt) => noticeLines(receipt.notices));
  const kept = newer.map((slug) => `! ${slug}: the press has something newer, which stays as it is.`);
  const summary = `${restored} documents handed in from ${folder}; ${there} were there already.`;
  return { lines: [...notices, ...kept, summary], data, ok: !receipts.some(hasErrors) };
}

async function withProgress<T>(
  what: string,
  work: (onProgress: (done: number, total: number, note?: string) => void) => Promise<T>,
): Promise<T> {
  const bar = progressBar(what);
  return work(bar.show).finally(bar.end);
}

function folderIn([folder, ...more]: string[], usage: string): string {
  if (!folder) throw new Problem(`Name the folder of the backup: ${usage}`);
  demandNoMore(more);
  return folder;
}

function slugIn([slug, ...more]: string[]): string {
  if (!slug) throw new Problem('Name the document by its slug, as "press list" shows it.');
  demandNoMore(more);
  return encodeURIComponent(slug);
}

/** Who names two documents believes that both are meant. */
function demandNoMore(words: string[]): void {
  if (words.length) throw new Problem(`One at a time: “${words.join(' ')}” is too much. Nothing was done.`);
}
