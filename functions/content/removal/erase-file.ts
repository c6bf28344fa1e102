import type { Stay } from './file-uses.ts';
import { type LookDeps, lookAt } from './hide-pictures.ts';
import type { ErasableFiles } from './ports.ts';

export interface EraseFileDeps extends LookDeps {
  archive: ErasableFiles;
}

/**
 * Erases a file of the archive with all its versions, if no document uses it but the one that is `erased`. It is hidden
 * first, and looked at again: a hand-in that noted its use before the file was hidden is seen by that look, and one that
 * notes it later does not find the file and puts it anew. Returns whether it is erased.
 */
export async function eraseFile(file: string, deps: EraseFileDeps, erased?: Stay): Promise<boolean> {
  if ((await lookAt(file, deps, erased)).used) {
    // A call before may have died while the file was hidden.
    await deps.archive.show(file);
    return false;
  }
  const versions = await deps.archive.hide(file);
  if ((await lookAt(file, deps, erased)).used) {
    await deps.archive.show(file);
    return false;
  }
  await deps.archive.purge(versions);
  return true;
}
