import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { StoredHead } from '../contract/document.ts';
import type { FileResult, UploadedFile } from '../uploads/upload.ts';
import { mediaOf, shownIn } from './file-uses.ts';
import type { Removals } from './ports.ts';

export interface ArrivedDeps {
  removals: Removals;
  clock: Clock;
}

/** Seconds: every call that may still read the files is over. */
const untilRead = 900;
/** Seconds until pictures that arrived are looked at: what shows them is written by then, or noted. */
const untilLooked = 60;

/**
 * What arrived of a document and was not taken goes again: its pictures, unless another document uses them, and where
 * the document is deleted the files as they were uploaded, too. Call it before the file gets its result.
 */
export async function eraseArrived(
  files: UploadedFile[],
  results: Iterable<FileResult>,
  seen: StoredHead | undefined,
  { removals, clock }: ArrivedDeps,
): Promise<void> {
  const since = clock.now().toISOString();
  await mapConcurrently([...results], { concurrency: 4 }, async (result) => {
    const [shown, file] = [shownIn(result), result.original];
    if (!shown || !file) return;
    await removals.later({ what: 'picture', since, file, media: mediaOf(shown) }, untilLooked);
  });
  if (seen?.status !== 'deleted') return;
  const again = files.map(({ role, upload, number }) => ({ role, upload, number }));
  const { slug, order } = seen;
  await removals.later({ what: 'document', slug, order, deleted: true, since, again }, untilRead);
}
