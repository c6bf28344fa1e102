import { OutOfTime } from '../../runtime/each-record.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { type RestoreDeps, restoreUpload } from '../backup/restore-upload.ts';
import { isLive, type StoredHead } from '../contract/document.ts';
import type { Notice } from '../contract/values.ts';
import { manuscriptKey } from '../documents/archive-keys.ts';
import { basenameOf, type Claim, type Known, slugFromTitle } from '../documents/claim.ts';
import { identify } from '../documents/identity.ts';
import { zoneOf } from '../documents/schedule.ts';
import { pathOf } from '../kinds/kinds.ts';
import type { ReadTurn } from '../manuscripts/manuscript-reader.ts';
import type { IngestQueue, UploadedFiles, UploadStore } from '../ports.ts';
import { eraseArrived } from '../removal/erase-arrived.ts';
import { editionsAmong } from './edition-notices.ts';
import { withFileText } from './file-text.ts';
import { linkedFiles } from './find-pages.ts';
import { claimOf, lookUp } from './look-up-claims.ts';
import { type ManuscriptDraft, settledFile, uploadedFiles, uploadedPictures } from './manuscript-draft.ts';
import { type DocumentBeside, namesMissing, type Present } from './named-documents.ts';
import { takenAway } from './receipt.ts';
import { needsZone, timesOf } from './said-times.ts';
import {
  type Standing,
  type StoreDeps,
  standingFor,
  storeManuscript,
  type UploadContext,
} from './store-manuscript.ts';
import { unpackPictures } from './unpack-pictures.ts';
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
  RestoreDeps & {
    uploads: Omit<UploadStore, 'open' | 'close'>;
    uploadedFiles: Pick<UploadedFiles, 'read' | 'put'>;
    ingestQueue: IngestQueue;
  };

/** How many manuscripts of one upload are in memory or being written at once. */
const concurrency = 8;

/**
 * A manuscript has arrived. The upload is ingested once its last file is ready, whichever that is. A file is what is
 * there when it is read first: what is posted later with its form changes neither the document nor the receipt.
 */
export async function receiveManuscript(arrivedFile: UploadedFile, deps: IngestDeps): Promise<void> {
  const arrived = await deps.uploads.markReady(arrivedFile);
  const upload = arrived && (await unpackPictures(arrivedFile, arrived, deps));
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
 * could be settled, because other uploads had the time; the message counts as failed then, and no upload goes round for
 * ever.
 */
async function ingestUpload(upload: Upload, results: Results, deps: IngestDeps): Promise<void> {
  if (isRestoring(upload)) return restoreUpload({ upload, results }, deps);
  const reads = await withTimes(upload, await readAll(upload, results, deps), results, deps);
  const read = reads.map(({ outcome }) => outcome);
  const outcomes = [...read, ...(await storeAll(upload, reads, results, deps))];
  if (!outcomes.includes('postponed')) return;
  if (!outcomes.includes('settled')) throw new OutOfTime();
  await deps.ingestQueue.send(upload.id);
}

type Manuscript = DeclaredFile & UploadedFile;

/** What a first read has made of a manuscript. */
interface FirstRead {
  file: Manuscript;
  outcome: ManuscriptDraft | Outcome;
}

/** Milliseconds that a second read takes at most, with what is looked up before it. */
const secondRead = 20_000;

/**
 * Reads the manuscripts in their order for as long as time is left to read some of them a second time. Then reads those
 * to which the first one may lead: it waits for no other, and knows where they stand only when they are read.
 */
async function readAll(upload: Upload, results: Results, deps: IngestDeps): Promise<FirstRead[]> {
  const files = filesOf(upload, 'manuscripts').filter(({ number }) => !results.has(number));
  let begun = 0;
  const reads = await readEach(upload, files, results, {
    ...deps,
    hasTime: (milliseconds) => deps.hasTime(milliseconds + Math.min(++begun, concurrency) * secondRead),
  });
  const [first] = storable(reads);
  if (!first || !unreadIn(reads).length) return reads;
  const known = await lookUp([first.claim], deps);
  const wanted = awaited(first, { ...known, beside: besideOf(reads), unread: unreadIn(reads) });
  const hasTime: ReadTurn['hasTime'] = (milliseconds) => deps.hasTime(milliseconds + secondRead);
  const more = await readEach(upload, wanted, results, { ...deps, hasTime });
  return reads.map((one) => more.find(({ file }) => file.number === one.file.number) ?? one);
}

const readEach = (
  upload: Upload,
  files: Manuscript[],
  results: Results,
  deps: IngestDeps,
): Promise<FirstRead[]> =>
  mapConcurrently(files, { concurrency }, async (file) => ({
    file,
    outcome: await readDraft(upload, file, results, deps),
  }));

const draftsIn = (reads: FirstRead[]): ManuscriptDraft[] =>
  reads.flatMap(({ outcome }) => (typeof outcome === 'string' ? [] : [outcome]));

const unreadIn = (reads: FirstRead[]): Manuscript[] =>
  reads.flatMap(({ file, outcome }) => (outcome === 'postponed' ? [file] : []));

/** Those behind one that is not read would be judged before it. Editions come first: they say what waits for them. */
function storable(reads: FirstRead[]): ManuscriptDraft[] {
  const end = reads.findIndex(({ outcome }) => outcome === 'postponed');
  const drafts = draftsIn(end < 0 ? reads : reads.slice(0, end));
  return [...drafts.filter(isEdition), ...drafts.filter((draft) => !isEdition(draft))];
}

const isEdition = ({ read }: ManuscriptDraft): boolean => read.fields.kind === 'edition';

const besideOf = (reads: FirstRead[]): DocumentBeside[] =>
  draftsIn(reads).map(({ claim, read }) => ({
    slug: claim.slug ?? slugFromTitle(claim),
    fields: read.fields,
    status: claim.draft ? ('draft' as const) : ('published' as const),
  }));

/** The unread manuscripts of its upload that a manuscript may link to, then those that it may name: any may be meant. */
function awaited(
  { file, read }: ManuscriptDraft,
  { unread, ...present }: Present & { unread: Manuscript[] },
): Manuscript[] {
  const linked = linkedFiles(
    read.linked,
    file.name,
    unread.map(({ name }) => name),
  );
  const isLinked = ({ name }: Manuscript) => linked.has(name);
  const named = namesMissing(read.fields, present) ? unread.filter((one) => !isLinked(one)) : [];
  return [...unread.filter(isLinked), ...named];
}

/** The manuscript, read; or, when it goes no further, what has become of its file. */
async function readDraft(
  upload: Upload,
  file: Manuscript,
  results: Results,
  deps: IngestDeps,
): Promise<ManuscriptDraft | Outcome> {
  const { reader, hasTime } = deps;
  const bytes = await deps.uploadedFiles.read(file);
  const shelf = { pictures: uploadedPictures(results), files: uploadedFiles(results) };
  const read =
    bytes && (await reader.read({ name: file.name, bytes }, shelf, { upload: upload.id, hasTime }));
  if (read?.outcome === 'postponed') return read.outcome;
  if (bytes && read?.outcome === 'read') {
    // Its times go by the press document, which may be another file of the upload.
    const times = { fields: read.fields };
    const body = withFileText(read.fields, read.body, results.values());
    return { upload, file, bytes, read: { ...read, body }, claim: claimOf(upload, file, read), times };
  }
  return refuseFile({ upload, file }, read?.notices ?? [takenAway(file.name)], results, deps);
}

async function refuseFile(
  refused: Pick<ManuscriptDraft, 'upload' | 'file'>,
  notices: Notice[],
  results: Results,
  deps: IngestDeps,
): Promise<'settled'> {
  await eraseArrived([], results.values(), undefined, deps);
  deps.metrics.count('ManuscriptsRefused');
  await deps.uploads.settle(settledFile(refused, { notices }));
  return 'settled';
}

/** The drafts with their times, in the zone of the press as it is handed in beside them, or stands. */
async function withTimes(
  upload: Upload,
  reads: FirstRead[],
  results: Results,
  deps: IngestDeps,
): Promise<FirstRead[]> {
  const { opened } = upload;
  const drafts = draftsIn(reads);
  const zone = drafts.some(({ read }) => needsZone(read, opened)) ? await zoneFor(drafts, deps) : 'UTC';
  return mapConcurrently(reads, { concurrency }, async ({ file, outcome }) => {
    if (typeof outcome === 'string') return { file, outcome };
    const times = timesOf(file.name, outcome.read, { zone, opened });
    if ('errors' in times) return { file, outcome: await refuseFile(outcome, times.errors, results, deps) };
    const claim = claimOf(upload, file, outcome.read, times.publishAt);
    const draft = { ...outcome, claim, times };
    const refused = times.over && !(await isThere(draft, deps)) ? times.over : undefined;
    return { file, outcome: refused ? await refuseFile(outcome, refused, results, deps) : draft };
  });
}

/** Whether its document has this file already: then others may name it and link to it. */
async function isThere({ claim, bytes }: ManuscriptDraft, deps: IngestDeps): Promise<boolean> {
  const known = await lookUp([claim], deps);
  const identity = identify(claim, known);
  const head = identity.outcome === 'found' ? known.heads.get(identity.slug) : undefined;
  return isLive(head) && (await hasFile(head, bytes, deps));
}

async function hasFile(head: StoredHead, bytes: Uint8Array, { documents }: IngestDeps): Promise<boolean> {
  if (head.manuscript === manuscriptKey(bytes)) return true;
  const { slug, since, pending } = head;
  const waiting = pending && (await documents.revision(slug, pending.revision, since));
  return waiting?.manuscript === manuscriptKey(bytes);
}

async function zoneFor(drafts: ManuscriptDraft[], { content }: IngestDeps): Promise<string> {
  const handedIn = drafts.find(({ read }) => read.fields.kind === 'press' && !read.draft);
  const stored = handedIn ? undefined : await content.lookUp({ slugs: ['press'], filenames: [] });
  return zoneOf(handedIn ? handedIn.read : stored?.heads.get('press'));
}

/**
 * Stores each draft, the editions first. Those that may be one document go one after the other in the order of their files:
 * each but the first is judged by what the ones before have become, as if it came later. A draft that may link to or name
 * a manuscript that is not read yet waits for it, and so does what an edition lists that waits. The very first waits for
 * none, so that every call gets on.
 */
async function storeAll(
  upload: Upload,
  reads: FirstRead[],
  results: Results,
  deps: IngestDeps,
): Promise<Outcome[]> {
  const [drafts, unread, beside] = [draftsIn(reads), unreadIn(reads), besideOf(reads)];
  const standing = await standingFor(drafts, deps);
  const { known } = standing;
  const shared = { results, beside, pages: pagesOf(upload, drafts, known, results), allRead: !unread.length };
  const stored = storable(reads);
  const isFirst = (draft: ManuscriptDraft) => draft === stored[0];
  const leads = (draft: ManuscriptDraft) => awaited(draft, { ...known, beside, unread }).length > 0;
  const [editions, others] = [stored.filter(isEdition), stored.filter((draft) => !isEdition(draft))];
  const editionsBeside = editionsAmong(drafts);
  const mayWait = (draft: ManuscriptDraft) => !isFirst(draft) && leads(draft);
  const first = await storeGroups(editions, { ...shared, standing, editionsBeside, waits: mayWait }, deps);
  const late = [...first].flatMap(([edition, outcome]) => (outcome === 'postponed' ? [edition] : []));
  const listed = new Set(editionsAmong(late).flatMap(({ documents }) => documents));
  const waits = (draft: ManuscriptDraft) => mayWait(draft) || listed.has(slugOf(draft));
  const now = editions.length ? await standingFor(others, deps) : standing;
  const rest = await storeGroups(others, { ...shared, standing: now, editionsBeside: [], waits }, deps);
  return [...first.values(), ...rest.values()];
}

const slugOf = ({ claim }: ManuscriptDraft): string => claim.slug ?? slugFromTitle(claim);

/** What has become of each draft that was looked at. Behind one that is postponed stay those that may be the same. */
async function storeGroups(
  drafts: ManuscriptDraft[],
  context: UploadContext & { standing: Standing; waits(draft: ManuscriptDraft): boolean },
  deps: IngestDeps,
): Promise<Map<ManuscriptDraft, Outcome>> {
  const { waits, standing, ...shared } = context;
  const outcomes = new Map<ManuscriptDraft, Outcome>();
  await mapConcurrently(inConflict(drafts), { concurrency }, async (group) => {
    for (const draft of group) {
      const own = draft === group[0] ? { ...shared, standing } : shared;
      const outcome = waits(draft) ? 'postponed' : await storeManuscript(draft, own, deps);
      outcomes.set(draft, outcome);
      if (outcome === 'postponed') break;
    }
  });
  return outcomes;
}

/** Where the upload's documents stand, or will: its manuscripts may link to each other before any of them is stored. */
function pagesOf(
  upload: Upload,
  drafts: ManuscriptDraft[],
  known: Known,
  results: Results,
): Map<string, string> {
  const settled = upload.files.flatMap(({ name }, number) => {
    const document = results.get(number)?.document;
    return document ? [[name, new URL(document.url).pathname] as const] : [];
  });
  const coming = drafts.flatMap(({ file, claim, read }) => {
    const identity = identify(claim, known);
    return identity.outcome === 'found' ? [[file.name, pathOf(read.fields, identity.slug)] as const] : [];
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
