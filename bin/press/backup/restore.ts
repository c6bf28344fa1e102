import { mapConcurrently } from '../../../functions/runtime/map-concurrently.ts';
import { type Press, Problem } from '../client.ts';
import { sendFiles } from '../hand-in.ts';
import type { Receipt } from '../receipts.ts';
import { type Comparison, compareWithPress } from './compare.ts';
import { listStates } from './history.ts';
import { planUploads } from './plan-uploads.ts';
import { readBackup, type SavedDocument } from './read-backup.ts';

export interface RestoreReport {
  restored: number;
  /** Documents that were there already, as they are in the backup. */
  there: number;
  /** Slugs of which the press has something newer. */
  newer: string[];
  receipts: Receipt[];
}

type OnProgress = (done: number, total: number) => void;

const documentConcurrency = 8;
const sequenceConcurrency = 4;

/** Hands in every document of a backup with its past. What the press has already stays as it is.
 *  @throws Problem, before anything is sent, when the folder is no backup, a file in it is damaged, or the press
 *  has another document where one is to be restored. */
export async function restoreFrom(
  folder: string,
  press: Press,
  { onProgress }: { onProgress?: OnProgress } = {},
): Promise<RestoreReport> {
  const saved = await readBackup(folder);
  const states = new Map((await listStates(press)).map((state) => [state.slug, state]));
  const compared = await mapConcurrently(saved, { concurrency: documentConcurrency }, async (document) => ({
    document,
    found: await compareWithPress(document.history, states.get(document.history.slug), press),
  }));
  const foundAs = (wanted: Comparison) =>
    compared.filter(({ found }) => found === wanted).map(({ document }) => document);
  const slugsFoundAs = (wanted: Comparison) => foundAs(wanted).map(({ history }) => history.slug);
  refuseConflicts(slugsFoundAs('another'));
  const since = new Map(saved.map(({ history }) => [history.slug, history.since]));
  const revisionsInPress = (slug: string) => {
    const state = states.get(slug);
    return state && state.since === since.get(slug) ? state.revisions : 0;
  };
  const { restored, receipts } = await send(foundAs('behind'), revisionsInPress, press, onProgress);
  return { restored, there: foundAs('same').length, newer: slugsFoundAs('newer'), receipts };
}

function refuseConflicts(slugs: string[]): void {
  if (!slugs.length) return;
  const some = slugs.slice(0, 5).map((slug) => `“${slug}”`);
  const named = [...some, ...(slugs.length > 5 ? [`${slugs.length - 5} more`] : [])].join(', ');
  throw new Problem(
    `The press has documents of its own where the backup has others: ${named}. Nothing was restored. Restore into an empty press, as "npm start -- --empty --data NEW" makes one.`,
  );
}

async function send(
  documents: SavedDocument[],
  revisionsInPress: (slug: string) => number,
  press: Press,
  onProgress?: OnProgress,
): Promise<Pick<RestoreReport, 'restored' | 'receipts'>> {
  const { sequences, tooLarge } = planUploads(documents, revisionsInPress);
  let restored = 0;
  onProgress?.(0, documents.length);
  const receipts = await mapConcurrently(
    sequences,
    { concurrency: sequenceConcurrency },
    async (sequence) => {
      const settled: Receipt[] = [];
      for (const files of sequence.uploads) settled.push(await sendFiles(files, press));
      restored += sequence.documents;
      onProgress?.(restored, documents.length);
      return settled;
    },
  );
  return { restored, receipts: [...receipts.flat(), ...tooLarge.map(leftOut)] };
}

/** A document that cannot be restored does not stop the others. */
const leftOut = (slug: string): Receipt => ({
  ...{ id: '', state: 'refused', documents: [] },
  notices: [{ level: 'error', file: `${slug}.json`, text: tooLargeFor(slug) }],
});

const tooLargeFor = (slug: string) =>
  `“${slug}” was left out: a revision of it has more files than one upload holds. The backup has them all.`;
