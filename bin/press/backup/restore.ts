import { mapConcurrently } from '../../../functions/runtime/map-concurrently.ts';
import { type Press, Problem } from '../client.ts';
import type { UploadFile } from '../gather.ts';
import { sendFiles } from '../hand-in.ts';
import { hasErrors, type Receipt } from '../receipts.ts';
import { type Comparison, compareWithPress } from './compare.ts';
import { listStates } from './history.ts';
import { checkNewsletters, type RestoredNewsletters, restoreNewsletters } from './newsletters.ts';
import { planUploads, type UploadSequence } from './plan-uploads.ts';
import { readBackup, type SavedDocument } from './read-backup.ts';

export interface RestoreReport {
  restored: number;
  /** Documents that were there already, as they are in the backup. */
  there: number;
  /** Slugs of which the press has something newer. */
  newer: string[];
  newsletters: RestoredNewsletters;
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
  await checkNewsletters(folder);
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
  // Before any document: what was mailed is no news when it comes, and what was sent waits for nobody.
  const newsletters = await restoreNewsletters(folder, press);
  const { restored, receipts } = await send(foundAs('behind'), revisionsInPress, press, onProgress);
  return {
    ...{ restored, there: foundAs('same').length, newer: slugsFoundAs('newer') },
    ...{ newsletters, receipts },
  };
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
  const sequences = planUploads(documents, revisionsInPress);
  let restored = 0;
  onProgress?.(0, documents.length);
  const receipts = await mapConcurrently(
    sequences,
    { concurrency: sequenceConcurrency },
    async (sequence) => {
      const settled = await sendSequence(sequence, press);
      restored += sequence.documents;
      onProgress?.(restored, documents.length);
      return settled;
    },
  );
  return { restored, receipts: receipts.flat() };
}

/** Sends one upload after the other; the later ones name those that brought pictures before. */
async function sendSequence({ ahead, uploads }: UploadSequence, press: Press): Promise<Receipt[]> {
  const settled: Receipt[] = [];
  const before: string[] = [];
  for (const pictures of ahead?.pictures ?? []) {
    const history = ahead && historyPart(ahead.document, { before, more: true });
    const receipt = await sendFiles([...(history ? [history] : []), ...pictures], press);
    before.push(receipt.id);
    if (hasErrors(receipt)) settled.push(receipt);
  }
  for (const files of uploads) {
    const history = ahead && historyPart(ahead.document, { before, more: false });
    const sent = files.map((file) => (history?.name === file.name ? history : file));
    settled.push(await sendFiles(sent, press));
  }
  return settled;
}

/** The history of a document that comes in several uploads, and which of them this is. */
function historyPart(
  { history, historyFile }: SavedDocument,
  part: { before: string[]; more: boolean },
): UploadFile {
  const content = JSON.stringify({ ...history, part });
  return { ...historyFile, content, bytes: Buffer.byteLength(content) };
}
