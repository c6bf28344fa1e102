import { type BackedUp, hashOf, isWhole, manuscriptsOf, picturesOf, writeWhole } from './backup-files.ts';
import { historyIn, keepHistory } from './backup-folder.ts';
import type { Pictures } from './backup-pictures.ts';
import type { BackupReport } from './backup-report.ts';
import { patiently } from './client.ts';
import type { Press } from './find-press.ts';
import { type HistoryWithLinks, readHistory, type Standing, sameStanding } from './history.ts';
import { Problem } from './problem.ts';

/** Copies a document with its past, unless all of it is there; its history last, so that it speaks of what is. */
export async function backUpDocument(
  folder: string,
  press: Press,
  standing: Standing,
  pictures: Pictures,
  report: BackupReport,
): Promise<void> {
  const { slug } = standing;
  const there = await historyIn(folder, slug);
  const unchanged = there && sameStanding(there, standing);
  if (unchanged && (await missingOf(folder, there, pictures)).length === 0) return;
  const { history, links } = await readWhole(press, slug);
  const missing = await missingOf(folder, history, pictures);
  for (const file of missing) {
    const bytes = await fetchFile(links[file.hash], file, slug);
    if (file.path) await writeWhole(folder, file.path, bytes);
    else await pictures.keep(file.hash, bytes);
  }
  await keepHistory(folder, history);
  report.changed += 1;
  report.files += missing.length;
}

/** Manuscripts and pictures that are not there as they should be; where a picture goes its bytes will tell. */
async function missingOf(
  folder: string,
  history: HistoryWithLinks['history'],
  pictures: Pictures,
): Promise<BackedUp[]> {
  const missing: BackedUp[] = [];
  for (const file of manuscriptsOf(history)) if (!(await isWhole(folder, file))) missing.push(file);
  for (const hash of picturesOf(history)) {
    if (!(await pictures.has(hash))) missing.push({ path: '', hash });
  }
  return missing;
}

/** @throws Problem when the document is changed whenever it is read. */
export async function readWhole(press: Press, slug: string): Promise<HistoryWithLinks> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const found = await readHistory(press, slug);
    if (found) return found;
  }
  throw new Problem(`“${slug}” keeps being changed while it is copied. Run the backup again in a while.`);
}

async function fetchFile(link: string | undefined, { hash }: BackedUp, slug: string): Promise<Uint8Array> {
  if (!link) throw new Problem(`The press gave no link to a file of “${slug}” (${hash}).`);
  const response = await patiently(() => fetch(link));
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.ok && hashOf(bytes) === hash) return bytes;
  throw new Problem(`A file of “${slug}” did not arrive whole (${hash}). Run the backup again.`);
}
