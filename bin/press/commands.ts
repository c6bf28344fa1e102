import { backup, restore } from './backup/commands.ts';
import { calendar } from './calendar.ts';
import { type Press, Problem, type Unreachable } from './client.ts';
import type { Command, Outcome } from './command.ts';
import { diff } from './difference.ts';
import { announce, list, remove, render, show, withdraw } from './documents.ts';
import { edition, editions, plannedLines } from './editions.ts';
import { eventCommands } from './event/commands.ts';
import { embeddedLines, gather, leftOutLines } from './gather.ts';
import { handInBundles } from './hand-in.ts';
import { doctorMail } from './mail-doctor.ts';
import { newsletterCommands } from './newsletter/commands.ts';
import { hasEverything, receiptSummary, receiptsLines, type SettledUpload } from './receipts.ts';
import { download, publish, restoreRevision } from './revisions.ts';
import { preview, schedule, unschedule } from './schedule.ts';
import { subscriberCommands } from './subscribers/commands.ts';
import { countOf, withProgress } from './terminal.ts';

/** Every command by its name on the command line. */
export const commands: Record<string, Command> = {
  ...{
    upload,
    list,
    show,
    publish,
    preview,
    schedule,
    unschedule,
    calendar,
    editions,
    edition,
    download,
    diff,
    restore: restoreRevision,
    withdraw,
    render,
    announce,
    backup,
  },
  delete: remove,
  'restore-from': restore,
  ...subscriberCommands,
  ...newsletterCommands,
  ...eventCommands,
  'doctor mail': (press, words, options) => doctorMail(press, words, options),
};

/** What `press upload` would hand in. Every file is read; nothing is sent, and no press is asked. */
export async function dryRun(paths: string[]): Promise<Outcome> {
  const { bundles, leftOut } = await gatherNamed(paths);
  const data = bundles.map(({ manuscript, pictures, title }) => ({
    file: manuscript.name,
    title: title?.trim(),
    bytes: manuscript.bytes,
    pictures: pictures.map(({ name }) => name),
  }));
  const shown = new Set(bundles.flatMap((bundle) => bundle.pictures.map(({ path }) => path)));
  const pdfs = [...shown].filter((path) => /\.pdf$/i.test(path)).length;
  const plans = await Promise.all(
    bundles.map(({ isEdition, manuscript }) => (isEdition ? plannedLines(manuscript.path) : [])),
  );
  const lines = data.flatMap((one, at) => [
    `· ${one.file} — ${one.title ?? 'no title found'}${one.pictures.length ? `; ${one.pictures.join(', ')}` : ''}`,
    ...(plans[at] ?? []),
  ]);
  const summary = `${countOf(bundles.length, 'manuscript')} and ${countOf(shown.size - pdfs, 'picture')}${pdfs ? `, with ${countOf(pdfs, 'PDF')},` : ''} would be handed in. Nothing was sent.`;
  return { lines: [...lines, ...leftOutLines(leftOut), summary], data, ok: true };
}

function gatherNamed(paths: string[]): ReturnType<typeof gather> {
  if (!paths.length) throw new Problem('Name the files or folders to hand in: press upload FILE|FOLDER…');
  return gather(paths);
}

async function upload(press: Press, paths: string[]): Promise<Outcome> {
  const { bundles, leftOut } = await gatherNamed(paths);
  const { uploads, unreachable } = await withProgress('Handing in', (onProgress) =>
    handInBundles(bundles, press, { onProgress }),
  );
  const receipts = receiptsLines(uploads);
  return {
    lines: [
      ...receipts,
      ...embeddedLines(bundles),
      ...leftOutLines(leftOut),
      ...(uploads.length ? [receiptSummary(uploads)] : []),
    ],
    data: uploads,
    ok: !unreachable && uploads.every(hasEverything),
    problem: unreachable && interrupted(uploads, bundles.length, unreachable),
  };
}

function interrupted(uploads: SettledUpload[], total: number, { message }: Unreachable): string {
  const settled = uploads.reduce((sum, { manuscripts }) => sum + manuscripts.length, 0);
  return `${message} ${settled} of ${countOf(total, 'manuscript')} had a receipt by then. Running the same command again is safe: what the press has already stays as it is.`;
}
