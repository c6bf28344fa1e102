import type { Press } from '../client.ts';
import { folderIn, type Outcome } from '../command.ts';
import { hasErrors, noticeLines } from '../receipts.ts';
import { withProgress } from '../terminal.ts';
import { type BackupReport, backUp } from './back-up.ts';
import type { RestoredNewsletters } from './newsletters.ts';
import { restoreFrom } from './restore.ts';

export async function backup(press: Press, words: string[]): Promise<Outcome> {
  const folder = folderIn(words, 'press backup FOLDER');
  const data = await withProgress('Backing up', (onProgress) => backUp(folder, press, { onProgress }));
  return { lines: backupLines(folder, data), data, ok: true };
}

export const backupLines = (
  folder: string,
  { documents, changed, files, newsletters, stirring, ahead }: BackupReport,
): string[] => [
  `${folder} holds ${documents} documents of this press: ${changed} new or changed, ${files} files fetched.`,
  ...(newsletters
    ? [
        `It holds ${newsletters} records of newsletters: issues, digests, and what each list has had. People are not in it: “press subscribers export”.`,
      ]
    : []),
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
  const { restored, there, newer, newsletters, receipts } = data;
  const notices = receipts.flatMap((receipt) => noticeLines(receipt.notices));
  const newerLines = newer.map((slug) => `! ${slug}: the press has something newer, which stays as it is.`);
  const summary = `${restored} documents handed in from ${folder}; ${there} were there already.`;
  const mailLines = newsletterLines(newsletters);
  return { lines: [...notices, ...newerLines, ...mailLines, summary], data, ok: !receipts.some(hasErrors) };
}

function newsletterLines({ restored, there, others }: RestoredNewsletters): string[] {
  const taken = others.map(
    (name) => `! ${name}: the press has another newsletter at its address, which stays as it is.`,
  );
  if (restored + there === 0) return taken;
  const slept =
    'No mail leaves by this: digests sleep until you wake them, and issues that had not left are drafts.';
  return [...taken, `${restored} records of newsletters restored; ${there} were there already. ${slept}`];
}
