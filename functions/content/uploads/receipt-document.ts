import { isLive, type Revision, type StoredHead } from '../contract/document.ts';
import { revisionId } from '../contract/revision-id.ts';
import type { Choice, Notice } from '../contract/values.ts';
import { describedStanding, newestRevision } from '../documents/base-revision.ts';
import type { WrittenDecision } from '../documents/decide.ts';
import { piece } from '../documents/identity.ts';
import { hasTextOf, waitingIn } from '../documents/pending-revision.ts';
import { pathOf } from '../kinds/kinds.ts';
import type { ReceiptDocument } from './upload.ts';

/** A document as its receipt names it. */
export function receiptDocument(
  {
    slug,
    id,
    fields,
    revision,
    status,
    overtaken,
  }: Pick<Revision, 'slug' | 'fields' | 'revision' | 'status' | 'overtaken'> & Pick<StoredHead, 'id'>,
  siteUrl: string,
): ReceiptDocument {
  const url = siteUrl + pathOf(fields, slug);
  const document = { slug, id, kind: fields.kind, title: fields.title, revision, status, url };
  return overtaken ? { ...document, overtaken } : document;
}

/** What a decision was made from and leads to, besides the document itself. */
interface Circumstances {
  seen: StoredHead | undefined;
  /** Of how the document was identified. */
  warning?: string;
  note?: string;
  /** What else it may be: the note says so. */
  choice?: Choice;
  /** Old slugs that lead to the document from now on. */
  moved: string[];
  /** Other documents whose place it takes. */
  replaced: StoredHead[];
  /** What is newer than the revision that it began from. */
  overtakenBy?: StoredHead;
}

/** What the receipt says of how a manuscript became a document, besides the notices on its text. */
export function decisionNotices(
  file: string,
  decision: WrittenDecision,
  { seen, warning, note, choice, moved, replaced, overtakenBy }: Circumstances,
): Notice[] {
  const notice = (level: Notice['level'], text: string | undefined): Notice[] =>
    text ? [{ level, file, text }] : [];
  const unchanged = 'Unchanged: the press has exactly this already.';
  return [
    ...notice('warning', warning),
    ...notice('note', note).map((one) => (choice ? { ...one, choice } : one)),
    ...notice('note', newRevision(decision, seen)),
    ...replaced.flatMap((head) => notice('warning', takenPlace(head))),
    ...notice('note', moved.length ? `Old addresses lead here now: ${moved.join(', ')}.` : undefined),
    ...notice('note', decision.outcome === 'unchanged' ? unchanged : undefined),
    ...notice('note', firstDraft(decision) ?? firstScheduled(decision)),
    ...notice('note', withdrawnLater(decision)),
    ...notice('warning', overtakenBy ? beside(decision, overtakenBy) : doubt(decision, seen)),
    ...putAside(decision, seen).flatMap((text) => notice('warning', text)),
  ];
}

/** A revision that readers or editors had replaces nothing when its text is the same. */
function newRevision({ outcome, head }: WrittenDecision, seen: StoredHead | undefined): string | undefined {
  if (outcome !== 'accepted' || !isLive(seen) || seen.source === head.source) return undefined;
  return `Replaces revision ${seen.revision} of ${piece(seen.fields.title, seen.slug)}, which came as ${seen.name}.
    “press restore ${seen.slug} ${seen.revision}” takes that back.`.replace(/\s+/g, ' ');
}

const takenPlace = ({ slug, name, fields }: StoredHead): string =>
  `Takes the place of ${piece(fields.title, slug)}, which came as ${name}: its address leads here now. To take that back,
    hand its file in again with “slug: ${slug}”; it comes back as a new piece, new in the feeds too, dated today unless
    the file names a date. Deleting this piece also erases the past of that one.`.replace(/\s+/g, ' ');

const firstDraft = ({ outcome, head }: WrittenDecision): string | undefined =>
  outcome === 'accepted' && head.byWriter
    ? `Kept as a draft: an editor publishes it with “press publish ${head.slug}”.`
    : undefined;

const firstScheduled = ({ outcome, head }: WrittenDecision): string | undefined => {
  if (outcome !== 'accepted' || head.status !== 'scheduled') return undefined;
  const earlier = `“press publish ${head.slug}” makes it live now, dated now.`;
  return `Scheduled: ${goesLive(head)}; until then readers do not see it. ${earlier}`;
};

/** In UTC, which every zone is told from. */
const goesLive = ({ publishAt }: Pick<Revision, 'publishAt'>): string =>
  `it becomes live by itself at ${inWords(publishAt)}`;

const inWords = (instant = ''): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

const withdrawnLater = ({ outcome, head }: WrittenDecision): string | undefined =>
  outcome === 'accepted' && head.withdrawAt !== undefined && head.status !== 'draft'
    ? `Withdrawn by itself at ${inWords(head.withdrawAt)}.`
    : undefined;

function doubt(decision: WrittenDecision, seen: StoredHead | undefined): string | undefined {
  switch (decision.outcome) {
    case 'stale':
      return `A newer version had come in already. This one is kept as revision ${decision.revision.revision}, and
        readers do not see it.`.replace(/\s+/g, ' ');
    case 'pendingReview':
      return keptBeside(decision.revision, decision.head);
    case 'accepted':
      return isLive(seen) ? (staysWithdrawn(decision) ?? lostTimes(seen, decision.head)) : undefined;
    case 'unchanged':
      return undefined;
  }
}

/** To the second of two people: whose work theirs would have replaced, and how to go on. */
function beside(decision: WrittenDecision, standing: StoredHead): string | undefined {
  if (decision.outcome === 'unchanged') return undefined;
  const { slug, revision, basedOn } = decision.revision;
  const newer = newestRevision(standing);
  const one = slug === standing.slug ? revision : revisionId({ slug, revision });
  const named = newer.revision === standing.revision ? ` --replaces ${revisionId(standing)}` : '';
  return `Kept as a draft, revision ${revision}: it began from ${basedOn}, and ${describedStanding(newer)}, is newer. Nothing
    was replaced. “press diff ${standing.slug} ${newer.revision} ${one}” compares them. To have this one in its place:
    “press publish ${slug} ${revision}${named}”; to take up both, download ${revisionId({ ...newer, slug: standing.slug })} and go on from
    that.`.replace(/\s+/g, ' ');
}

/** Drafts of somebody else that are older from now on than what stands. */
function putAside({ outcome, head, ...made }: WrittenDecision, seen: StoredHead | undefined): string[] {
  if (!isLive(seen) || outcome === 'unchanged' || !('revision' in made)) return [];
  const { slug, revision, basedOn } = made.revision;
  if (basedOn === undefined) return [];
  const waits = new Set(waitingIn(head).map((one) => one.revision));
  return waitingIn(seen)
    .filter((before) => !waits.has(before.revision) && !hasTextOf(before, made.revision))
    .filter((before) => basedOn !== revisionId({ slug, revision: before.revision }))
    .map((before) =>
      `${describedStanding(before)}, waited here before this one, and is older now. It stays in the history: “press
        diff ${slug} ${before.revision} ${revision}” compares them.`
        .replace(/\s+/g, ' ')
        .replace(/^r/, 'R'),
    );
}

const staysWithdrawn = ({ head: { status } }: WrittenDecision): string | undefined =>
  status === 'withdrawn'
    ? 'It was withdrawn as an editor had said it should be, after this upload was opened. The text is taken, and stays withdrawn: hand it in again to publish it.'
    : undefined;

/** What was to happen by itself, and does not any more because the file does not say so. */
function lostTimes(seen: StoredHead, { slug, status, withdrawAt }: StoredHead): string | undefined {
  if (status === 'draft')
    return seen.status === 'scheduled' ? 'It was scheduled, and is a draft now.' : undefined;
  if (seen.status === 'withdrawn' || seen.withdrawAt === undefined || withdrawAt !== undefined)
    return undefined;
  return `It was to be withdrawn at ${inWords(seen.withdrawAt)}, and is not any more, for this file does not say so. If it
    still is to be, write “withdraw_at:” into it, or “press schedule ${slug} --withdraw "${inWords(seen.withdrawAt)}"”.`.replace(
    /\s+/g,
    ' ',
  );
}

function keptBeside(revision: Revision, { slug, status }: StoredHead): string {
  const beside = `Kept as revision ${revision.revision} beside the ${status} one, which stays as it is until`;
  return revision.status === 'scheduled'
    ? `Scheduled: ${goesLive(revision)}. ${beside} then.`
    : `${beside} an editor publishes this with “press publish ${slug} ${revision.revision}”.`;
}
