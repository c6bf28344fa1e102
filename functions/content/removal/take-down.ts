import { timeOf } from '../../runtime/ids.ts';
import type { ContentStore } from '../ports.ts';
import type { UploadedFile } from '../uploads/upload.ts';
import { type EraseDeps, eraseDocument } from './erase-document.ts';
import { eraseFile } from './erase-file.ts';
import { picturesIn } from './file-uses.ts';
import { type HideDeps, hidePictures } from './hide-pictures.ts';
import type { OldPages, Removal, Removals } from './ports.ts';
import { takeDownArrival } from './take-down-arrival.ts';

export interface TakeDownDeps extends HideDeps, EraseDeps {
  content: Pick<ContentStore, 'lookUp' | 'write'>;
  fileUses: HideDeps['fileUses'] & EraseDeps['fileUses'];
  oldPages: OldPages;
  removals: Removals;
}

/** Seconds until what is on its way is looked at again. */
const soon = 10;

/** Seconds until a deletion is looked through once more, and until the next time where an upload was still being read. By
 *  then every form that was open has expired, no function runs any more that began before, and the pages are rendered
 *  without it. */
const muchLater = 900;

/**
 * Takes from the readers what left their sight, and erases what was deleted. The message only wakes it: what it does
 * follows from what is stored now, so it may come twice, late, or die at any point.
 *
 * @param isRetry The message came before. Where that is not known, it may have.
 */
export async function takeDown(removal: Removal, deps: TakeDownDeps, isRetry = true): Promise<void> {
  switch (removal.what) {
    case 'document':
      return takeDownDocument(removal, isRetry, deps);
    case 'picture':
      return takeDownPicture(removal, isRetry, deps);
    case 'arrival':
      return takeDownArrival(removal, deps);
  }
}

async function takeDownDocument(
  removal: Extract<Removal, { what: 'document' }>,
  isRetry: boolean,
  deps: TakeDownDeps,
): Promise<void> {
  const { slug, since, deleted } = removal;
  const unsettled = await hidePictures(picturesIn(await deps.fileUses.by(slug)), since, isRetry, deps);
  // A document that is erased leads to its pictures no more, so each comes back by itself.
  for (const picture of unsettled) await deps.removals.later({ what: 'picture', since, ...picture }, soon);
  if (deleted) await eraseDeleted(removal, deps);
}

async function eraseDeleted(
  removal: Extract<Removal, { what: 'document' }>,
  deps: TakeDownDeps,
): Promise<void> {
  const { passes = 0 } = removal;
  const { files, isComplete, former } = await eraseDocument(removal, deps);
  if (isComplete && !files.length && isOld(removal, deps)) return;
  if (removal.again?.length) await deps.erasableUploads.removeFiles(removal.again);
  if (removal.again && isComplete) return deps.oldPages.removeVersions();
  if (passes >= mostPasses) throw new UploadStuck(removal.slug);
  const again = [...(removal.again ?? []), ...recent(files, deps)];
  await deps.removals.later({ ...removal, again, passes: passes + 1, former }, muchLater);
}

/** An hour after its deletion a document has been erased; its tombstone is announced again with all others. */
const isOld = ({ order }: { order: string }, { clock }: TakeDownDeps): boolean =>
  clock.now().getTime() - timeOf(order) > 60 * 60_000;

/** A day of them. */
const mostPasses = 96;

/** It becomes a dead letter: somebody has to look why a manuscript cannot be read. */
class UploadStuck extends Error {
  override readonly name = 'UploadStuck';

  constructor(slug: string) {
    super(`An upload that brought a picture of the deleted ${slug} is not read to its end`);
  }
}

/** Files whose forms may still be open. */
const recent = (files: UploadedFile[], { clock }: TakeDownDeps): UploadedFile[] =>
  files.filter(({ upload }) => clock.now().getTime() - timeOf(upload) < formsOpenFor);

/** Milliseconds: longer than the life of a form. */
const formsOpenFor = 30 * 60_000;

async function takeDownPicture(
  removal: Extract<Removal, { what: 'picture' }>,
  isRetry: boolean,
  deps: TakeDownDeps,
): Promise<void> {
  const { file, media } = removal;
  const toHide = removal.hidden ? [] : [{ file, media }];
  const [unsettled] = await hidePictures(toHide, removal.since, isRetry, deps);
  if (unsettled) await deps.removals.later(removal, soon);
  else await eraseFile(removal.file, deps);
}
