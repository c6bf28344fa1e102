import { OutOfTime } from '../../runtime/each-record.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { type RestoreDeps, restoreUpload } from '../backup/restore-upload.ts';
import { basenameOf, type Claim, type Known, slugFromTitle } from '../documents/claim.ts';
import { identify } from '../documents/identity.ts';
import { isKind, pathOf } from '../kinds/kinds.ts';
import type { IngestQueue, UploadStore } from '../ports.ts';
import { eraseArrived } from '../removal/erase-arrived.ts';
import { claimOf, lookUp } from './look-up-claims.ts';
import { type ManuscriptDraft, settledFile, uploadedPictures } from './manuscript-draft.ts';
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

export type IngestDeps = StoreDeps &
  RestoreDeps & { uploads: Omit<UploadStore, 'open' | 'close'>; ingestQueue: IngestQueue };

/** How many manuscripts of one upload are in memory or being written at once. */
const concurrency = 8;

/**
 * A manuscript has arrived. The upload is ingested once its last file is ready, whichever that is. A file is what is
 * there when it is read first: what is posted later with its form changes neither the document nor the receipt.
 */
export async function receiveManuscript(arrivedFile: UploadedFile, deps: IngestDeps): Promise<void> {
  const upload = await deps.uploads.markReady(arrivedFile);
  if (!upload || !isComplete(upload)) return;
  // A lone file waits for no picture's result, and has none itself at its first arrival.
  const isFirst = upload.files.length === 1 && upload.arrivalCount === 1;
  await ingestUpload(upload, isFirst ? new Map() : await deps.uploads.results(upload.id), deps);
}

/** The last picture has been read, or there was no time left for all manuscripts. */
export async function resumeUpload(id: string, deps: IngestDeps): Promise<void> {
  const stored = await deps.uploads.find(id);
  if (stored && isComplete(stored.upload)) await ingestUpload(stored.upload, stored.results, deps);
}

/** What has become of a file of the upload in this call. */
type Outcome = 'settled' | 'postponed';

/**
 * Reads every manuscript of a complete upload that has no result yet, and settles it. It may be called any number of
 * times, also concurrently, and die at any point: each file takes effect once. The rest, when there is no time for all,
 * is queued anew: a new message has failed at no try, so that no upload is too large. Throws OutOfTime when nothing
 * could be settled; the message counts as failed then, and no upload goes round for ever.
 */
async function ingestUpload(upload: Upload, results: Results, deps: IngestDeps): Promise<void> {
  if (isRestoring(upload)) return restoreUpload({ upload, results }, deps);
  const unsettled = filesOf(upload, 'manuscripts').filter(({ number }) => !results.has(number));
  const read = await mapConcurrently(unsettled, { concurrency }, (file) =>
    readDraft(upload, file, results, deps),
  );
  // Those behind one that is postponed would be judged before it.
  const end = read.indexOf('postponed');
  const drafts = read.slice(0, end < 0 ? read.length : end).filter((draft) => typeof draft !== 'string');
  const outcomes = [...read, ...(await storeAll(drafts, results, deps))];
  if (!outcomes.includes('postponed')) return;
  if (!outcomes.includes('settled')) throw new OutOfTime();
  await deps.ingestQueue.send(upload.id);
}

/** The manuscript, read; or, when it goes no further, what has become of its file. */
async function readDraft(
  upload: Upload,
  file: DeclaredFile & UploadedFile,
  results: Results,
  deps: IngestDeps,
): Promise<ManuscriptDraft | Outcome> {
  const { uploadedFiles, reader, uploads, metrics, hasTime } = deps;
  const bytes = await uploadedFiles.read(file);
  const shelf = { pictures: uploadedPictures(results) };
  const read =
    bytes && (await reader.read({ name: file.name, bytes }, shelf, { upload: upload.id, hasTime }));
  if (read?.outcome === 'postponed') return read.outcome;
  if (bytes && read?.outcome === 'read')
    return { upload, file, bytes, read, claim: claimOf(upload, file.name, read) };
  await eraseArrived([], results.values(), undefined, deps);
  metrics.count('ManuscriptsRefused');
  const notices = read?.notices ?? [takenAway(file.name)];
  await uploads.settle(settledFile({ upload, file }, { notices }));
  return 'settled';
}

/**
 * Stores each draft. Those that may be one document go one after the other in the order of their files: each but the
 * first is judged by what the ones before have become, as if it came later.
 */
async function storeAll(drafts: ManuscriptDraft[], results: Results, deps: IngestDeps): Promise<Outcome[]> {
  const known = await lookUp(
    drafts.map(({ claim }) => claim),
    deps,
  );
  const beside = drafts.map(({ claim, read }) => ({
    slug: claim.slug ?? slugFromTitle(claim),
    fields: read.fields,
    status: claim.draft ? ('draft' as const) : ('published' as const),
  }));
  const context = { results, beside, pages: pagesOf(drafts, known, results) };
  const outcomes = await mapConcurrently(inConflict(drafts), { concurrency }, async ([first, ...later]) => {
    const stored = [await storeManuscript(first, { known, ...context }, deps)];
    for (const draft of later) {
      if (stored.at(-1) === 'postponed') break;
      stored.push(await storeManuscript(draft, context, deps));
    }
    return stored;
  });
  return outcomes.flat();
}

/** Where the upload's documents stand, or will: its manuscripts may link to each other before any of them is stored. */
function pagesOf(drafts: ManuscriptDraft[], known: Known, results: Results): Map<string, string> {
  const [upload] = drafts.map((draft) => draft.upload);
  const settled = (upload?.files ?? []).flatMap(({ name }, number) => {
    const document = results.get(number)?.document;
    return document && isKind(document.kind) ? [[name, pathOf(document.kind, document.slug)] as const] : [];
  });
  const coming = drafts.flatMap(({ file, claim }) => {
    const identity = identify(claim, known);
    return identity.outcome === 'found' ? [[file.name, pathOf(claim.kind, identity.slug)] as const] : [];
  });
  return new Map([...settled, ...coming]);
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
