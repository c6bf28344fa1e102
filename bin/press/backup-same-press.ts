import { mapConcurrently } from '../../functions/runtime/map-concurrently.ts';
import { readWhole } from './backup-document.ts';
import { historyIn, slugsIn } from './backup-folder.ts';
import type { Press } from './find-press.ts';
import { type Standing, sameStanding } from './history.ts';
import { Problem } from './problem.ts';
import { continues } from './state-in-press.ts';

/** Nothing ever leaves a press without a trace: it has every document of its backup, with a past that goes on
 *  from what is saved.
 *  @throws Problem for the backup of another press, or of this one before it was set back. */
export async function demandSamePress(
  folder: string,
  standings: Standing[],
  press: Press,
  atOnce: number,
): Promise<void> {
  const known = new Set(standings.map(({ slug }) => slug));
  const stranger = (await slugsIn(folder)).find((slug) => !known.has(slug));
  if (stranger) {
    throw new Problem(
      `${folder} holds “${stranger}”, which this press has never had: it is another press’s backup. Name a new folder.`,
    );
  }
  let other: string | undefined;
  await mapConcurrently(standings, { concurrency: atOnce }, async (standing) => {
    if (!other && !(await goesOn(folder, standing, press))) other = standing.slug;
  });
  if (other) {
    throw new Problem(
      `${folder} holds a past of “${other}” that this press does not go on from: it is another press’s backup, or this press was set back since. It stays as it is. Name a new folder.`,
    );
  }
}

async function goesOn(folder: string, standing: Standing, press: Press): Promise<boolean> {
  const saved = await historyIn(folder, standing.slug);
  if (!saved || sameStanding(saved, standing)) return true;
  return !isOlder(standing, saved) && continues((await readWhole(press, standing.slug)).history, saved);
}

/** The order alone may fall: an editor's hand-in comes before a writer's that was opened later. */
const isOlder = (standing: Standing, saved: Standing): boolean =>
  standing.revisions < saved.revisions ||
  (standing.revisions === saved.revisions && standing.order < saved.order);
