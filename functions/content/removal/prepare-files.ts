import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { addressesOf, mediaOf, type ShownFile, type UsedFiles, usesOf } from './file-uses.ts';
import type { FileUses, RemakeRequest, Remakes, StoredPictures } from './ports.ts';

export interface PrepareDeps {
  fileUses: Pick<FileUses, 'note'>;
  storedPictures: StoredPictures;
  remakes: Remakes;
  clock: Clock;
}

/** A revision that is about to be written. */
export interface RevisionFiles extends UsedFiles {
  /** Readers will see its pictures. */
  published: boolean;
  upload: string;
  /** Where pictures lie as they were uploaded, by the key of their original; without an upload, with this one. */
  uploaded: ReadonlyMap<string, { number: number; upload?: string }>;
}

/** Pictures looked for at once: a revision may show dozens. */
const concurrency = 8;

/**
 * Before a revision's files are put and before it is written: notes which files it uses, then sees that its pictures
 * are there. A picture may have been taken down with the last document that showed it, or erased a moment ago by one
 * that used the same file. Throws PicturesMissing after asking for what is missing to be made again.
 */
export async function prepareFiles(files: RevisionFiles, deps: PrepareDeps): Promise<void> {
  const at = deps.clock.now().toISOString();
  const unseen = files.published ? undefined : true;
  await deps.fileUses.note(usesOf(files, { upload: files.upload, at, unseen }, files.uploaded));
  const pictures = new Map(files.pictures.map((picture) => [files.originals[picture.name], picture]));
  const missing = await mapConcurrently([...pictures], { concurrency }, async ([original, picture]) =>
    original && (await isMissing(original, picture, files.published, deps.storedPictures))
      ? [remakeOf(original, picture, files)]
      : [],
  );
  const wanted = missing.flat();
  await mapConcurrently(wanted, { concurrency }, (one) => deps.remakes.request(one));
  if (wanted.length) throw new PicturesMissing(wanted.length);
}

async function isMissing(
  original: string,
  picture: ShownFile,
  published: boolean,
  stored: StoredPictures,
): Promise<boolean> {
  const there = await Promise.all([stored.hasOriginal(original), !published || stored.hasMedia(picture)]);
  return there.includes(false);
}

function remakeOf(file: string, picture: ShownFile, { upload, uploaded }: RevisionFiles): RemakeRequest {
  const { number, upload: uploadedWith } = uploaded.get(file) ?? {};
  return { file, media: mediaOf(picture), upload, number, uploadedWith, addresses: addressesOf(picture) };
}

/** Pictures are being made again; the upload is queued anew when one is there, and may be tried before. */
export class PicturesMissing extends Error {
  override readonly name = 'PicturesMissing';

  constructor(count: number) {
    super(`${count} picture${count === 1 ? ' is' : 's are'} being made again`);
  }
}
