import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Archive, IngestQueue, Media, UploadedFiles, UploadStore } from '../ports.ts';
import { takenAway } from '../uploads/gone-file.ts';
import { type FileResult, isComplete, type UploadedFile } from '../uploads/upload.ts';
import { type PictureEncoder, readPicture } from './read-picture.ts';

interface Deps {
  uploads: UploadStore;
  uploadedFiles: UploadedFiles;
  archive: Archive;
  media: Media;
  ingestQueue: IngestQueue;
  encoder: PictureEncoder;
}

/**
 * A picture has come: it is read, stored at every size, and has its result before it counts as arrived. So a
 * complete upload has all it needs, and whoever completes it asks for it to be read.
 */
export async function takePicture(file: UploadedFile, deps: Deps): Promise<void> {
  const found = await deps.uploads.find(file.upload);
  const name = found?.upload.files[file.number]?.name;
  if (!found || name === undefined) return;
  if (!found.results.has(file.number)) {
    const result = await resultOf(file, name, deps);
    await deps.uploads.settle({ upload: found.upload, number: file.number, result });
  }
  const upload = await deps.uploads.arrive(file);
  if (upload && isComplete(upload)) await deps.ingestQueue.ask(upload.id);
}

async function resultOf(file: UploadedFile, name: string, deps: Deps): Promise<FileResult> {
  const bytes = await deps.uploadedFiles.read(file);
  if (!bytes) return { notices: [takenAway(name)] };
  const read = await readPicture(bytes, name, deps.encoder);
  if (read.outcome === 'refused') return { notices: read.notices };
  const [original] = await Promise.all([
    deps.archive.keepOriginal(bytes),
    mapConcurrently(read.files, { concurrency: 8 }, (variant) => deps.media.keep(variant)),
  ]);
  return { notices: [], picture: read.picture, original };
}
