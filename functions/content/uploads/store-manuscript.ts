import type { Backoff } from '../../runtime/backoff.ts';
import { idOf, isLive, type StoredHead } from '../contract/document.ts';
import type { Choice, Notice, PartialDate } from '../contract/values.ts';
import { bodyKey, manuscriptKey } from '../documents/archive-keys.ts';
import type { Known } from '../documents/claim.ts';
import { decide, type Incoming, type WrittenDecision } from '../documents/decide.ts';
import type { DocumentWrite, StateWrite } from '../documents/document-write.ts';
import { identify, mayHoldFilename } from '../documents/identity.ts';
import { termsOf } from '../documents/membership.ts';
import { leavingSlugs, markersFor, oldSlugsOf } from '../documents/moved-markers.ts';
import { type ComingEdition, readComingEditions } from '../editions/coming-editions.ts';
import { commonFields, dated, type Fields } from '../kinds/kinds.ts';
import type { ManuscriptReader, ReadTurn } from '../manuscripts/manuscript-reader.ts';
import type { ReadManuscript } from '../manuscripts/read-manuscript.ts';
import type {
  Archive,
  ContentStore,
  DocumentReader,
  IngestMetrics,
  ListReader,
  UploadStore,
  WriteOutcome,
} from '../ports.ts';
import { type ArrivedDeps, eraseArrived } from '../removal/erase-arrived.ts';
import { usesOf } from '../removal/file-uses.ts';
import { type PrepareDeps, prepareFiles } from '../removal/prepare-files.ts';
import { completeDraft } from './complete-draft.ts';
import { broughtWith, editionHolding, editionNotices, listedNotice } from './edition-notices.ts';
import { type JudgedBase, judgeBase } from './judge-base.ts';
import { lookUp } from './look-up-claims.ts';
import {
  type ManuscriptDraft,
  originalsByName,
  settledFile,
  shownFilesOf,
  sourceOf,
  uploadedOriginals,
} from './manuscript-draft.ts';
import { type DocumentBeside, tellOfMissing } from './named-documents.ts';
import { decisionNotices, receiptDocument } from './receipt-document.ts';
import { filesOf, type Results } from './upload.ts';

/*
 * The way of a manuscript, in this order: claim, look up (`look-up-claims.ts`, for all manuscripts of an upload at
 * once), identify, judge what it began from (`judge-base.ts`), complete, decide, write. Its data changes shape with the steps: `ManuscriptDraft`, `Incoming`,
 * `Decision`, `DocumentWrite`.
 */

export interface StoreDeps extends PrepareDeps, ArrivedDeps {
  content: Pick<ContentStore, 'lookUp' | 'write' | 'addTerms'>;
  documents: Pick<DocumentReader, 'revision'>;
  lists: Pick<ListReader, 'list'>;
  uploads: Pick<UploadStore, 'settle'>;
  archive: Pick<Archive, 'putManuscript' | 'putBody' | 'body'>;
  reader: Pick<ManuscriptReader, 'read'>;
  hasTime: ReadTurn['hasTime'];
  backoff: Backoff;
  metrics: IngestMetrics;
  /** Origin of the site, without a slash at its end. */
  siteUrl: string;
}

const mostAttempts = 12;

/** What else of its upload a manuscript is read with. */
export interface UploadContext {
  results: Results;
  /** Site paths of the upload's documents, by the names of their files. */
  pages: ReadonlyMap<string, string>;
  /** The upload's documents that are read in this call, stored or not. */
  beside: DocumentBeside[];
  /** Editions that come with the upload and are not stored: of these only notices tell. */
  editionsBeside: ComingEdition[];
  /** No manuscript of the upload is still to be read. */
  allRead: boolean;
}

/** What the press has: documents, and editions that are to come. */
export interface Standing {
  known: Known;
  editions: ComingEdition[];
}

/**
 * Makes a manuscript a state of its document and settles its file, in one write. When another upload, a command or the
 * clock has written to the document meanwhile, or to the edition for which it is kept, it looks up again and goes by what
 * stands there then; as it does where nothing is known yet. Postponed: there is no time to read it once more.
 */
export async function storeManuscript(
  draft: ManuscriptDraft,
  { standing, ...others }: UploadContext & { standing?: Standing },
  deps: StoreDeps,
): Promise<'settled' | 'postponed'> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (attempt) await deps.backoff(attempt);
    const current = (attempt ? undefined : standing) ?? (await standingFor([draft], deps));
    const outcome = await tryToStore(draft, current, others, deps);
    if (outcome !== 'overtaken') return outcome === 'postponed' ? outcome : 'settled';
  }
  throw new Error(`Overtaken ${mostAttempts} times`);
}

export async function standingFor(drafts: ManuscriptDraft[], deps: StoreDeps): Promise<Standing> {
  if (!drafts.length) return { known: await lookUp([], deps), editions: [] };
  const claims = drafts.map(({ claim }) => claim);
  const [known, editions] = await Promise.all([lookUp(claims, deps), readComingEditions(deps)]);
  return { known, editions };
}

/** One pass through the steps, from what is known now. */
async function tryToStore(
  claimed: ManuscriptDraft,
  standing: Standing,
  context: UploadContext,
  deps: StoreDeps,
): Promise<WriteOutcome | 'postponed'> {
  const { results } = context;
  const { known } = standing;
  const judged = keptForEdition(await judgeBase(claimed, known, deps), standing);
  if (judged.outcome === 'refused') return refuse(claimed, judged.text, results, deps, judged.choice);
  const { identity, overtakenBy } = judged;
  const target = targetOf(judged.draft, identity.slug, known);
  const draft = await completeDraft(judged.draft, target.previous, context, deps);
  if (draft === 'postponed') return draft;
  const objection = withoutItsFile(draft.read) ?? tooLarge(draft.read);
  if (objection) return refuse(draft, objection, results, deps);
  const incoming = incomingOf(draft, target, results);
  const decision = decide(target.seen, incoming);
  if (decision.outcome === 'deleted') {
    const files = [draft.file, ...filesOf(draft.upload, 'pictures')];
    await eraseArrived(files, results.values(), target.seen, deps);
    return refuse(draft, deletedMeanwhile, results, deps);
  }
  if (decision.outcome === 'replaced') return refuse(draft, replacedMeanwhile, results, deps);
  if (decision.outcome === 'over') return refuseWith(draft, draft.times.over ?? [], results, deps);
  await putFiles(draft, decision, results, deps);
  const markers = markersFor(incoming, idOf(decision.head), target.leaving, known);
  const filename = filenameFor(draft, decision, known);
  const likeness = decision.outcome === 'stale' ? undefined : claimed.claim.likeness;
  const { warning, note, choice } = identity;
  const { beside, allRead, editionsBeside } = context;
  const editions = [...editionsBeside, ...standing.editions];
  const together = broughtWith(target.slug, draft, editions);
  const nameable = { ...known, beside, allRead, together, lists: deps.lists };
  const missing = [
    ...(await tellOfMissing(draft.file.name, draft.read.fields, nameable)),
    ...(await editionNotices(draft, target.slug, { beside, allRead, editions, content: deps.content })),
    ...listedNotices(draft, decision, editions),
  ];
  const told = { warning, note, choice, markers, missing, overtakenBy };
  const circumstances = { seen: target.seen, filename, likeness, ...told };
  const write = writeOf(draft, decision, circumstances, deps.siteUrl);
  const asSeen = keptWith(judged, target.seen);
  const outcome = await deps.content.write({ ...write, asSeen });
  if (outcome === 'written') deps.metrics.count('ManuscriptsTaken');
  return outcome;
}

/** `heldBy`: the edition for which it is a draft. */
type Judged = JudgedBase & { heldBy?: StoredHead | undefined };

/** Where an edition to come lists the document, and the manuscript says nothing of when it is to be live, it is a draft. */
function keptForEdition(judged: JudgedBase, { known, editions }: Standing): Judged {
  if (judged.outcome === 'refused') return judged;
  const { draft, identity } = judged;
  const holding = editionHolding(identity.slug, draft, editions);
  if (!holding) return judged;
  const claim = { ...draft.claim, draft: true };
  // A draft takes no address from the readers.
  const again = identify(claim, known);
  return again.outcome === 'refused'
    ? again
    : { ...judged, identity: again, draft: { ...draft, claim, isHeld: true }, heldBy: holding.head };
}

/** An edition that has gone meanwhile keeps nothing: the draft of what readers have would wait for nobody. What is new it
 *  could not have gone without, so that an upload's many documents do not all name one item. */
const keptWith = ({ heldBy }: Judged, seen: StoredHead | undefined): StoredHead[] =>
  heldBy && isLive(seen) ? [heldBy] : [];

/** Of what stands the edition has nothing to wait for. */
function listedNotices(
  draft: ManuscriptDraft,
  { outcome, head }: WrittenDecision,
  editions: ComingEdition[],
): Notice[] {
  const text = outcome === 'unchanged' ? undefined : listedNotice(head, draft, editions);
  return text === undefined ? [] : [{ level: 'note', file: draft.file.name, text }];
}

const deletedMeanwhile = 'This document was deleted after the upload was opened, so nothing was stored.';
const replacedMeanwhile =
  'Another document took this address after the upload was opened, so nothing was stored.';

const refuse = (
  draft: ManuscriptDraft,
  text: string,
  results: Results,
  deps: StoreDeps,
  choice?: Choice,
): Promise<WriteOutcome> =>
  refuseWith(
    draft,
    [{ level: 'error', file: draft.file.name, text, ...(choice && { choice }) }],
    results,
    deps,
  );

async function refuseWith(
  draft: ManuscriptDraft,
  notices: Notice[],
  results: Results,
  deps: StoreDeps,
): Promise<WriteOutcome> {
  const { uploads, metrics } = deps;
  await eraseArrived([], results.values(), undefined, deps);
  metrics.count('ManuscriptsRefused');
  return (await uploads.settle(settledFile(draft, { notices }))) ? 'written' : 'done-before';
}

/** Where a manuscript is to stand, and what stands there. */
interface Target {
  slug: string;
  seen: StoredHead | undefined;
  /** Slugs that lead there from now on. */
  leaving: string[];
  /** These, and those that led to them before. */
  former: string[];
  /** Lasting identity of the document that moves there from one of these, else a new one. */
  id: string;
  moves: boolean;
  /** When readers first got it under one of these. */
  first?: string;
  /** The date that an edition gave it there. */
  givenDate?: PartialDate;
  /** The text it is a new version of. */
  previous?: StoredHead;
}

function targetOf({ claim, upload, file }: ManuscriptDraft, slug: string, known: Known): Target {
  const seen = known.heads.get(slug);
  const oldSlugs = oldSlugsOf([...claim.aliases, ...claim.replaces], slug);
  const incoming = { editor: upload.editor, draft: claim.draft, order: upload.id };
  const leaving = leavingSlugs(incoming, oldSlugs, known);
  // What is replaced is another piece: neither its id nor its date nor its pictures are this one's.
  const ownHeads = (slugs: string[]) =>
    slugs.filter((old) => !claim.replaces.includes(old)).flatMap((old) => known.heads.get(old) ?? []);
  // What began there since is another document.
  const moving = ownHeads(oldSlugs).filter(({ since }) => since === undefined || since < upload.id);
  const [first] = moving.flatMap((head) => head.first ?? []).sort();
  const [givenDate] = moving.flatMap((head) => head.givenDate ?? []);
  const previous = [seen ?? [], ...moving].flat().find(({ body }) => body);
  const live = ownHeads(leaving).filter(isLive);
  const id = live[0] ? idOf(live[0]) : `${upload.id}-${file.number}`;
  const former = [...leaving, ...live.flatMap((head) => head.former ?? [])];
  return { slug, seen, leaving, former, id, moves: live.length > 0, first, givenDate, previous };
}

/** What is there for a PDF is not published without it. */
const withoutItsFile = ({ missingFile }: Pick<ReadManuscript, 'missingFile'>): string | undefined =>
  missingFile === undefined
    ? undefined
    : `The PDF “${missingFile}” did not come with this upload, or could not be read, so nothing was stored. Hand in the text and the PDF together.`;

/** In bytes. A table item holds 400 KB, and list items repeat some of the fields. */
const mostFields = 100_000;
/** In bytes. Lambda answers with at most 6 MB, of JSON within JSON: what the API says of an article has to fit. */
const mostBody = 5_500_000;

/** Why this cannot be stored, or undefined. */
function tooLarge({ fields, body }: Pick<ReadManuscript, 'fields' | 'body'>): string | undefined {
  if (Buffer.byteLength(JSON.stringify(fields)) > mostFields)
    return 'The front matter is too long. Move what is long in it into the text.';
  return Buffer.byteLength(JSON.stringify(JSON.stringify(body))) > mostBody
    ? 'The text is too long for one document: about a million characters are the most. Hand it in in parts.'
    : undefined;
}

/** What `decide` needs of the draft. */
function incomingOf(
  draft: ManuscriptDraft,
  { slug, id: documentId, moves, former, first, givenDate, previous }: Target,
  results: Results,
): Incoming {
  const { upload, file, read, bytes, claim, times } = draft;
  const { by, byName, editor, id: order, opened: at } = upload;
  return {
    ...{
      slug,
      id: documentId,
      moves,
      former,
      order,
      by,
      byName,
      at,
      editor,
      first,
      givenDate,
      name: file.name,
      draft: read.draft || draft.isHeld === true,
      publishAt: times.publishAt,
      withdrawAt: times.withdrawAt,
      zone: times.zone,
      isOver: times.over !== undefined,
      basedOn: file.basedOn,
      overtaken: draft.overtaken,
      fields: fieldsOf(draft),
      aliases: claim.aliases,
      replaces: claim.replaces,
    },
    source: sourceOf(draft),
    body: bodyKey(read.body),
    manuscript: manuscriptKey(bytes),
    originals: originalsOf(read, results, previous),
    ...(draft.pages && Object.keys(draft.pages).length && { pages: draft.pages }),
  };
}

/** Read once more, with its pictures, it has the same date. */
function fieldsOf({ read, times }: ManuscriptDraft): Fields {
  const { published } = commonFields(times.fields);
  return published === undefined ? read.fields : dated(read.fields, published);
}

/** Keys of the originals of the pictures in use: of this upload, else of the version before. */
function originalsOf(
  { uses }: ReadManuscript,
  results: Results,
  previous: StoredHead | undefined,
): Record<string, string> {
  const uploaded = originalsByName(results);
  const keys = uses.map((name) => [name, uploaded.get(name) ?? previous?.originals[name]] as const);
  return Object.fromEntries(keys.flatMap(([name, key]) => (key ? [[name, key]] : [])));
}

/** Before the transaction: whatever a row names is there when the row is. */
async function putFiles(
  { upload, bytes, read, claim }: ManuscriptDraft,
  decision: WrittenDecision,
  results: Results,
  deps: StoreDeps,
): Promise<void> {
  const { head } = decision;
  const { archive, content } = deps;
  const published = decision.outcome === 'accepted' && head.status === 'published';
  // The picture function has put its pictures where readers get them.
  if (!published) await eraseArrived([], results.values(), undefined, deps);
  const pictures = shownFilesOf(read.fields, read.body);
  if (decision.outcome === 'unchanged') {
    // No revision tells of this upload, but deleting the document has to find it.
    const at = deps.clock.now().toISOString();
    const unseen = claim.draft || undefined;
    const uses = usesOf({ ...decision.same, order: upload.id, pictures }, { upload: upload.id, at, unseen });
    await deps.fileUses.note(uses);
    return;
  }
  const uploaded = uploadedOriginals(results);
  await prepareFiles({ ...decision.revision, pictures, published, upload: upload.id, uploaded }, deps);
  await Promise.all([
    archive.putManuscript(bytes),
    archive.putBody(read.body),
    content.addTerms(head.status === 'published' ? termsOf(head) : []),
  ]);
}

/** The file's name, if it stands for this document from now on. Some revision names it, so that deleting finds it. */
function filenameFor(
  { upload, file, claim }: ManuscriptDraft,
  { outcome, head }: WrittenDecision,
  known: Known,
): string | undefined {
  const isWritersBeside = !upload.editor && !head.byWriter;
  if (isWritersBeside || (outcome === 'unchanged' && file.name !== head.name)) return undefined;
  return mayHoldFilename(claim, upload.editor, known) ? file.name : undefined;
}

/** Write: the document, what changes with it, and the file's result. */
function writeOf(
  draft: ManuscriptDraft,
  decision: WrittenDecision,
  context: Pick<DocumentWrite, 'seen' | 'filename' | 'likeness'> & Circumstances,
  siteUrl: string,
): DocumentWrite {
  const { head } = decision;
  const revision = decision.outcome === 'unchanged' ? undefined : decision.revision;
  const { seen, warning, note, choice, markers, filename, likeness, overtakenBy } = context;
  const doubts = decisionNotices(draft.file.name, decision, {
    seen,
    warning,
    note,
    choice,
    overtakenBy,
    ...leadingHere(draft, markers),
  });
  // The receipt names the revision that was handed in, also where another one stands.
  const received = decision.outcome === 'unchanged' ? decision.same : decision.revision;
  const status = decision.outcome === 'stale' ? head.status : received.status;
  const document = receiptDocument({ ...received, id: idOf(head), status }, siteUrl);
  const file = settledFile(draft, {
    document,
    notices: [...draft.read.notices, ...doubts, ...context.missing],
    brings: commonFields(draft.read.fields).file?.name,
  });
  return { seen, head, revision, markers, filename, likeness, file };
}

/** Former addresses of the document, and other documents whose place it takes. */
function leadingHere({ claim: { replaces } }: ManuscriptDraft, markers: StateWrite[]) {
  const isReplaced = ({ seen, head }: StateWrite) => replaces.includes(head.slug) && isLive(seen);
  return {
    moved: markers.filter((marker) => !isReplaced(marker)).map(({ head }) => head.slug),
    replaced: markers.filter(isReplaced).flatMap(({ seen }) => seen ?? []),
  };
}

interface Circumstances {
  /** Of what it names and is not there. */
  missing: Notice[];
  warning?: string;
  note?: string;
  choice?: Choice;
  /** What is newer than the revision that it began from. */
  overtakenBy?: StoredHead;
  /** For the old slugs that lead here now. */
  markers: StateWrite[];
}
