import { inTurns } from '../runtime/in-turns.ts';
import type { Patience } from '../runtime/patience.ts';
import { type Identity, identify } from './identity.ts';
import { lookFor } from './look-for.ts';
import { claimOf, type ManuscriptInHand, shelfOf, shortened } from './manuscript-in-hand.ts';
import type { ManuscriptReader } from './manuscript-reader.ts';
import type { Archive, ContentStore, HandedIn, Tally, UploadStore } from './ports.ts';
import type { Results } from './receipt.ts';
import { restoreUpload } from './restore-upload.ts';
import { storeManuscript } from './store-manuscript.ts';
import {
  type DeclaredFile,
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

/** A manuscript has come. The upload is read once its last file is there, whichever that is. */
export async function takeManuscript(file: UploadedFile, deps: IngestDeps): Promise<void> {
  const upload = await deps.uploads.arrive(file);
  if (!upload || !isComplete(upload)) return;
  // A lone file has no picture whose result it would wait for; if it was settled before, storing it tells.
  const results = upload.files.length > 1 ? await deps.uploads.results(upload.id) : new Map();
  await ingestUpload(upload, results, deps);
}

/** The last picture has been read: now the manuscripts can be. */
export async function resumeUpload(id: string, deps: IngestDeps): Promise<void> {
  const found = await deps.uploads.find(id);
  if (found && isComplete(found.upload)) await ingestUpload(found.upload, found.results, deps);
}

/**
 * Reads every manuscript of a complete upload that has no result yet, and gives it one. It may be called any
 * number of times, also at once, and die at any point: each file takes effect once.
 */
async function ingestUpload(upload: Upload, results: Results, deps: IngestDeps): Promise<void> {
  if (isRestoring(upload)) return restoreUpload({ upload, results }, deps);
  const waiting = filesOf(upload, 'manuscripts').filter(({ number }) => !results.has(number));
  const read = await inTurns(waiting, atOnce, (file) => readFile(upload, file, results, deps));
  const inHand = read.filter((one) => one !== undefined);
  const known = await lookFor(inHand.map(claimOf), deps.content);
  const rivals = rivalsOf(
    inHand.map((one) => identify(claimOf(one), known)),
    results,
  );
  await inTurns([...inHand.entries()], atOnce, ([at, one]) => {
    const rival = rivals[at];
    return rival ? refuseRival(one, rival, deps) : storeManuscript(one, { known, results }, deps);
  });
}

async function readFile(
  upload: Upload,
  file: DeclaredFile & UploadedFile,
  results: Results,
  { handedIn, reader, uploads, tally }: IngestDeps,
): Promise<ManuscriptInHand | undefined> {
  const bytes = await handedIn.read(file);
  const read = await reader.read({ name: file.name, bytes }, { pictures: shelfOf(results) });
  if (read.outcome === 'read') return { upload, file, bytes, read };
  const result = { notices: shortened(read.notices) };
  tally.count('ManuscriptsRefused');
  await uploads.settle({ upload, number: file.number, result });
  return undefined;
}

/**
 * For each identity the slug that another file of the same upload claims too, if any; also one that has its
 * result already, for the function may have died between the two.
 */
function rivalsOf(identities: Identity[], results: Results): (string | undefined)[] {
  const slugs = identities.map((identity) => (identity.outcome === 'found' ? identity.slug : undefined));
  const settled = [...results.values()].map(({ document, rival }) => document?.slug ?? rival);
  const claimed = [...slugs, ...settled];
  return slugs.map((slug) => (claimed.filter((other) => other === slug).length > 1 ? slug : undefined));
}

async function refuseRival({ upload, file }: ManuscriptInHand, slug: string, { uploads, tally }: IngestDeps) {
  tally.count('ManuscriptsRefused');
  const text = `Another file of this upload is “${slug}” too, so neither was taken. Give each its own “slug: …”.`;
  const result = { notices: [{ level: 'error' as const, file: file.name, text }], rival: slug };
  await uploads.settle({ upload, number: file.number, result });
}
