import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently } from '../../../functions/runtime/map-concurrently.ts';
import { Problem } from '../client.ts';
import type { UploadFile } from '../gather.ts';
import {
  type BackupFile,
  demandBackup,
  historyPath,
  isWhole,
  manuscriptsOf,
  manuscriptType,
  savedHistory,
  slugsIn,
} from './folder.ts';
import type { History } from './history.ts';
import { picturesIn, picturesOf, pictureType } from './pictures.ts';

/** A document of a backup, ready to be handed in: its files are named by their SHA-256. */
export interface SavedDocument {
  history: History;
  historyFile: UploadFile;
  /** By SHA-256. */
  files: Map<string, UploadFile>;
}

const historyType = 'application/vnd.broadside.history+json';

/** Every document of a backup, with every file checked.
 *  @throws Problem when the folder is no backup, or a file is missing or damaged. */
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
  paths: Map<string, string>,
): Promise<SavedDocument> {
  const history = await savedHistory(folder, slug);
  if (!history) throw damaged(join(folder, historyPath(slug)));
  const shown = picturesOf(history).map((hash) => ({ hash, path: paths.get(hash) ?? `pictures/${hash}` }));
  const manuscripts = await uploadFiles(folder, manuscriptsOf(history), manuscriptType);
  const pictures = await uploadFiles(folder, shown, pictureType);
  return {
    history,
    historyFile: await uploadFile(join(folder, historyPath(slug)), `${slug}.json`, historyType),
    files: new Map([...manuscripts, ...pictures].map((file) => [file.name, file])),
  };
}

async function uploadFiles(folder: string, files: BackupFile[], typeOf: (path: string) => string) {
  return mapConcurrently(files, { concurrency: 4 }, async (file) => {
    const path = join(folder, file.path);
    if (!(await isWhole(folder, file))) throw damaged(path);
    return uploadFile(path, file.hash, typeOf(path));
  });
}

const uploadFile = async (path: string, name: string, type: string): Promise<UploadFile> => ({
  ...{ path, name, type },
  bytes: (await stat(path)).size,
});

const damaged = (path: string) =>
  new Problem(
    `${path} is missing or damaged, so nothing was restored. Take it from another copy of the backup.`,
  );
