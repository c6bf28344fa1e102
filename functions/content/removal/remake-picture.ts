import { posix } from 'node:path';
import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { pngOf } from '../pdf/png.ts';
import { type PdfTools, readPdf } from '../pdf/read-pdf.ts';
import { fileTypeOf } from '../pictures/file-type.ts';
import { type MediaFile, type PictureType, readPicture } from '../pictures/read-picture.ts';
import type { Archive, IngestQueue, Media, UploadedFiles } from '../ports.ts';
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
  const { file, media, upload, addresses = [] } = wanted;
  const original = await deps.originals.read(file);
  const bytes = original ?? (await uploadedBytes(wanted, deps));
  // Erased everywhere: there is nobody left to show it.
  if (!bytes) return;
  const files = await readAgain(bytes, wanted, deps);
  const paths = [...files.map(({ path }) => path), ...addresses];
  const [src = media] = paths;
  const variants = paths.map((path) => ({ path }));
  const there = await deps.storedPictures.hasMedia({ name: file, src, variants });
  if (!original || !there) {
    // First: dead in the middle, it leaves nothing that nobody looks at.
    const since = deps.clock.now().toISOString();
    await deps.removals.later({ what: 'picture', since, file, media }, untilLooked);
  }
  if (!original) await deps.archive.putOriginal(bytes);
  if (!there)
    await mapConcurrently(
      [...files, ...(await blanksFor(addresses, files, deps))],
      { concurrency: 8 },
      (one) => deps.media.put(one),
    );
  if (upload !== undefined) await deps.ingestQueue.send(upload);
}

/** Its files, at the addresses that it had. */
async function readAgain(
  bytes: Uint8Array,
  { file, media }: RemakeRequest,
  deps: PdfTools,
): Promise<MediaFile[]> {
  const isPdf = fileTypeOf(bytes) === 'a PDF document';
  const read = await (isPdf ? readPdf(bytes, file, deps) : readPicture(bytes, file, deps.encoder, media));
  if (read.outcome === 'refused') throw new Error(`The original ${file} cannot be read any more`);
  return read.files.map((one) => ({ ...one, path: media + one.path.slice(one.path.lastIndexOf('-') + 1) }));
}

/** Where a cover was that is not drawn this time, blank paper: the document has these addresses, and waits for them. */
async function blanksFor(
  addresses: readonly string[],
  files: readonly MediaFile[],
  { encoder }: Pick<PdfTools, 'encoder'>,
): Promise<MediaFile[]> {
  // Of a picture, blank paper would be shown in place of a size that it has otherwise.
  if (!files.some(({ type }) => type === 'application/pdf')) return [];
  const missing = addresses.filter((path) => !files.some((file) => file.path === path));
  const types = new Set(missing.flatMap((path) => blankTypes.get(posix.extname(path)) ?? []));
  if (!types.size) return [];
  const paper = pngOf(new Uint8Array(4).fill(255), 1, 1);
  const measured = { width: 1, height: 1, frames: 1, transparent: false, palette: false };
  const specs = [...types].map((type) => ({ width: 1, type }));
  const encoding = await encoder.encode(paper, measured, specs);
  if (encoding.outcome !== 'encoded') throw new Error(`Blank paper is ${encoding.outcome}`);
  return missing.flatMap((path) => {
    const blank = encoding.files.find(({ type }) => type === blankTypes.get(posix.extname(path)));
    return blank ? [{ path, type: blank.type, bytes: blank.bytes }] : [];
  });
}

const blankTypes: ReadonlyMap<string, PictureType> = new Map([
  ['.webp', 'image/webp'],
  ['.jpg', 'image/jpeg'],
  ['.png', 'image/png'],
]);

async function uploadedBytes(
  { upload, number, uploadedWith = upload }: RemakeRequest,
  { uploadedFiles }: RemakeDeps,
): Promise<Uint8Array | undefined> {
  if (uploadedWith === undefined || number === undefined) return undefined;
  return uploadedFiles.read({ role: 'pictures', upload: uploadedWith, number });
}
