import { backup, restore } from './backup/commands.ts';
import { type Press, Problem, type Unreachable } from './client.ts';
import type { Command, Outcome } from './command.ts';
import { announce, list, remove, render, show, withdraw } from './documents.ts';
import { embeddedLines, gather, leftOutLines } from './gather.ts';
import { handInBundles } from './hand-in.ts';
import { hasEverything, receiptSummary, receiptsLines, type SettledUpload } from './receipts.ts';
import { download, publish } from './revisions.ts';
import { countOf, withProgress } from './terminal.ts';

/** Every command by its name on the command line. */
export const commands: Record<string, Command> = {
  ...{ upload, list, show, publish, download, withdraw, render, announce, backup },
  delete: remove,
  'restore-from': restore,
};

async function upload(press: Press, paths: string[]): Promise<Outcome> {
  if (!paths.length) throw new Problem('Name the files or folders to hand in: press upload FILE|FOLDER…');
  const { bundles, leftOut } = await gather(paths);
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
