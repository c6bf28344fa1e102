import { inTurns } from '../runtime/in-turns.ts';
import { takenAway } from './gone-file.ts';
import type { Archive, HandedIn, Media, Reading, UploadStore } from './ports.ts';
import { type PictureEncoder, readPicture } from './read-picture.ts';
import { type FileResult, isComplete, type UploadedFile } from './upload.ts';

interface Deps {
  uploads: UploadStore;
  handedIn: HandedIn;
  archive: Archive;
  media: Media;
  reading: Reading;
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
  if (upload && isComplete(upload)) await deps.reading.ask(upload.id);
}

async function resultOf(file: UploadedFile, name: string, deps: Deps): Promise<FileResult> {
  const bytes = await deps.handedIn.read(file);
  if (!bytes) return { notices: [takenAway(name)] };
  const read = await readPicture(bytes, name, deps.encoder);
  if (read.outcome === 'refused') return { notices: read.notices };
  const [original] = await Promise.all([
    deps.archive.keepOriginal(bytes),
    inTurns(read.files, 8, (variant) => deps.media.keep(variant)),
  ]);
  return { notices: [], picture: read.picture, original };
}
