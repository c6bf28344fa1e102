import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently } from '../../functions/runtime/map-concurrently.ts';
import {
  type BackedUp,
  historyPath,
  isWhole,
  manuscriptsOf,
  picturesIn,
  picturesOf,
} from './backup-files.ts';
import { demandBackup, historyIn, slugsIn } from './backup-folder.ts';
import type { Handed } from './gather.ts';
import type { History } from './history.ts';
import { typeOfPicture } from './picture-type.ts';
import { Problem } from './problem.ts';

/** A document of a backup, ready to be handed in: its files are named by their SHA-256. */
export interface SavedDocument {
  history: History;
  historyFile: Handed;
  /** By SHA-256. */
  files: Map<string, Handed>;
}

const historyType = 'application/vnd.broadside.history+json';

/** Everything in a backup, with every file looked at.
 *  @throws Problem when the folder is no backup, or names the file that is damaged. */
export async function readBackup(folder: string): Promise<SavedDocument[]> {
  await demandBackup(folder);
  const pictures = await picturesIn(folder);
  return mapConcurrently(await slugsIn(folder), { concurrency: 8 }, (slug) =>
    readDocument(folder, slug, pictures),
  );
}

async function readDocument(
  folder: string,
  slug: string,
  pictures: Map<string, string>,
): Promise<SavedDocument> {
  const history = await historyIn(folder, slug);
  if (!history) throw damaged(join(folder, historyPath(slug)));
  const shown = picturesOf(history).map((hash) => ({ hash, path: pictures.get(hash) ?? `pictures/${hash}` }));
  const manuscripts = await handedFiles(folder, manuscriptsOf(history), () => 'text/markdown');
  const files = await handedFiles(folder, shown, typeOfPicture);
  return {
    history,
    historyFile: await handed(join(folder, historyPath(slug)), `${slug}.json`, historyType),
    files: new Map([...manuscripts, ...files].map((file) => [file.name, file])),
  };
}

async function handedFiles(folder: string, files: BackedUp[], typeOf: (path: string) => string) {
  return mapConcurrently(files, { concurrency: 4 }, async (file) => {
    const path = join(folder, file.path);
    if (!(await isWhole(folder, file))) throw damaged(path);
    return handed(path, file.hash, typeOf(path));
  });
}

const handed = async (path: string, name: string, type: string): Promise<Handed> => ({
  ...{ path, name, type },
  bytes: (await stat(path)).size,
});

const damaged = (path: string) =>
  new Problem(
    `${path} is missing or damaged, so nothing was restored. Take it from another copy of the backup.`,
  );
