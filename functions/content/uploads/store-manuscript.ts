import type { StoredHead } from '../contract/document.ts';
import type { Notice } from '../contract/values.ts';
import { bodyKey, manuscriptKey } from '../documents/archive-keys.ts';
import { identify, type Known } from '../documents/identity.ts';
import { termsOf } from '../documents/membership.ts';
import { type Decision, decide, type Incoming } from '../documents/next-state.ts';
import { pathOf } from '../kinds/kinds.ts';
import type { MarkerWrite, WriteOutcome } from '../ports.ts';
import { withEarlierPictures } from './earlier-pictures.ts';
import type { IngestDeps } from './ingest-upload.ts';
import { lookFor } from './look-for.ts';
import { claimOf, type ManuscriptDraft, originalsOf, settled, sourceOf } from './manuscript-in-hand.ts';
import { markersFor, oldSlugs } from './move-old-slugs.ts';
import type { Results } from './receipt.ts';
import { filenameTaken } from './take-name.ts';
import { tooLarge } from './too-large.ts';
import type { ReceiptDocument } from './upload.ts';
import { decisionNotices } from './verdict-notices.ts';

const mostAttempts = 12;

/**
 * Makes a manuscript a state of its document and gives its file the result, in one step. When another
 * hand-in or command is at the same document, it looks again and goes by what stands there then. Whether it
 * took effect: the file may have been given another result meanwhile.
 */
export async function storeManuscript(
  one: ManuscriptDraft,
  found: { known: Known; results: Results },
  deps: IngestDeps,
): Promise<boolean> {
  let known = found.known;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (attempt) {
      await deps.backoff(attempt);
      known = await lookFor([claimOf(one)], deps.content);
    }
    const outcome = await tryToStore(one, known, found.results, deps);
    if (outcome !== 'overtaken') return outcome === 'written';
  }
  throw new Error(`Overtaken ${mostAttempts} times`);
}

async function tryToStore(
  handed: ManuscriptDraft,
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
  const decision = decide(seen, incoming);
  if (decision.outcome === 'deleted') return refuse(one, deletedMeanwhile, deps);
  if (decision.outcome !== 'unchanged') await keepFiles(one, decision.head, deps);
  const markers = markersFor(incoming, oldSlugs(one, identity.slug), known);
  const name = filenameTaken(one, decision, known);
  return write(one, { seen, decision: decision, warning: identity.warning, markers, name }, deps);
}

const deletedMeanwhile = 'This document was deleted after the upload was opened, so nothing was stored.';

const hasBody = (head: StoredHead | undefined): head is StoredHead => Boolean(head?.body);

async function refuse(
  one: ManuscriptDraft,
  text: string,
  { uploads, metrics }: IngestDeps,
): Promise<WriteOutcome> {
  metrics.count('ManuscriptsRefused');
  const notices: Notice[] = [{ level: 'error', file: one.file.name, text }];
  return (await uploads.settle(settled(one, { notices }))) ? 'written' : 'done-before';
}

function incomingOf(
  one: ManuscriptDraft,
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
  { bytes, read }: ManuscriptDraft,
  head: StoredHead,
  deps: IngestDeps,
): Promise<void> {
  await Promise.all([
    deps.archive.keepManuscript(bytes),
    deps.archive.keepBody(read.body),
    deps.content.keepTerms(head.status === 'published' ? termsOf(head) : []),
  ]);
}

interface Decided {
  seen: StoredHead | undefined;
  decision: Exclude<Decision, { outcome: 'deleted' }>;
  warning?: string;
  /** For the old slugs that lead here now. */
  markers: MarkerWrite[];
  /** The file's name, if it stands for this document from now on. */
  name?: string;
}

async function write(
  one: ManuscriptDraft,
  decided: Decided,
  { content, siteUrl, metrics }: IngestDeps,
): Promise<WriteOutcome> {
  const { file, read } = one;
  const { seen, decision, markers, name } = decided;
  const notices = [...read.notices, ...decisionNotices(file.name, decided)];
  const result = { document: documentOf(decision, siteUrl), notices };
  const outcome = await content.write({
    seen,
    head: decision.head,
    revision: decision.outcome === 'unchanged' ? undefined : decision.revision,
    name,
    markers,
    file: settled(one, result),
  });
  if (outcome === 'written') metrics.count('ManuscriptsTaken');
  return outcome;
}

/** A document as its receipt names it: the revision that was handed in, also where another one stands. */
function documentOf({ head, ...decision }: Decided['decision'], siteUrl: string): ReceiptDocument {
  const { slug, fields, revision, status } = 'revision' in decision ? decision.revision : head;
  const shown = 'revision' in decision && decision.outcome === 'stale' ? head.status : status;
  const url = siteUrl + pathOf(fields.kind, slug);
  return { slug, kind: fields.kind, title: fields.title, revision, status: shown, url };
}
