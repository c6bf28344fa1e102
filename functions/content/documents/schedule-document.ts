import { Problem } from '../../runtime/problem.ts';
import {
  type ChangedBy,
  idOf,
  isLive,
  isPublic,
  type PendingRevision,
  type Revision,
  revisionOf,
  type StoredHead,
  textOrderOf,
} from '../contract/document.ts';
import { dated, isSingle } from '../kinds/kinds.ts';
import type { DocumentReader } from '../ports.ts';
import { demandReplaced, splitNamed } from './base-revision.ts';
import {
  type Change,
  type Command,
  type CommandDeps,
  changeDocument,
  nextRevision,
  noRevision,
  notFound,
} from './change-document.ts';
import { withDerived } from './membership.ts';
import {
  draftsOf,
  hasTextOf,
  newestDraft,
  newestOrderOf,
  openDrafts,
  pendingOf,
  withDrafts,
} from './pending-revision.ts';
import { asDate, instantIn, inUtc, scheduledOf, withdrawnAt, zoneOfPress } from './schedule.ts';
import { demandNamed, takeOver } from './take-over.ts';
import { textDecidedOf } from './text-order.ts';

export interface ScheduleDeps extends CommandDeps {
  documents: Pick<DocumentReader, 'head' | 'revision' | 'revisions'>;
}

/** What an editor asks for: moments as `exactMoment` reads them. */
export interface WantedTimes {
  publishAt?: string;
  withdrawAt?: string;
  /** What becomes live: the newest draft if not said. */
  revision?: number;
  /** What readers are told once it is withdrawn. */
  reason?: string;
  /** Slugs of the documents whose place it takes. */
  replaces?: string[];
}

/** The times as instants (ISO). */
interface Times extends Pick<WantedTimes, 'revision' | 'reason' | 'replaces'> {
  publishAt: string | undefined;
  withdrawAt: string | undefined;
}

/**
 * Says when a document becomes live, or is withdrawn. Times that name no zone go by that of the press. What is scheduled
 * already is moved. No other document goes that neither its hand-in, as scheduled by an editor, nor this command names.
 * Throws a Problem: 404 where there is no such document or revision, 409 where there is nothing to schedule, 422 for times that are past or in the wrong order.
 */
export async function scheduleDocument(
  slug: string,
  wanted: WantedTimes,
  who: ChangedBy,
  deps: ScheduleDeps,
): Promise<StoredHead> {
  const zone = await zoneOfPress(deps);
  const [publishAt, withdrawAt] = [wanted.publishAt, wanted.withdrawAt].map((time) =>
    time === undefined ? undefined : instantIn(time, zone),
  );
  const next = async (seen: StoredHead | undefined, command: Command): Promise<Change> => {
    if (!isLive(seen)) throw notFound(slug);
    demandPossible(seen, { publishAt, withdrawAt }, command.at);
    const { revision, reason, replaces } = wanted;
    return scheduleTo(seen, { publishAt, withdrawAt, revision, reason, replaces }, command, deps);
  };
  return changeDocument(slug, who, next, deps);
}

/** Nothing is to become live or to be withdrawn by itself any more. 409 where nothing was. */
export const unscheduleDocument = (slug: string, who: ChangedBy, deps: ScheduleDeps): Promise<StoredHead> =>
  changeDocument(
    slug,
    who,
    async (seen, command) => {
      if (!isLive(seen)) throw notFound(slug);
      const scheduled = scheduledOf(seen);
      if (!scheduled && withdrawnAt(seen) === undefined) {
        throw new Problem(409, `Unchanged: nothing is to happen to “${slug}” by itself.`);
      }
      const lasting = { ...seen, withdrawAt: undefined, withdrawReason: undefined };
      if (!scheduled) return restated(lasting, command);
      const revision = await revisionAt(seen, scheduled.revision, deps);
      return wait(lasting, asDraft(revision), command);
    },
    deps,
  );

/** What was scheduled, as a draft without a time. */
export const asDraft = ({ fields, ...revision }: Revision): Revision => ({
  ...revision,
  fields: dated(fields, undefined),
  status: 'draft',
  published: undefined,
  publishAt: undefined,
  withdrawAt: undefined,
});

function demandPossible(
  seen: StoredHead,
  { publishAt, withdrawAt }: Pick<Times, 'publishAt' | 'withdrawAt'>,
  now: string,
): void {
  const { slug, status, fields } = seen;
  if (publishAt !== undefined && fields.kind === 'newsletter')
    throw new Problem(409, `“${slug}” is a newsletter: it goes out at the “send_at:” of its file.`);
  if (withdrawAt !== undefined && isSingle(slug))
    throw new Problem(
      409,
      `The site stands on “${slug}”, so it is never withdrawn. Schedule another version.`,
    );
  if (publishAt !== undefined && publishAt <= now)
    throw new Problem(422, `${inUtc(publishAt)} is past. “press publish ${slug}” makes it live now.`);
  if (withdrawAt !== undefined && withdrawAt <= now)
    throw new Problem(422, `${inUtc(withdrawAt)} is past. “press withdraw ${slug}” withdraws it now.`);
  const from = publishAt ?? scheduledOf(seen)?.publishAt;
  if (withdrawAt !== undefined && from !== undefined && status !== 'published' && withdrawAt <= from)
    throw new Problem(
      422,
      `It becomes live at ${inUtc(from)}, so it cannot be withdrawn at ${inUtc(withdrawAt)}.`,
    );
  const isLost = status === 'withdrawn' ? !scheduledOf(seen) : status === 'draft';
  if (withdrawAt !== undefined && publishAt === undefined && isLost)
    throw new Problem(409, `“${slug}” is ${status}: readers do not see it, so there is nothing to withdraw.`);
}

async function scheduleTo(
  seen: StoredHead,
  { publishAt, withdrawAt, revision: wanted, reason, replaces = [] }: Times,
  command: Command,
  deps: ScheduleDeps,
): Promise<Change> {
  const until = withdrawAt === undefined ? {} : { withdrawAt, withdrawReason: reason };
  if (publishAt === undefined) return withdrawLater(seen, until, command, deps);
  const number = wanted ?? newestDraft(seen);
  if (number === undefined) throw new Problem(409, nothingWaits(seen));
  const revision = await revisionAt(seen, number, deps);
  if (isPublic(seen) && seen.status === 'published' && hasTextOf(seen, revision))
    throw new Problem(409, `Unchanged: revision ${number} of “${seen.slug}” is what readers have already.`);
  const last = withdrawAt ?? revision.withdrawAt;
  if (last !== undefined && last <= publishAt)
    throw new Problem(422, `It is to be withdrawn at ${inUtc(last)}. Say when instead, with “withdraw_at”.`);
  const addresses = await addressesOf(seen, revision, { command, publishAt, replaces }, deps);
  const fields = dated(revision.fields, asDate(publishAt));
  const times = { ...until, fields, publishAt };
  const change = wait(seen, { ...revision, ...addresses, ...times, status: 'scheduled' }, command);
  // An answer that says so and does nothing would be found out only when the time has come.
  if (scheduledOf(change.head)?.publishAt !== publishAt) throw new Problem(409, neverLive(seen, number));
  return change;
}

/** Of what is to be replaced before that time it is the next text that goes then. */
async function withdrawLater(
  seen: StoredHead,
  until: Pick<Revision, 'withdrawAt' | 'withdrawReason'>,
  command: Command,
  deps: ScheduleDeps,
): Promise<Change> {
  const next = isPublic(seen) ? scheduledOf(seen) : undefined;
  if (!next?.publishAt || !until.withdrawAt || until.withdrawAt <= next.publishAt)
    return restated({ ...seen, ...until }, command);
  const revision = await revisionAt(seen, next.revision, deps);
  return wait(seen, { ...revision, ...until }, command);
}

const neverLive = ({ slug }: StoredHead, number: number): string =>
  `Revision ${number} of “${slug}” cannot be scheduled, for something newer would still stand before it. “press publish
    ${slug} ${number}” makes it live now.`.replace(/\s+/g, ' ');

/**
 * The old slugs that lead to it once it is live. An editor who schedules a draft may not know whose address it takes: they
 * name every document that goes. What came to such an address after the draft, or left it, stays: the order of this
 * command, which is higher, must not say otherwise when the time comes.
 */
async function addressesOf(
  seen: StoredHead,
  revision: Revision,
  { command, publishAt, replaces: named }: { command: Command; publishAt: string; replaces: string[] },
  deps: ScheduleDeps,
): Promise<Pick<Revision, 'aliases' | 'replaces'>> {
  const taken = await takeOver(seen, revision, command, deps);
  const again = `press schedule ${seen.slug} ${revision.revision} "${asDate(publishAt)}"`;
  const { slugs, revisions } = splitNamed(named);
  if (revision.status !== 'scheduled' || revisions.length)
    await demandReplaced({ seen, revision, named: revisions, again }, deps);
  if (revision.status !== 'scheduled' || slugs.length)
    demandNamed({ seen, revision, named: slugs, again }, taken);
  const [aliases, replaces] = [revision.aliases, revision.replaces].map((slugs) => {
    const left = slugs?.filter((slug) => !taken.kept.includes(slug));
    return left?.length ? left : undefined;
  });
  return { aliases, replaces };
}

const nothingWaits = ({ slug, status }: StoredHead): string =>
  `“${slug}” is ${status}, and no draft is newer. To schedule another revision, name its number: “press show ${slug}”
    lists them.`.replace(/\s+/g, ' ');

async function revisionAt(
  { slug, since }: StoredHead,
  number: number,
  { documents }: ScheduleDeps,
): Promise<Revision> {
  const revision = await documents.revision(slug, number, since);
  if (!revision?.body || revision.status === 'moved') throw noRevision(slug, number);
  return revision;
}

/** What readers do not have yet becomes what stands, or, beside what they have or had, what waits. */
export function wait(seen: StoredHead, revision: Revision, command: Command): Change {
  const { reason, byWriter, overtaken, ...text } = revision;
  const next = nextRevision(seen);
  const state = withDerived({ ...text, ...command, ...next, lists: [], entry: '' });
  if (isPublic(seen)) {
    const drafts = withoutTextOf(draftsOf(seen), state);
    return {
      head: withDrafts({ ...seen, revisions: next.revisions }, [...drafts, pendingOf(state)]),
      revision: revisionOf(state),
    };
  }
  const handedIn = hasTextOf(seen, revision) ? textOrderOf(seen) : newestOrderOf(seen, revision);
  const { since, former, first, restored, going, ordering } = seen;
  const head = { ...state, id: idOf(seen), since, former, first, restored, going, handedIn };
  const placed = withDerived({ ...head, ordering: { ...ordering, after: command.order } });
  return { head: withDrafts(placed, [...withoutTextOf(openDrafts(seen), state), pendingOf(state)]) };
}

const withoutTextOf = (drafts: PendingRevision[], state: StoredHead): PendingRevision[] =>
  drafts.filter((draft) => !hasTextOf(draft, state));

/** The same text with other times, as a revision of its own: what is stored of the past never changes. Of a public one its
 *  date and who wrote it stay. */
function restated(seen: StoredHead, { order }: Command): Change {
  const orders = { order, textDecided: textDecidedOf(seen), handedIn: textOrderOf(seen) };
  return { head: { ...seen, ...nextRevision(seen), ...orders } };
}
