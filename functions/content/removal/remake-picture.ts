import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { type PictureEncoder, readPicture } from '../pictures/read-picture.ts';
import type { Archive, IngestQueue, Media, UploadedFiles } from '../ports.ts';
import type { RemakeRequest, Removals, StoredPictures } from './ports.ts';

export interface RemakeDeps {
  originals: { read(file: string): Promise<Uint8Array | undefined> };
  uploadedFiles: Pick<UploadedFiles, 'read'>;
  archive: Pick<Archive, 'putOriginal'>;
  media: Media;
  storedPictures: Pick<StoredPictures, 'hasMedia'>;
  encoder: PictureEncoder;
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
  const read = await readPicture(bytes, file, deps.encoder, media);
  if (read.outcome === 'refused') throw new Error(`The original ${file} cannot be read any more`);
  const addressed = (path: string) => media + path.slice(path.lastIndexOf('-') + 1);
  const { src, variants } = read.picture;
  const stored = variants.map((variant) => ({ ...variant, path: addressed(variant.path) }));
  const there = await deps.storedPictures.hasMedia({
    ...read.picture,
    src: addressed(src),
    variants: stored,
  });
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

async function uploadedBytes(
  { upload, number, uploadedWith = upload }: RemakeRequest,
  { uploadedFiles }: RemakeDeps,
): Promise<Uint8Array | undefined> {
  if (uploadedWith === undefined || number === undefined) return undefined;
  return uploadedFiles.read({ role: 'pictures', upload: uploadedWith, number });
}
