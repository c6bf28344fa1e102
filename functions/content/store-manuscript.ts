import { pathOf } from './address.ts';
import { bodyKey, manuscriptKey } from './archive-keys.ts';
import type { Notice } from './document.ts';
import { withEarlierPictures } from './earlier-pictures.ts';
import { identify, type Known } from './identity.ts';
import type { IngestDeps } from './ingest-upload.ts';
import { lookFor } from './look-for.ts';
import { claimOf, type ManuscriptInHand, originalsOf, settled, sourceOf } from './manuscript-in-hand.ts';
import { namesOf } from './membership.ts';
import { markersFor, oldSlugs } from './move-old-slugs.ts';
import { decide, type Incoming, type Verdict } from './next-state.ts';
import type { MarkerWrite, WriteOutcome } from './ports.ts';
import type { Results } from './receipt.ts';
import type { StoredHead } from './stored-head.ts';
import { nameTaken } from './take-name.ts';
import { tooLarge } from './too-large.ts';
import type { ReceiptDocument } from './upload.ts';
import { verdictNotices } from './verdict-notices.ts';

const mostAttempts = 12;

/**
 * Makes a manuscript a state of its document and gives its file the result, in one step. When another
 * hand-in or command is at the same document, it looks again and goes by what stands there then. Whether it
 * took effect: the file may have been given another result meanwhile.
 */
export async function storeManuscript(
  one: ManuscriptInHand,
  found: { known: Known; results: Results },
  deps: IngestDeps,
): Promise<boolean> {
  let known = found.known;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (attempt) {
      await deps.patience(attempt);
      known = await lookFor([claimOf(one)], deps.content);
    }
    const outcome = await tryToStore(one, known, found.results, deps);
    if (outcome !== 'overtaken') return outcome === 'written';
  }
  throw new Error(`Overtaken ${mostAttempts} times`);
}

async function tryToStore(
  handed: ManuscriptInHand,
  known: Known,
  results: Results,
  deps: IngestDeps,
): Promise<WriteOutcome> {
  const identity = identify(claimOf(handed), known);
  if (identity.outcome === 'refused') return refuse(handed, identity.text, deps);
  const seen = known.heads.get(identity.slug);
  const before = [seen, ...oldSlugs(handed, identity.slug).map((slug) => known.heads.get(slug))].find(
    hasBody,
  );
  const one = await withEarlierPictures(handed, before, results, deps);
  const incoming = incomingOf(one, identity.slug, originalsOf(one, results, before), known);
  const excess = tooLarge(one.read);
  if (excess) return refuse(one, excess, deps);
  const verdict = decide(seen, incoming);
  if (verdict.outcome === 'deleted') return refuse(one, deletedMeanwhile, deps);
  if (verdict.outcome !== 'unchanged') await keepFiles(one, verdict.head, deps);
  const markers = markersFor(incoming, oldSlugs(one, identity.slug), known);
  const name = nameTaken(one, verdict, known);
  return write(one, { seen, verdict, warning: identity.warning, markers, name }, deps);
}

const deletedMeanwhile = 'This document was deleted after the upload was opened, so nothing was stored.';

const hasBody = (head: StoredHead | undefined): head is StoredHead => Boolean(head?.body);

async function refuse(
  one: ManuscriptInHand,
  text: string,
  { uploads, tally }: IngestDeps,
): Promise<WriteOutcome> {
  tally.count('ManuscriptsRefused');
  const notices: Notice[] = [{ level: 'error', file: one.file.name, text }];
  return (await uploads.settle(settled(one, { notices }))) ? 'written' : 'done-before';
}

function incomingOf(
  one: ManuscriptInHand,
  slug: string,
  originals: Record<string, string>,
  { heads }: Known,
): Incoming {
  const { upload, file, read, bytes } = one;
  const { by, editor, id: order, opened: at } = upload;
  const firsts = oldSlugs(one, slug).flatMap((old) => heads.get(old)?.first ?? []);
  return {
    ...{ slug, order, by, at, editor, originals, name: file.name, draft: read.draft, fields: read.fields },
    source: sourceOf(one),
    body: bodyKey(read.body),
    manuscript: manuscriptKey(bytes),
    first: firsts.sort()[0],
  };
}

/** Before the transaction: whatever a row names is there when the row is. */
async function keepFiles(
  { bytes, read }: ManuscriptInHand,
  head: StoredHead,
  deps: IngestDeps,
): Promise<void> {
  await Promise.all([
    deps.archive.keepManuscript(bytes),
    deps.archive.keepBody(read.body),
    deps.content.keepNames(head.status === 'published' ? namesOf(head) : []),
  ]);
}

interface Decided {
  seen: StoredHead | undefined;
  verdict: Exclude<Verdict, { outcome: 'deleted' }>;
  warning?: string;
  /** For the old slugs that lead here now. */
  markers: MarkerWrite[];
  /** The file's name, if it stands for this document from now on. */
  name?: string;
}

async function write(
  one: ManuscriptInHand,
  decided: Decided,
  { content, siteUrl, tally }: IngestDeps,
): Promise<WriteOutcome> {
  const { file, read } = one;
  const { seen, verdict, markers, name } = decided;
  const notices = [...read.notices, ...verdictNotices(file.name, decided)];
  const result = { document: documentOf(verdict, siteUrl), notices };
  const outcome = await content.write({
    seen,
    head: verdict.head,
    revision: verdict.outcome === 'unchanged' ? undefined : verdict.revision,
    name,
    markers,
    file: settled(one, result),
  });
  if (outcome === 'written') tally.count('ManuscriptsTaken');
  return outcome;
}

/** A document as its receipt names it: the revision that was handed in, also where another one stands. */
function documentOf({ head, ...verdict }: Decided['verdict'], siteUrl: string): ReceiptDocument {
  const { slug, fields, revision, status } = 'revision' in verdict ? verdict.revision : head;
  const shown = 'revision' in verdict && verdict.outcome === 'stale' ? head.status : status;
  const url = siteUrl + pathOf(fields.kind, slug);
  return { slug, kind: fields.kind, title: fields.title, revision, status: shown, url };
}
