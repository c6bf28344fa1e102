import { inTurns } from '../runtime/in-turns.ts';
import type { Patience } from '../runtime/patience.ts';
import { takenAway } from './gone-file.ts';
import { type Identity, identify } from './identity.ts';
import { lookFor } from './look-for.ts';
import { claimOf, etagOf, type ManuscriptInHand, settled, shelfOf } from './manuscript-in-hand.ts';
import type { ManuscriptReader } from './manuscript-reader.ts';
import type { Archive, ContentStore, HandedIn, Tally, UploadStore } from './ports.ts';
import type { Results } from './receipt.ts';
import { restoreUpload } from './restore-upload.ts';
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
  handedIn: HandedIn;
  archive: Archive;
  content: ContentStore;
  reader: ManuscriptReader;
  patience: Patience;
  tally: Tally;
  /** Origin of the site, without a slash at its end. */
  siteUrl: string;
}

/** How many manuscripts of one upload are in memory or being written at once. */
const atOnce = 8;

/**
 * A manuscript has come. The upload is read once its last file is there, whichever that is. What comes later
 * under the same form takes the place of what came before: in whatever order it is told, the last file stands.
 */
export async function takeManuscript(come: UploadedFile, deps: IngestDeps): Promise<void> {
  const upload = await deps.uploads.arrive(come);
  if (!upload || !isComplete(upload)) return;
  const { id, files, told } = upload;
  // A lone file has no picture whose result it would wait for, and when told for the first time none itself.
  const results = files.length === 1 && told === 1 ? new Map() : await deps.uploads.results(id);
  if (await ingestUpload(upload, results, deps, come)) return;
  const settled = await ingestUpload(upload, await deps.uploads.results(id), deps, come);
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
  come?: UploadedFile,
): Promise<boolean> {
  if (isRestoring(upload)) {
    await restoreUpload({ upload, results }, deps);
    return true;
  }
  const waiting = filesOf(upload, 'manuscripts').filter(
    ({ number }) => !results.has(number) || isAnother(number, results, come),
  );
  const read = await inTurns(waiting, atOnce, (file) => readFile(upload, file, results, deps));
  const inHand = read.filter((one) => typeof one !== 'boolean');
  const known = await lookFor(inHand.map(claimOf), deps.content);
  const rivals = rivalsOf(
    inHand.map((one) => identify(claimOf(one), known)),
    [...results].filter(([number]) => !inHand.some(({ file }) => file.number === number)),
  );
  const stored = await inTurns([...inHand.entries()], atOnce, ([at, one]) => {
    const rival = rivals[at];
    return rival ? refuseRival(one, rival, deps) : storeManuscript(one, { known, results }, deps);
  });
  return [...read, ...stored].every((one) => one !== false);
}

/** Whether what came is not what the file's result is of. Which of the two came last, only the file tells. */
function isAnother(number: number, results: Results, come: UploadedFile | undefined): boolean {
  const etag = results.get(number)?.etag;
  return come?.number === number && come.etag !== undefined && etag !== undefined && come.etag !== etag;
}

/** The manuscript, or whether its file has its result without it. */
async function readFile(
  upload: Upload,
  file: DeclaredFile & UploadedFile,
  results: Results,
  { handedIn, reader, uploads, tally }: IngestDeps,
): Promise<ManuscriptInHand | boolean> {
  const bytes = await handedIn.read(file);
  const replaces = results.get(file.number)?.etag;
  // What came last is known already, or nobody can know it any more.
  if (replaces && (!bytes || etagOf(bytes) === replaces)) return true;
  const one = { upload, file, bytes: bytes ?? nothing, replaces };
  const read = bytes && (await reader.read({ name: file.name, bytes }, { pictures: shelfOf(results) }));
  if (read?.outcome === 'read') return { ...one, read };
  tally.count('ManuscriptsRefused');
  return uploads.settle(settled(one, { notices: read?.notices ?? [takenAway(file.name)] }));
}

const nothing = new Uint8Array();

/**
 * For each identity its slug where another file of the same upload claims it too; also one that has its result
 * already, for the function may have died between the two.
 */
function rivalsOf(identities: Identity[], others: [number, FileResult][]): (string | undefined)[] {
  const slugs = identities.map((identity) => (identity.outcome === 'found' ? identity.slug : undefined));
  const before = others.map(([, { document, rival }]) => document?.slug ?? rival);
  const claimed = [...slugs, ...before];
  return slugs.map((slug) => (claimed.filter((other) => other === slug).length > 1 ? slug : undefined));
}

function refuseRival(one: ManuscriptInHand, slug: string, { uploads, tally }: IngestDeps): Promise<boolean> {
  tally.count('ManuscriptsRefused');
  const text = `Another file of this upload is “${slug}” too, so neither was taken. Give each its own “slug: …”.`;
  const result = { notices: [{ level: 'error' as const, file: one.file.name, text }], rival: slug };
  return uploads.settle(settled(one, result));
}
