import type { Backoff } from '../../runtime/backoff.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { restoreUpload } from '../backup/restore-upload.ts';
import { type Identity, identify } from '../documents/identity.ts';
import type { ManuscriptReader } from '../manuscripts/manuscript-reader.ts';
import type { Archive, ContentStore, IngestMetrics, UploadedFiles, UploadStore } from '../ports.ts';
import { takenAway } from './gone-file.ts';
import { lookFor } from './look-for.ts';
import { claimOf, etagOf, type ManuscriptDraft, settled, shelfOf } from './manuscript-in-hand.ts';
import type { Results } from './receipt.ts';
import { storeManuscript } from './store-manuscript.ts';
import {
  type DeclaredFile,
  type FileResult,
  filesOf,
  isComplete,
  isRestoring,
  type Upload,
  type UploadedFile,
} from './upload.ts';

export interface IngestDeps {
  uploads: UploadStore;
  uploadedFiles: UploadedFiles;
  archive: Archive;
  content: ContentStore;
  reader: ManuscriptReader;
  backoff: Backoff;
  metrics: IngestMetrics;
  /** Origin of the site, without a slash at its end. */
  siteUrl: string;
}

/** How many manuscripts of one upload are in memory or being written at once. */
const concurrency = 8;

/**
 * A manuscript has come. The upload is read once its last file is there, whichever that is. What comes later
 * under the same form takes the place of what came before: in whatever order it is told, the last file stands.
 */
export async function takeManuscript(arrivedFile: UploadedFile, deps: IngestDeps): Promise<void> {
  const upload = await deps.uploads.arrive(arrivedFile);
  if (!upload || !isComplete(upload)) return;
  const { id, files, arrivalCount: told } = upload;
  // A lone file has no picture whose result it would wait for, and when told for the first time none itself.
  const results = files.length === 1 && told === 1 ? new Map() : await deps.uploads.results(id);
  if (await ingestUpload(upload, results, deps, arrivedFile)) return;
  const settled = await ingestUpload(upload, await deps.uploads.results(id), deps, arrivedFile);
  if (!settled) throw new Error('Others are reading the same file');
}

/** The last picture has been read: now the manuscripts can be. */
export async function resumeUpload(id: string, deps: IngestDeps): Promise<void> {
  const found = await deps.uploads.find(id);
  if (found && isComplete(found.upload)) await ingestUpload(found.upload, found.results, deps);
}

/**
 * Reads every manuscript of a complete upload that has no result yet, or one of what came before, and gives it
 * one. It may be called any number of times, also at once, and die at any point: each file takes effect once.
 * Whether all of it did.
 */
async function ingestUpload(
  upload: Upload,
  results: Results,
  deps: IngestDeps,
  arrivedFile?: UploadedFile,
): Promise<boolean> {
  if (isRestoring(upload)) {
    await restoreUpload({ upload, results }, deps);
    return true;
  }
  const unsettled = filesOf(upload, 'manuscripts').filter(
    ({ number }) => !results.has(number) || isAnother(number, results, arrivedFile),
  );
  const read = await mapConcurrently(unsettled, { concurrency }, (file) =>
    readFile(upload, file, results, deps),
  );
  const drafts = read.filter((one) => typeof one !== 'boolean');
  const known = await lookFor(drafts.map(claimOf), deps.content);
  const slugConflicts = slugConflictsOf(
    drafts.map((one) => identify(claimOf(one), known)),
    [...results].filter(([number]) => !drafts.some(({ file }) => file.number === number)),
  );
  const stored = await mapConcurrently([...drafts.entries()], { concurrency }, ([at, one]) => {
    const slugConflict = slugConflicts[at];
    return slugConflict
      ? refuseSlugConflict(one, slugConflict, deps)
      : storeManuscript(one, { known, results }, deps);
  });
  return [...read, ...stored].every((one) => one !== false);
}

/** Whether what came is not what the file's result is of. Which of the two came last, only the file tells. */
function isAnother(number: number, results: Results, arrivedFile: UploadedFile | undefined): boolean {
  const etag = results.get(number)?.etag;
  return (
    arrivedFile?.number === number &&
    arrivedFile.etag !== undefined &&
    etag !== undefined &&
    arrivedFile.etag !== etag
  );
}

/** The manuscript, or whether its file has its result without it. */
async function readFile(
  upload: Upload,
  file: DeclaredFile & UploadedFile,
  results: Results,
  { uploadedFiles, reader, uploads, metrics }: IngestDeps,
): Promise<ManuscriptDraft | boolean> {
  const bytes = await uploadedFiles.read(file);
  const replaces = results.get(file.number)?.etag;
  // What came last is known already, or nobody can know it any more.
  if (replaces && (!bytes || etagOf(bytes) === replaces)) return true;
  const one = { upload, file, bytes: bytes ?? nothing, replaces };
  const read = bytes && (await reader.read({ name: file.name, bytes }, { pictures: shelfOf(results) }));
  if (read?.outcome === 'read') return { ...one, read };
  metrics.count('ManuscriptsRefused');
  return uploads.settle(settled(one, { notices: read?.notices ?? [takenAway(file.name)] }));
}

const nothing = new Uint8Array();

/**
 * For each identity its slug where another file of the same upload claims it too; also one that has its result
 * already, for the function may have died between the two.
 */
function slugConflictsOf(identities: Identity[], others: [number, FileResult][]): (string | undefined)[] {
  const slugs = identities.map((identity) => (identity.outcome === 'found' ? identity.slug : undefined));
  const before = others.map(([, { document, slugConflict }]) => document?.slug ?? slugConflict);
  const claimed = [...slugs, ...before];
  return slugs.map((slug) => (claimed.filter((other) => other === slug).length > 1 ? slug : undefined));
}

function refuseSlugConflict(
  one: ManuscriptDraft,
  slug: string,
  { uploads, metrics }: IngestDeps,
): Promise<boolean> {
  metrics.count('ManuscriptsRefused');
  const text = `Another file of this upload is “${slug}” too, so neither was taken. Give each its own “slug: …”.`;
  const result = { notices: [{ level: 'error' as const, file: one.file.name, text }], slugConflict: slug };
  return uploads.settle(settled(one, result));
}
