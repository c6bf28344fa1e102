import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { type RestoreDeps, restoreUpload } from '../backup/restore-upload.ts';
import { basenameOf, type Claim, slugFromTitle } from '../documents/claim.ts';
import type { UploadStore } from '../ports.ts';
import { eraseArrived } from '../removal/erase-arrived.ts';
import { claimOf, lookUp } from './look-up-claims.ts';
import { etagOf, type ManuscriptDraft, settledFile, uploadedPictures } from './manuscript-draft.ts';
import { takenAway } from './receipt.ts';
import { type StoreDeps, storeManuscript } from './store-manuscript.ts';
import {
  type DeclaredFile,
  filesOf,
  isComplete,
  isRestoring,
  type Results,
  type Upload,
  type UploadedFile,
} from './upload.ts';

export type IngestDeps = StoreDeps & RestoreDeps & { uploads: Omit<UploadStore, 'open'> };

/** How many manuscripts of one upload are in memory or being written at once. */
const concurrency = 8;

/**
 * A manuscript has arrived. The upload is ingested once its last file is there, whichever that is. What is posted
 * later with the same form replaces what was posted before: in whatever order events come, the last file stands.
 */
export async function receiveManuscript(arrivedFile: UploadedFile, deps: IngestDeps): Promise<void> {
  const upload = await deps.uploads.arrive(arrivedFile);
  if (!upload || !isComplete(upload)) return;
  // A lone file waits for no picture's result, and has none itself at its first arrival.
  const isFirst = upload.files.length === 1 && upload.arrivalCount === 1;
  const results = isFirst ? new Map() : await deps.uploads.results(upload.id);
  if (await ingestUpload(upload, results, deps, arrivedFile)) return;
  const settled = await ingestUpload(upload, await deps.uploads.results(upload.id), deps, arrivedFile);
  if (!settled) throw new Error('Others are reading the same file');
}

/** The last picture has been read, so the upload can be ingested. */
export async function resumeUpload(id: string, deps: IngestDeps): Promise<void> {
  const stored = await deps.uploads.find(id);
  if (stored && isComplete(stored.upload)) await ingestUpload(stored.upload, stored.results, deps);
}

/**
 * Reads every manuscript of a complete upload that has no result yet, or one of an earlier file, and settles it.
 * It may be called any number of times, also concurrently, and die at any point: each file takes effect once.
 * Returns whether all of them did.
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
    readDraft(upload, file, results, deps),
  );
  const drafts = read.filter((draft) => typeof draft !== 'boolean');
  const stored = await storeAll(drafts, results, deps);
  return [...read, ...stored].every((outcome) => outcome !== false);
}

/** Whether what arrived is not what the file's result is of. Which of the two is newer, only the file itself shows. */
function isAnother(number: number, results: Results, arrivedFile: UploadedFile | undefined): boolean {
  const etag = results.get(number)?.etag;
  return (
    arrivedFile?.number === number &&
    arrivedFile.etag !== undefined &&
    etag !== undefined &&
    arrivedFile.etag !== etag
  );
}

/** The manuscript, read; or, when it goes no further, whether its file is settled. */
async function readDraft(
  upload: Upload,
  file: DeclaredFile & UploadedFile,
  results: Results,
  deps: IngestDeps,
): Promise<ManuscriptDraft | boolean> {
  const { uploadedFiles, reader, uploads, metrics } = deps;
  const bytes = await uploadedFiles.read(file);
  const replaces = results.get(file.number)?.etag;
  // The result is of this file already, or the file was deleted after it was read.
  if (replaces && (!bytes || etagOf(bytes) === replaces)) return true;
  const draft = { upload, file, bytes: bytes ?? empty, replaces };
  const pictures = uploadedPictures(results);
  const read = bytes && (await reader.read({ name: file.name, bytes }, { pictures }));
  if (read?.outcome === 'read') return { ...draft, read, claim: claimOf(upload, file.name, read) };
  await eraseArrived([], results.values(), undefined, deps);
  metrics.count('ManuscriptsRefused');
  return uploads.settle(settledFile(draft, { notices: read?.notices ?? [takenAway(file.name)] }));
}

const empty = new Uint8Array();

/**
 * Stores each draft. Those that may be one document go one after the other in the order of their files: each but the
 * first is judged by what the ones before have become, as if it came later. Returns which of them are settled.
 */
async function storeAll(drafts: ManuscriptDraft[], results: Results, deps: IngestDeps): Promise<boolean[]> {
  const known = await lookUp(
    drafts.map(({ claim }) => claim),
    deps,
  );
  const settled = await mapConcurrently(inConflict(drafts), { concurrency }, async ([first, ...later]) => {
    const outcomes = [await storeManuscript(first, { known, results }, deps)];
    for (const draft of later) outcomes.push(await storeManuscript(draft, { results }, deps));
    return outcomes;
  });
  return settled.flat();
}

type Group = [ManuscriptDraft, ...ManuscriptDraft[]];

/** Groups of drafts that share a file name, a title or a slug, directly or through others, each in order. */
function inConflict(drafts: ManuscriptDraft[]): Group[] {
  let groups: { keys: Set<string>; drafts: Group }[] = [];
  for (const draft of drafts) {
    const keys = new Set(conflictKeys(draft.claim));
    const [joined, others] = [true, false].map((shares) =>
      groups.filter((group) => [...keys].some((key) => group.keys.has(key)) === shares),
    );
    const before = (joined ?? []).flatMap((group) => group.drafts);
    const members = [...before, draft].sort((a, b) => a.file.number - b.file.number);
    const [first = draft, ...later] = members;
    const allKeys = new Set([...keys, ...(joined ?? []).flatMap((group) => [...group.keys])]);
    groups = [...(others ?? []), { keys: allKeys, drafts: [first, ...later] }];
  }
  return groups.map((group) => group.drafts);
}

const conflictKeys = ({ name, title, language, slug, aliases, replaces }: Claim): string[] => [
  `file ${basenameOf(name)}`,
  ...[slug ?? [], slugFromTitle({ title, language }), ...aliases, ...replaces].flat(),
];
