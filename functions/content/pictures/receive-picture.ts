import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { originalKey } from '../documents/archive-keys.ts';
import type { Archive, IngestQueue, Media, UploadedFiles, UploadStore } from '../ports.ts';
import { mediaOf } from '../removal/file-uses.ts';
import type { Removals } from '../removal/ports.ts';
import { untilArrivalLooked } from '../removal/take-down-arrival.ts';
import { takenAway } from '../uploads/receipt.ts';
import { type FileResult, isComplete, type UploadedFile } from '../uploads/upload.ts';
import { type PictureEncoder, readPicture } from './read-picture.ts';

interface Deps {
  uploads: Pick<UploadStore, 'find' | 'markReady' | 'settle'>;
  uploadedFiles: Pick<UploadedFiles, 'read'>;
  archive: Pick<Archive, 'putOriginal'>;
  media: Media;
  ingestQueue: IngestQueue;
  removals: Removals;
  encoder: PictureEncoder;
}

/**
 * A picture has arrived: it is read, stored at every size, and has its result before it is ready. So a complete upload
 * has all it needs, and its last picture queues it to be ingested. However late it is read, its upload is not given up:
 * whether it has arrived is seen in the bucket. Nothing may come of its upload, so the picture is looked at later.
 */
export async function receivePicture(file: UploadedFile, deps: Deps): Promise<void> {
  const stored = await deps.uploads.find(file.upload);
  const name = stored?.upload.files[file.number]?.name;
  if (!stored || stored.upload.missing || name === undefined) return;
  if (!stored.results.has(file.number)) {
    const result = await resultOf(file, name, deps);
    await deps.uploads.settle({ upload: stored.upload, number: file.number, result });
  }
  const upload = await deps.uploads.markReady(file);
  if (upload && isComplete(upload)) await deps.ingestQueue.send(upload.id);
}

async function resultOf(file: UploadedFile, name: string, deps: Deps): Promise<FileResult> {
  const bytes = await deps.uploadedFiles.read(file);
  if (!bytes) return { notices: [takenAway(name)] };
  const read = await readPicture(bytes, name, deps.encoder);
  if (read.outcome === 'refused') return { notices: read.notices };
  const { picture } = read;
  // Before anything is put: dead in the middle, it leaves nothing that nobody looks at.
  await deps.removals.later(
    { what: 'arrival', upload: file.upload, looks: 0, file: originalKey(bytes), media: mediaOf(picture) },
    untilArrivalLooked,
  );
  const [original] = await Promise.all([
    deps.archive.putOriginal(bytes),
    mapConcurrently(read.files, { concurrency: 8 }, (variant) => deps.media.put(variant)),
  ]);
  return { notices: read.notices, picture, original };
}
