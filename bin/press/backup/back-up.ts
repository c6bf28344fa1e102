import { mapConcurrently } from '../../../functions/runtime/map-concurrently.ts';
import { fetchWithRetries, type Press, Problem, unreachable } from '../client.ts';
import { demandSamePress } from './compare.ts';
import {
  type BackupFile,
  documentFolder,
  hashOf,
  isWhole,
  manuscriptsOf,
  openForBackup,
  removeLeftovers,
  savedHistory,
  saveHistory,
  slugsIn,
  writeWhole,
} from './folder.ts';
import { type DocumentState, type History, listStates, readStableHistory, sameState } from './history.ts';
import { backUpNewsletters } from './newsletters.ts';
import { Pictures, picturesIn, picturesOf } from './pictures.ts';

export interface BackupReport {
  documents: number;
  /** Documents that are new or have changed. */
  changed: number;
  /** Files that were fetched; all others were there. */
  files: number;
  /** Issues and digests, and lists that digests send news to. */
  newsletters: number;
  /** Documents still changed in the last round: the latest changes may be missing. */
  stirring: boolean;
  /** Slugs of documents of which the folder has more than the press, as after a restore in part: they stay. */
  ahead: string[];
}

type OnProgress = (done: number, total: number) => void;

const documentConcurrency = 8;
/** Documents that change during a round are copied again in the next one. */
const maxRounds = 3;

/** Makes the folder a copy of everything handed in; files that are there and whole are not fetched again.
 *  @throws Problem when the folder belongs to something else or to another press, or a file arrives damaged. */
export async function backUp(
  folder: string,
  press: Press,
  { onProgress }: { onProgress?: OnProgress } = {},
): Promise<BackupReport> {
  await openForBackup(folder);
  const report: BackupReport = {
    documents: 0,
    changed: 0,
    files: 0,
    newsletters: 0,
    stirring: true,
    ahead: [],
  };
  for (let round = 1; report.stirring && round <= maxRounds; round++) {
    const before = report.changed;
    await backUpOnce(folder, press, report, round === 1 ? onProgress : undefined);
    report.stirring = report.changed > before;
  }
  report.newsletters = await backUpNewsletters(folder, press);
  await removeDeleted(folder);
  return report;
}

async function backUpOnce(folder: string, press: Press, report: BackupReport, onProgress?: OnProgress) {
  const states = await listStates(press);
  report.ahead = await demandSamePress(folder, states, press, documentConcurrency);
  const pictures = await Pictures.in(folder);
  let done = 0;
  report.documents = states.length;
  onProgress?.(0, states.length);
  await mapConcurrently(states, { concurrency: documentConcurrency }, async (state) => {
    if (!report.ahead.includes(state.slug)) await backUpDocument(folder, press, state, pictures, report);
    onProgress?.(++done, states.length);
  });
}

/** Copies a document's missing files, then its history, so that a saved history names only files that are there. */
async function backUpDocument(
  folder: string,
  press: Press,
  state: DocumentState,
  pictures: Pictures,
  report: BackupReport,
): Promise<void> {
  const { slug } = state;
  const saved = await savedHistory(folder, slug);
  const unchanged = saved && sameState(saved, state);
  if (unchanged && (await missingOf(folder, saved, pictures)).length === 0) return;
  const { history, links } = await readStableHistory(press, slug);
  const missing = await missingOf(folder, history, pictures);
  for (const file of missing) {
    const bytes = await fetchFile(links[file.hash], file, slug);
    if (file.path) await writeWhole(folder, file.path, bytes);
    else await pictures.save(file.hash, bytes);
  }
  await saveHistory(folder, history);
  report.changed += 1;
  report.files += missing.length;
}

/** Manuscripts and pictures that are missing or damaged. The path of a picture is empty: its bytes decide it. */
async function missingOf(folder: string, history: History, pictures: Pictures): Promise<BackupFile[]> {
  const missing: BackupFile[] = [];
  for (const file of manuscriptsOf(history)) if (!(await isWhole(folder, file))) missing.push(file);
  for (const hash of picturesOf(history)) {
    if (!(await pictures.has(hash))) missing.push({ path: '', hash });
  }
  return missing;
}

/** The largest picture, 20 MB, over a slow line. */
const linkTimeoutMs = 20 * 60_000;

async function fetchFile(link: string | undefined, { hash }: BackupFile, slug: string): Promise<Uint8Array> {
  if (!link) throw new Problem(`The press gave no link to a file of “${slug}” (${hash}).`);
  const response = await fetchWithRetries((signal) => fetch(link, { signal }), linkTimeoutMs);
  const bytes = await response.bytes().catch((cause: unknown) => {
    throw unreachable(cause, linkTimeoutMs);
  });
  if (response.ok && hashOf(bytes) === hash) return bytes;
  throw new Problem(`A file of “${slug}” did not arrive whole (${hash}). Run the backup again.`);
}

/** Removes the files of revisions that were deleted from the press, and what a killed backup left. */
async function removeDeleted(folder: string): Promise<void> {
  const shown = new Set<string>();
  for (const slug of await slugsIn(folder)) {
    const history = await savedHistory(folder, slug);
    if (!history) continue;
    for (const hash of picturesOf(history)) shown.add(hash);
    const current = manuscriptsOf(history).map(({ path }) => path);
    await removeLeftovers(
      folder,
      documentFolder(slug),
      /^(\d+\.(md|docx|odt|html)(\..+\.part)?|history\.json\..+\.part)$/,
      current,
    );
  }
  const pictures = await picturesIn(folder);
  const current = [...pictures].filter(([hash]) => shown.has(hash)).map(([, path]) => path);
  await removeLeftovers(folder, 'pictures', /^[0-9a-f]{64}\.\w+(\..+\.part)?$/, current);
}
