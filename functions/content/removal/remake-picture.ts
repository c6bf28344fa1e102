import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { type PdfTools, readPdf } from '../pdf/read-pdf.ts';
import { fileTypeOf } from '../pictures/file-type.ts';
import { readPicture } from '../pictures/read-picture.ts';
import type { Archive, IngestQueue, Media, UploadedFiles } from '../ports.ts';
import { type ShownFile, shownIn } from './file-uses.ts';
import type { RemakeRequest, Removals, StoredPictures } from './ports.ts';

export interface RemakeDeps extends PdfTools {
  originals: { read(file: string): Promise<Uint8Array | undefined> };
  uploadedFiles: Pick<UploadedFiles, 'read'>;
  archive: Pick<Archive, 'putOriginal'>;
  media: Media;
  storedPictures: Pick<StoredPictures, 'hasMedia'>;
  ingestQueue: IngestQueue;
  removals: Removals;
  clock: Clock;
}

/** Seconds until somebody sees whether the picture is shown: the revision it was made for is written by then. */
const untilLooked = 60;

/**
 * Makes a picture again at the addresses it had. It may have been taken down anew since this was asked for, so the
 * picture is looked at once more when it is there.
 */
export async function remakePicture(wanted: RemakeRequest, deps: RemakeDeps): Promise<void> {
  const { file, media, upload } = wanted;
  const original = await deps.originals.read(file);
  const bytes = original ?? (await uploadedBytes(wanted, deps));
  // Erased everywhere: there is nobody left to show it.
  if (!bytes) return;
  const read = await readAgain(bytes, wanted, deps);
  const addressed = (path: string) => media + path.slice(path.lastIndexOf('-') + 1);
  const { name, src, variants } = read.shown;
  const stored = variants.map(({ path }) => ({ path: addressed(path) }));
  const there = await deps.storedPictures.hasMedia({ name, src: addressed(src), variants: stored });
  if (!original || !there) {
    // First: dead in the middle, it leaves nothing that nobody looks at.
    const since = deps.clock.now().toISOString();
    await deps.removals.later({ what: 'picture', since, file, media }, untilLooked);
  }
  if (!original) await deps.archive.putOriginal(bytes);
  if (!there)
    await mapConcurrently(read.files, { concurrency: 8 }, ({ path, ...others }) =>
      deps.media.put({ ...others, path: addressed(path) }),
    );
  if (upload !== undefined) await deps.ingestQueue.send(upload);
}

async function readAgain(bytes: Uint8Array, { file, media }: RemakeRequest, deps: PdfTools) {
  const isPdf = fileTypeOf(bytes) === 'a PDF document';
  const read = await (isPdf ? readPdf(bytes, file, deps) : readPicture(bytes, file, deps.encoder, media));
  const shown: ShownFile | undefined = read.outcome === 'refused' ? undefined : shownIn(read);
  if (read.outcome === 'refused' || !shown) throw new Error(`The original ${file} cannot be read any more`);
  return { shown, files: read.files };
}

async function uploadedBytes(
  { upload, number, uploadedWith = upload }: RemakeRequest,
  { uploadedFiles }: RemakeDeps,
): Promise<Uint8Array | undefined> {
  if (uploadedWith === undefined || number === undefined) return undefined;
  return uploadedFiles.read({ role: 'pictures', upload: uploadedWith, number });
}
