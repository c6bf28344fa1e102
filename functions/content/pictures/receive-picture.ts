import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Archive, IngestQueue, Media, UploadedFiles, UploadStore } from '../ports.ts';
import { takenAway } from '../uploads/receipt.ts';
import { type FileResult, isComplete, type UploadedFile } from '../uploads/upload.ts';
import { type PictureEncoder, readPicture } from './read-picture.ts';

interface Deps {
  uploads: Pick<UploadStore, 'find' | 'markReady' | 'settle'>;
  uploadedFiles: Pick<UploadedFiles, 'read'>;
  archive: Pick<Archive, 'putOriginal'>;
  media: Media;
  ingestQueue: IngestQueue;
  encoder: PictureEncoder;
}

/**
 * A picture has arrived: it is read, stored at every size, and has its result before it is ready. So a complete upload
 * has all it needs, and its last picture queues it to be ingested. However late it is read, its upload is not given up:
 * whether it has arrived is seen in the bucket.
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
  const [original] = await Promise.all([
    deps.archive.putOriginal(bytes),
    mapConcurrently(read.files, { concurrency: 8 }, (variant) => deps.media.put(variant)),
  ]);
  return { notices: [], picture: read.picture, original };
}
