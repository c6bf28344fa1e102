import type { Backoff } from '../../runtime/backoff.ts';
import { slugOf } from '../../runtime/slug.ts';
import type { Revision, StoredHead } from '../contract/document.ts';
import type { AttachedFile, Picture } from '../contract/values.ts';
import { bodyKey, manuscriptKey } from '../documents/archive-keys.ts';
import type { DocumentWrite } from '../documents/document-write.ts';
import { termsOf } from '../documents/membership.ts';
import { zoneOfPress } from '../documents/schedule.ts';
import type { ManuscriptReader, ReadTurn } from '../manuscripts/manuscript-reader.ts';
import type { Archive, ContentStore, UploadedFiles } from '../ports.ts';
import { type PrepareDeps, prepareFiles, type RevisionFiles } from '../removal/prepare-files.ts';
import { withFileText } from '../uploads/file-text.ts';
import { shownFilesOf, sourceOf, uploadedOriginals } from '../uploads/manuscript-draft.ts';
import { type FileResult, filesOf, type Results, type Upload } from '../uploads/upload.ts';
import type { History, PastState } from './history.ts';
import {
  blankText,
  headMeanwhile,
  leftToRestore,
  type RestoredText,
  restoredHead,
  restoredOrdering,
  restoredPending,
  restoredRevision,
} from './restored-state.ts';

export interface RestoreDocumentDeps extends PrepareDeps {
  content: Pick<ContentStore, 'lookUp' | 'write' | 'addTerms'>;
  uploadedFiles: Pick<UploadedFiles, 'read'>;
  archive: Pick<Archive, 'putManuscript' | 'putBody'>;
  reader: Pick<ManuscriptReader, 'read'>;
  hasTime: ReadTurn['hasTime'];
  backoff: Backoff;
}

/** An upload that restores documents; its files are named by their SHA-256, histories by their slugs. */
export interface RestoreUpload {
  upload: Upload;
  results: Results;
  /** By their SHA-256: pictures that came with earlier uploads. */
  earlier: ReadonlyMap<string, EarlierPicture>;
}

/** What became of a picture, and where it lies as it was uploaded. */
export interface EarlierPicture extends FileResult {
  upload: string;
  number: number;
}

/** `partly`: the later states come with another upload. `missing`: files of the next state have not come. `postponed`: the
 *  call ends too soon for the next state, and some were added or none. */
export type Restored =
  | { outcome: 'restored' | 'partly' | 'there' | 'newer' | 'another'; head: StoredHead }
  | { outcome: 'missing' }
  | { outcome: 'postponed'; added: boolean }
  | { outcome: 'refused'; text: string };

/** Why a state is not restored: it is damaged, or the call ends too soon. */
interface Obstacle {
  obstacle: { outcome: 'refused'; text: string } | { outcome: 'postponed' };
}

const damaged = (text: string): Obstacle => ({ obstacle: { outcome: 'refused', text } });

const mostAttempts = 12;

/**
 * Adds the states of a document that are not there yet, each with its own write and only to what was seen, so
 * that it can be started again at any point and never covers what is newer.
 */
export async function restoreDocument(
  history: History,
  from: RestoreUpload,
  deps: RestoreDocumentDeps,
): Promise<Restored> {
  let added = false;
  for (let attempt = 0; attempt < mostAttempts; ) {
    if (attempt) await deps.backoff(attempt);
    const { heads } = await deps.content.lookUp({ slugs: [history.slug], filenames: [] });
    const seen = heads.get(history.slug);
    const left = leftToRestore(seen, history);
    if (left.outcome !== 'left') return done(left.outcome, added, seen);
    if (!hasFilesFor(left.states, history, from)) {
      return added && seen ? { outcome: 'partly', head: seen } : { outcome: 'missing' };
    }
    const write = await nextWrite(history, { seen, states: left.states }, from, deps);
    if ('obstacle' in write) {
      const { obstacle } = write;
      return obstacle.outcome === 'postponed' ? { ...obstacle, added } : obstacle;
    }
    if ((await deps.content.write(write)) === 'written') added = true;
    else attempt++;
  }
  throw new Error(`Overtaken ${mostAttempts} times`);
}

const done = (
  outcome: 'there' | 'newer' | 'another',
  added: boolean,
  seen: StoredHead | undefined,
): Restored => {
  if (!seen) throw new Error('Nothing stands where something was seen');
  return { outcome: outcome === 'there' && added ? 'restored' : outcome, head: seen };
};

/** Whether the next write has all its files: a long past comes in several uploads. */
function hasFilesFor(states: PastState[], history: History, { upload, earlier }: RestoreUpload): boolean {
  const names = new Set(upload.files.map(({ name }) => name));
  const needed = [states[0] ?? [], states.length < 2 ? currentStateOf(history) : []].flat();
  return needed
    .flatMap(({ manuscript, pictures }) => [manuscript ?? [], ...Object.values(pictures)].flat())
    .every((name) => names.has(name) || earlier.has(name));
}

/** The state that stands in the end; other ones may be newer, such as a writer's that waits for review. */
const currentStateOf = ({ past, revision }: History): PastState[] =>
  past.filter((state) => state.revision === revision);

/** Adds the oldest state that is missing; with the last one the document stands as it stood. */
async function nextWrite(
  history: History,
  { seen, states }: { seen: StoredHead | undefined; states: PastState[] },
  from: RestoreUpload,
  deps: RestoreDocumentDeps,
): Promise<DocumentWrite | Obstacle> {
  const [state] = states;
  const restored = state && (await readRevision(history.slug, state, from, deps));
  if (restored && 'obstacle' in restored) return restored;
  const revision = restored?.status === 'deleted' ? undefined : restored;
  const filename = state && history.names.includes(state.name) ? state.name : undefined;
  if (restored && states.length > 1) {
    return { seen, head: headMeanwhile(history, seen, restored), revision, filename };
  }
  const current = await currentRevision(history, restored, from, deps);
  if ('obstacle' in current) return current;
  const pending = restoredPending(history, seen, restored);
  const ordering = restoredOrdering(history, seen, restored);
  const waiting = { pending, ordering, restored: from.upload.opened };
  const head = restoredHead(history, current, { ...waiting, zone: await zoneOfPress(deps) });
  await deps.content.addTerms(head.status === 'published' ? spelledTerms(head, history) : []);
  return { seen, head, revision, filename };
}

async function currentRevision(
  history: History,
  last: Revision | undefined,
  from: RestoreUpload,
  deps: RestoreDocumentDeps,
): Promise<Revision | Obstacle> {
  if (last?.revision === history.revision) return last;
  const [state] = currentStateOf(history);
  if (!state) return damaged(`Its history does not tell revision ${history.revision}, which stands.`);
  return readRevision(history.slug, state, from, deps);
}

/** The document's terms, as the backed up press spelled them. */
const spelledTerms = (head: StoredHead, { spelled }: History) =>
  termsOf(head).map((term) => {
    const first = spelled.find(({ kind, name }) => kind === term.kind && slugOf(name) === term.slug);
    return { ...term, name: first?.name ?? term.name };
  });

async function readRevision(
  slug: string,
  state: PastState,
  from: RestoreUpload,
  deps: RestoreDocumentDeps,
): Promise<Revision | Obstacle> {
  const text = await readText(slug, state, from, deps);
  return 'obstacle' in text ? text : restoredRevision(slug, state, text);
}

/** Reads the files of a state as when they were first handed in, and stores them. */
async function readText(
  slug: string,
  state: PastState,
  from: RestoreUpload,
  deps: RestoreDocumentDeps,
): Promise<RestoredText | Obstacle> {
  const { uploadedFiles, reader, archive, hasTime } = deps;
  if (!state.manuscript) return blankText(state.kind);
  const shelf = shelfFor(state, from);
  if ('obstacle' in shelf) return shelf;
  const file = filesOf(from.upload, 'manuscripts').find(({ name }) => name === state.manuscript);
  const bytes = file && (await uploadedFiles.read(file));
  if (!bytes || manuscriptKey(bytes) !== `manuscripts/${state.manuscript}`) return notTheOneNamed(state);
  const turn = { upload: from.upload.id, hasTime };
  const read = await reader.read({ name: state.name, bytes, isStored: true }, shelf, turn);
  if (read.outcome === 'postponed') return { obstacle: read };
  if (read.outcome === 'refused') return unreadable(state, read.notices[0]?.text);
  const { fields } = read;
  const body = withFileText(fields, read.body, [...from.results.values(), ...from.earlier.values()]);
  if (fields.kind !== state.kind) return notTheOneNamed(state);
  const keys = {
    body: bodyKey(body),
    manuscript: manuscriptKey(bytes),
    originals: shelf.originals,
    pages: state.pages,
  };
  const pictures = shownFilesOf(fields, body);
  const uploaded = whereUploaded(from);
  const revision = { slug, order: state.order, ...keys, pictures, published: state.status === 'published' };
  await prepareFiles({ ...revision, upload: from.upload.id, uploaded }, deps);
  await Promise.all([archive.putManuscript(bytes), archive.putBody(body)]);
  const { aliases, replaces } = read;
  const addresses = {
    aliases: aliases.length ? aliases : undefined,
    replaces: replaces.length ? replaces : undefined,
  };
  return { fields, source: sourceOf({ bytes, read: { ...read, body } }), ...keys, ...addresses };
}

/** The pictures of this upload and of earlier ones, by the keys of their originals. */
const whereUploaded = ({ results, earlier }: RestoreUpload): RevisionFiles['uploaded'] =>
  new Map([
    ...[...earlier.values()].flatMap(({ original, upload, number }) =>
      original ? [[original, { upload, number }] as const] : [],
    ),
    ...uploadedOriginals(results),
  ]);

interface Shelf {
  pictures: Map<string, Picture>;
  files: Map<string, AttachedFile>;
  originals: Record<string, string>;
  pages: ReadonlyMap<string, string>;
}

/** The pictures of a state, and its PDF, under the names they had. */
function shelfFor(
  { revision, pictures, pages = {} }: PastState,
  { upload, results, earlier }: RestoreUpload,
): Shelf | Obstacle {
  const shelf: Shelf = {
    pictures: new Map(),
    files: new Map(),
    originals: {},
    pages: new Map(Object.entries(pages)),
  };
  for (const [name, hash] of Object.entries(pictures)) {
    const own = results.get(upload.files.findIndex((file) => file.name === hash));
    const { picture, file, original } = own ?? earlier.get(hash) ?? {};
    if ((!picture && !file) || original !== `originals/${hash}`) {
      return damaged(`The picture “${name}” of revision ${revision} is damaged or cannot be read any more.`);
    }
    if (picture) shelf.pictures.set(name, { ...picture, name });
    if (file) shelf.files.set(name, renamed(file, name));
    shelf.originals[name] = original;
  }
  return shelf;
}

const renamed = ({ cover, ...file }: AttachedFile, name: string): AttachedFile => ({
  ...file,
  name,
  ...(cover && { cover: { ...cover, name } }),
});

const notTheOneNamed = ({ revision }: PastState): Obstacle =>
  damaged(`The manuscript of revision ${revision} is not the one its history names.`);

const unreadable = ({ revision }: PastState, why = ''): Obstacle =>
  damaged(`Revision ${revision} cannot be read any more. ${why}`.trim());
