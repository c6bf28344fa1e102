import type { Press } from '../client.ts';
import { folderIn, type Outcome } from '../command.ts';
import { hasErrors, noticeLines } from '../receipts.ts';
import { withProgress } from '../terminal.ts';
import { type BackupReport, backUp } from './back-up.ts';
import { restoreFrom } from './restore.ts';

export async function backup(press: Press, words: string[]): Promise<Outcome> {
  const folder = folderIn(words, 'press backup FOLDER');
  const data = await withProgress('Backing up', (onProgress) => backUp(folder, press, { onProgress }));
  return { lines: backupLines(folder, data), data, ok: true };
}

export const backupLines = (
  folder: string,
  { documents, changed, files, stirring, ahead }: BackupReport,
): string[] => [
  `${folder} holds ${documents} documents of this press: ${changed} new or changed, ${files} files fetched.`,
  ...ahead.map(
    (slug) =>
      `! ${slug}: the folder has more of it than this press, and keeps it. "press restore-from" brings it.`,
  ),
  ...(stirring
    ? [
        '! Documents were changed meanwhile, and the latest may not be in it. Run the backup again in a while.',
      ]
    : []),
];

export async function restore(press: Press, words: string[]): Promise<Outcome> {
  const folder = folderIn(words, 'press restore-from FOLDER');
  const data = await withProgress('Restoring', (onProgress) => restoreFrom(folder, press, { onProgress }));
  const { restored, there, newer, receipts } = data;
  const notices = receipts.flatMap((receipt) => noticeLines(receipt.notices));
  const newerLines = newer.map((slug) => `! ${slug}: the press has something newer, which stays as it is.`);
  const summary = `${restored} documents handed in from ${folder}; ${there} were there already.`;
  return { lines: [...notices, ...newerLines, summary], data, ok: !receipts.some(hasErrors) };
}
