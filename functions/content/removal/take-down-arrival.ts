import type { UploadStore } from '../ports.ts';
import {
  closesAt,
  hasUnread,
  isComplete,
  isRestoring,
  type Results,
  type Upload,
} from '../uploads/upload.ts';
import { type LookDeps, lookAt } from './hide-pictures.ts';
import type { Removal, Removals, ShownPictures } from './ports.ts';

export interface ArrivalDeps extends LookDeps {
  uploads: Pick<UploadStore, 'find'>;
  removals: Removals;
  shownPictures: Pick<ShownPictures, 'has'>;
}

/** Seconds until a picture that arrived is looked at, and from one look to the next: as long as forms are open. */
export const untilArrivalLooked = 900;

/** A day of looks: an upload that is not through by then is stuck, and has the picture made again when it goes on. */
const mostLooks = 96;

/**
 * Looks at a picture that came with an upload: every manuscript may have been refused or not name it, or the rest may
 * never have come. It is looked at again while the upload goes on. One that no published document shows is left to a
 * message of its own: this one never deletes anything, so that it may end when the picture is shown, whatever died
 * before.
 */
export async function takeDownArrival(
  arrival: Extract<Removal, { what: 'arrival' }>,
  deps: ArrivalDeps,
): Promise<void> {
  const { file, media, upload, looks } = arrival;
  const { removals, clock } = deps;
  if ((await lookAt(file, deps)).shown) return;
  const found = await deps.uploads.find(upload);
  if (found && looks < mostLooks && isGoingOn(found, clock.now()))
    return removals.later({ ...arrival, looks: looks + 1 }, untilArrivalLooked);
  const hidden = !(await deps.shownPictures.has(media));
  await removals.later({ what: 'picture', since: clock.now().toISOString(), hidden, file, media }, 0);
}

/** Whether something may still come of an upload. */
function isGoingOn({ upload, results }: { upload: Upload; results: Results }, now: Date): boolean {
  if (!upload.missing && !isComplete(upload)) return now.getTime() <= closesAt(upload);
  return hasUnread(upload, results) || bringsForLater(upload, results);
}

/** A long past is restored by several uploads: those that brought nothing but pictures are named by a later one. */
const bringsForLater = (upload: Upload, results: Results): boolean =>
  isRestoring(upload) && !upload.missing && [...results.values()].every(({ document }) => !document);
