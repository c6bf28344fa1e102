import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { originalKey } from '../documents/archive-keys.ts';
import { type PdfTools, type ReadPdf, readPdf } from '../pdf/read-pdf.ts';
import type { Archive, IngestQueue, Media, UploadedFiles, UploadStore } from '../ports.ts';
import { mediaOf, shownIn } from '../removal/file-uses.ts';
import type { Removals } from '../removal/ports.ts';
import { untilArrivalLooked } from '../removal/take-down-arrival.ts';
import { takenAway } from '../uploads/receipt.ts';
import {
  type DeclaredFile,
  type FileResult,
  isComplete,
  pdfType,
  type UploadedFile,
} from '../uploads/upload.ts';
import { type ReadPicture, type RefusedPicture, readPicture } from './read-picture.ts';

interface Deps extends PdfTools {
  uploads: Pick<UploadStore, 'find' | 'markReady' | 'settle'>;
  uploadedFiles: Pick<UploadedFiles, 'read'>;
  archive: Pick<Archive, 'putOriginal'>;
  media: Media;
  ingestQueue: IngestQueue;
  removals: Removals;
}

/**
 * A picture or a PDF has arrived: it is read, stored at every size, and has its result before it is ready. So a complete upload
 * has all it needs, and its last picture queues it to be ingested. However late it is read, its upload is not given up:
 * whether it has arrived is seen in the bucket. Nothing may come of its upload, so the picture is looked at later.
 */
export async function receivePicture(file: UploadedFile, deps: Deps): Promise<void> {
  const stored = await deps.uploads.find(file.upload);
  const declared = stored?.upload.files[file.number];
  if (!stored || stored.upload.missing || !declared) return;
  if (!stored.results.has(file.number)) {
    const result = await resultOf(file, declared, deps);
    await deps.uploads.settle({ upload: stored.upload, number: file.number, result });
  }
  const upload = await deps.uploads.markReady(file);
  if (upload && isComplete(upload)) await deps.ingestQueue.send(upload.id);
}

async function resultOf(file: UploadedFile, declared: DeclaredFile, deps: Deps): Promise<FileResult> {
  const bytes = await deps.uploadedFiles.read(file);
  if (!bytes) return { notices: [takenAway(declared.name)] };
  const read = await readIn(bytes, declared, deps);
  if (read.outcome === 'refused') return { notices: read.notices };
  const { files, outcome, ...result } = read;
  const shown = shownIn(result);
  if (!shown) throw new TypeError('What was read shows nothing');
  // Before anything is put: dead in the middle, it leaves nothing that nobody looks at.
  await deps.removals.later(
    { what: 'arrival', upload: file.upload, looks: 0, file: originalKey(bytes), media: mediaOf(shown) },
    untilArrivalLooked,
  );
  const [original] = await Promise.all([
    deps.archive.putOriginal(bytes),
    mapConcurrently(files, { concurrency: 8 }, (variant) => deps.media.put(variant)),
  ]);
  return { ...result, original };
}

/** By the type that its sender declared; what the file really is its bytes say. */
function readIn(
  bytes: Uint8Array,
  { name, type }: DeclaredFile,
  deps: PdfTools,
): Promise<ReadPicture | ReadPdf | RefusedPicture> {
  return type === pdfType ? readPdf(bytes, name, deps) : readPicture(bytes, name, deps.encoder);
}
