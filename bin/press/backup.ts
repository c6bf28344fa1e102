import { mapConcurrently } from '../../functions/runtime/map-concurrently.ts';
import { backUpDocument } from './backup-document.ts';
import { folderOf, manuscriptsOf, picturesIn, picturesOf, removeLeftovers } from './backup-files.ts';
import { historyIn, openForBackup, slugsIn } from './backup-folder.ts';
import { Pictures } from './backup-pictures.ts';
import type { BackupReport } from './backup-report.ts';
import { demandSamePress } from './backup-same-press.ts';
import type { Press } from './find-press.ts';
import { everyStanding } from './history.ts';

type OnProgress = (done: number, total: number) => void;

const documentsAtOnce = 8;
/** A press at work changes while it is copied; what has changed is copied again, so often at most. */
const mostRounds = 3;

/** Makes the folder a copy of everything handed in; what is there and whole is not fetched again.
 *  @throws Problem when the folder belongs to something else or to another press, or a file does not arrive as it should. */
export async function backUp(
  folder: string,
  press: Press,
  { onProgress }: { onProgress?: OnProgress } = {},
): Promise<BackupReport> {
  await openForBackup(folder);
  const report = { documents: 0, changed: 0, files: 0, stirring: true };
  for (let round = 1; report.stirring && round <= mostRounds; round++) {
    const before = report.changed;
    await backUpOnce(folder, press, report, round === 1 ? onProgress : undefined);
    report.stirring = report.changed > before;
  }
  await removeForgotten(folder);
  return report;
}

async function backUpOnce(folder: string, press: Press, report: BackupReport, onProgress?: OnProgress) {
  const standings = await everyStanding(press);
  await demandSamePress(folder, standings, press, documentsAtOnce);
  const pictures = await Pictures.in(folder);
  let done = 0;
  report.documents = standings.length;
  onProgress?.(0, standings.length);
  await mapConcurrently(standings, { concurrency: documentsAtOnce }, async (standing) => {
    await backUpDocument(folder, press, standing, pictures, report);
    onProgress?.(++done, standings.length);
  });
}

/** What was deleted from the press is not kept here either. */
async function removeForgotten(folder: string): Promise<void> {
  const shown = new Set<string>();
  for (const slug of await slugsIn(folder)) {
    const history = await historyIn(folder, slug);
    if (!history) continue;
    for (const hash of picturesOf(history)) shown.add(hash);
    const keep = manuscriptsOf(history).map(({ path }) => path);
    await removeLeftovers(
      folder,
      folderOf(slug),
      /^(\d+\.md|history\.json\..+\.part|\d+\.md\..+\.part)$/,
      keep,
    );
  }
  const pictures = await picturesIn(folder);
  const keep = [...pictures].filter(([hash]) => shown.has(hash)).map(([, path]) => path);
  await removeLeftovers(folder, 'pictures', /^[0-9a-f]{64}\.\w+(\..+\.part)?$/, keep);
}
