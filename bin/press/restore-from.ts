import { mapConcurrently } from '../../functions/runtime/map-concurrently.ts';
import type { Press } from './find-press.ts';
import { sendFiles } from './hand-in.ts';
import { everyStanding, type Standing } from './history.ts';
import { Problem } from './problem.ts';
import { readBackup, type SavedDocument } from './read-backup.ts';
import type { Receipt } from './receipt.ts';
import { parcelsOf } from './restore-parcels.ts';
import { type StateInPress, stateInPress } from './state-in-press.ts';

export interface RestoreReport {
  restored: number;
  /** Documents that were there already, as they are in the backup. */
  there: number;
  /** Slugs of which the press has something newer. */
  newer: string[];
  receipts: Receipt[];
}

const documentsAtOnce = 8;
const chainsAtOnce = 4;

/** Hands everything in a backup in again, with its past. What the press has already stays as it is.
 *  @throws Problem, before anything is sent, when the folder is no backup, a file in it is damaged, or the press
 *  has another document where one is to be restored. */
export async function restoreFrom(
  folder: string,
  press: Press,
  { onProgress }: { onProgress?: (done: number, total: number) => void } = {},
): Promise<RestoreReport> {
  const saved = await readBackup(folder);
  const standings = new Map((await everyStanding(press)).map((standing) => [standing.slug, standing]));
  const states = await mapConcurrently(saved, { concurrency: documentsAtOnce }, async (one) => ({
    one,
    state: await stateInPress(one.history, standings.get(one.history.slug), press),
  }));
  const slugs = (wanted: StateInPress) =>
    states.filter(({ state }) => state === wanted).map(({ one }) => one.history.slug);
  demandRoom(slugs('another'));
  const left = states.filter(({ state }) => state === 'left').map(({ one }) => one);
  const { restored, receipts } = await send(left, standings, press, onProgress);
  return { restored, there: slugs('there').length, newer: slugs('newer'), receipts };
}

function demandRoom(slugs: string[]): void {
  if (!slugs.length) return;
  const some = slugs.slice(0, 5).map((slug) => `“${slug}”`);
  const named = [...some, ...(slugs.length > 5 ? [`${slugs.length - 5} more`] : [])].join(', ');
  throw new Problem(
    `The press has documents of its own where the backup has others: ${named}. Nothing was restored. Restore into an empty press, as "npm start -- --empty --data NEW" makes one.`,
  );
}

async function send(
  left: SavedDocument[],
  standings: Map<string, Standing>,
  press: Press,
  onProgress?: (done: number, total: number) => void,
): Promise<Pick<RestoreReport, 'restored' | 'receipts'>> {
  const { chains, tooLarge } = parcelsOf(left, (slug) => standings.get(slug)?.revisions ?? 0);
  let restored = 0;
  onProgress?.(0, left.length);
  const receipts = await mapConcurrently(
    chains,
    { concurrency: chainsAtOnce },
    async ({ uploads, documents }) => {
      const settled: Receipt[] = [];
      for (const files of uploads) settled.push(await sendFiles(files, press));
      restored += documents;
      onProgress?.(restored, left.length);
      return settled;
    },
  );
  return { restored, receipts: [...receipts.flat(), ...tooLarge.map(leftOut)] };
}

/** One document that cannot come back does not keep the others from it. */
const leftOut = (slug: string): Receipt => ({
  ...{ id: '', state: 'refused', documents: [] },
  notices: [{ level: 'error', file: `${slug}.json`, text: tooLargeFor(slug) }],
});

const tooLargeFor = (slug: string) =>
  `“${slug}” was left out: a revision of it has more files than one upload holds. The backup has them all.`;
