import type { Instant } from '../address.ts';
import { type Frozen, type Issue, type IssueText, isFinished, isOpenToText, type Stop } from './issue.ts';

/*
 * The moves of an issue, each a function of its row: what the row is after it, or undefined where the row allows no such
 * move. Whoever makes one writes the result on the condition that nobody wrote since (the store counts `writes`), and else
 * reads again.
 * A message says only "go on", and names a `wake`: the row says with what, and whether this is still the message that may.
 *
 * | the function dies after        | the row and the ledger say        | what follows                                         |
 * | ------------------------------ | --------------------------------- | ---------------------------------------------------- |
 * | the move to preparing          | preparing, a wake without message | the tick queues the wake again once nothing moves    |
 * | the frozen file, the marks' one| preparing, not frozen             | composed anew, under new keys; the old files are idle |
 * | the freezing                   | frozen, no marks, no batch        | marks are written from the file; then the walk       |
 * | some of the marks              | frozen, no batch                  | the rest is written: marks may be repeated           |
 * | some of the batches            | frozen, a last batch with `next`  | the walk goes on there; one more batch a position    |
 * | the last batch                 | preparing, a last one without     | the audience is its running sum; sending             |
 * | the move to sending            | sending, at the first batch       | the message comes back, or the tick queues it        |
 * | reading the batch              | cursor at it, entries wait        | the same                                             |
 * | the claim                      | cursor at it, claimed             | passed by; the end finds it past its lease: in doubt |
 * | the cursor's move              | cursor after it, claimed          | the same                                             |
 * | SES's answer                   | the same                          | in doubt, until SES reports of the mails             |
 * | the results                    | settled                           | goes on with the next                                |
 * | the new wake, before its message | a wake without message          | the tick queues it; the old message is stale         |
 * | the message, before it returned | the old message comes back       | it is stale: it ends                                 |
 * | the move to a wait for quota   | waitUntil, no message             | the tick queues the wake when that is over           |
 * | the move to cancelled          | cancelled, perhaps one claim      | the tick puts it in doubt past its lease             |
 * | … some marks taken back        | `unmarks`                         | the tick takes back the rest                         |
 * | the move to sent               | sent                              | done                                                 |
 *
 * - A message twice: after the first has ended, its wake is another. While it runs, the queue gives out none of the group;
 *   two at once would share the work: a batch is written once a position, claimed once, and the cursor moves once from
 *   each place.
 * - A message late, after pause and resume: its wake is another, it ends. After a cancel: there is no wake.
 * - The tick queues a wake again that has its message still: the second finds another wake or nothing to do. It is the same
 *   wake, so that an issue which waits for its turn behind others keeps its place.
 * - An older text after a newer one: its version is lower, nothing changes.
 * - A pause while a batch is in SES's hands: its results are written all the same, and the cursor's next move is refused.
 * - A withdrawal during the walk: cancelled; the walk's next write of the row fails, and its batches are read by nobody.
 */

/** What a document, or a digest, says of its issue. */
export interface HeardText {
  text: IssueText;
  sendAt?: Instant;
  /** False for a draft, a writer's hand-in and what came with a restore: its time sends nothing. */
  schedules: boolean;
}

/** Who has the row go on, and when. */
interface GoOn {
  /** Fresh: names the message that may go on with it. */
  wake: string;
  at: Instant;
}

/** Milliseconds after its time at which an issue that is first seen leaves by hand only. */
export const missedAfter = 6 * 3_600_000;

/** Milliseconds after which nothing of a function that began before is under way: longer than any of them may run. */
export const lease = 60_000;

/** Milliseconds without a move after which the tick queues an issue again: by then its message has come back itself. */
const stalledAfter = 90_000;

const later = (at: Instant, milliseconds: number): Instant =>
  new Date(Date.parse(at) + milliseconds).toISOString();

/** The row of an issue that is heard of for the first time. */
export const newIssue = (id: string, heard: HeardText, at: Instant, digest?: string): Issue => ({
  ...{ id, text: heard.text, round: 1, movedAt: at, writes: 0 },
  ...schedule(heard, at),
  ...(digest && { digest }),
});

/**
 * What the newest version says counts; an older one or the same changes nothing. Once it is frozen only its name in the
 * archive and its text change, never its time. One that was withdrawn and is published again is shown again, and never
 * sent.
 */
export function rewritten(issue: Issue, heard: HeardText, at: Instant): Issue | undefined {
  if (heard.text.version <= issue.text.version) return undefined;
  const { withdrawnAt, ...shown } = issue;
  const next = { ...shown, text: heard.text };
  const waits = issue.state === 'draft' || issue.state === 'scheduled' || issue.state === 'missed';
  if (!waits) return isOpenToText(issue) ? { ...next, ...times(heard) } : next;
  const { sendAt, dueAt, ...unscheduled } = next;
  return { ...unscheduled, ...schedule(heard, at), movedAt: at };
}

const times = ({ sendAt }: HeardText) => (sendAt ? { sendAt } : {});

function schedule(heard: HeardText, at: Instant): Pick<Issue, 'state' | 'sendAt' | 'dueAt'> {
  const { sendAt } = heard;
  if (!sendAt || !heard.schedules) return { state: 'draft', ...times(heard) };
  if (isMissed(sendAt, at)) return { state: 'missed', sendAt };
  return { state: 'scheduled', sendAt, dueAt: sendAt };
}

const isMissed = (sendAt: Instant, at: Instant): boolean => Date.parse(at) - Date.parse(sendAt) > missedAfter;

/** Its document was withdrawn or deleted: what was not sent never is, and readers no longer get it. */
export function withdrawn(
  issue: Issue,
  { version, at }: { version: number; at: Instant },
): Issue | undefined {
  if (version < issue.text.version || issue.withdrawnAt) return undefined;
  const text = { ...issue.text, version };
  const gone = issue.startedAt ? { withdrawnAt: at } : {};
  const said = 'Its document was withdrawn. To send it after all, hand it in as a new document.';
  const stopped = cancelled(issue, { why: 'withdrawn', said, at });
  if (stopped) return { ...stopped, text, ...gone };
  return issue.startedAt ? moved(issue, at, { text, ...gone }) : undefined;
}

/** What its document said is gone: its slug stays for the report, and the ledger, which is about people. */
export function erased(issue: Issue, at: Instant): Issue | undefined {
  if (issue.erasedAt) return undefined;
  const { preview, pieces, ...text } = issue.text;
  const bare = { ...text, title: 'Deleted', subject: 'Deleted', body: '' };
  return { ...issue, text: { ...bare, pieces: pieces.map(({ slug }) => ({ slug })) }, erasedAt: at };
}

/** A hand or the tick sets it going. */
export function begun(issue: Issue, { wake, at }: GoOn): Issue | undefined {
  if (issue.state !== 'draft' && issue.state !== 'scheduled' && issue.state !== 'missed') return undefined;
  return moved(withoutStop(issue), at, { state: 'preparing', wake, dueAt: at });
}

/** Its time has come: it goes on its way, or is missed where nobody looked for hours. */
export function timeCame(issue: Issue, { wake, at }: GoOn): Issue | undefined {
  if (issue.state !== 'scheduled' || !issue.sendAt || issue.sendAt > at) return undefined;
  if (!isMissed(issue.sendAt, at)) return begun(issue, { wake, at });
  return moved(asleep(issue), at, { state: 'missed' });
}

/** What it shows and who may get it is decided. */
export function frozenAs(issue: Issue, frozen: Frozen): Issue | undefined {
  if (issue.state !== 'preparing' || issue.frozen) return undefined;
  return moved(issue, frozen.at, { frozen });
}

/** From the first batch on, of this round. */
export const firstCursor = '00';

/** All were claimed once: open ones are swept, from the first or from this position on. */
export const endCursor = (position = ''): string => `end ${position}`.trim();

/** From where batches are swept; undefined: not all were claimed once. */
export const sweptFrom = (cursor: string): string | undefined =>
  cursor.startsWith(endCursor()) ? cursor.slice(endCursor().length).trim() : undefined;

/** All batches are written. Nobody in them: it fails, so that somebody looks at the lists. */
export function prepared(issue: Issue, audience: number, at: Instant): Issue | undefined {
  if (issue.state !== 'preparing' || !issue.frozen) return undefined;
  const said = 'Nobody is on its lists. Hand it in as a new document once somebody is.';
  if (!audience)
    return ended({ ...issue, audience }, { state: 'failed', stop: { why: 'nobody', said, at }, at });
  return moved(issue, at, { state: 'sending', cursor: firstCursor, audience, startedAt: at });
}

/** It stands still until somebody resumes it. */
export function paused(issue: Issue, stop: Stop): Issue | undefined {
  const { state } = issue;
  if (state !== 'preparing' && state !== 'sending') return undefined;
  return moved(asleep(issue), stop.at, { state: 'paused', pausedFrom: state, stop });
}

export function resumed(issue: Issue, { wake, at }: GoOn): Issue | undefined {
  const { pausedFrom, ...others } = issue;
  if (issue.state !== 'paused' || !pausedFrom) return undefined;
  return moved(withoutStop(others), at, { state: pausedFrom, wake, dueAt: at });
}

/** For good. What waits in it is not sent; a batch in SES's hands is still settled. */
export function cancelled(issue: Issue, stop: Stop): Issue | undefined {
  return isFinished(issue) ? undefined : ended(issue, { state: 'cancelled', stop, at: stop.at });
}

/** Nothing waits or is claimed. */
export function finished(issue: Issue, at: Instant): Issue | undefined {
  if (issue.state !== 'sending' || sweptFrom(issue.cursor ?? '') === undefined) return undefined;
  const next = ended(issue, { state: 'sent', at });
  return issue.accepted ? tidied(next) : next;
}

/** Once more to those who failed or are in doubt, by an editor's decision. Never to anybody else. */
export function again(
  issue: Issue,
  { whom, wake, at }: GoOn & { whom: 'failed' | 'doubt' },
): Issue | undefined {
  if (issue.state !== 'sent' || issue.withdrawnAt || issue.erasedAt) return undefined;
  const { endedAt, unmarks, ...others } = issue;
  const round = issue.round + 1;
  return moved(others, at, { state: 'sending', round, again: whom, cursor: firstCursor, wake, dueAt: at });
}

/** The work goes on in another call: the row names its message, and how far this one came. */
export function handedOn(issue: Issue, { wake, at, cursor }: GoOn & { cursor?: string }): Issue | undefined {
  if (issue.state !== 'preparing' && issue.state !== 'sending') return undefined;
  const { waitUntil, ...others } = issue;
  return moved(others, at, { wake, dueAt: at, ...(cursor !== undefined && { cursor }) });
}

/** Nothing is claimed until then: a quota is spent, the service is not itself, or a claim has its lease. */
export function waiting(
  issue: Issue,
  { until, wake, at, cursor }: GoOn & { until: Instant; cursor?: string },
): Issue | undefined {
  const next = handedOn(issue, { wake, at, ...(cursor !== undefined && { cursor }) });
  return next && { ...next, waitUntil: until, dueAt: until };
}

/** SES took a mail of it: what it refuses from now on is not the content's fault. */
export const accepted = (issue: Issue): Issue | undefined =>
  issue.accepted ? undefined : { ...issue, accepted: true };

/** Its open claims are settled, and its marks are taken back where nothing left. */
export function tidied(issue: Issue): Issue {
  const { dueAt, unmarks, ...others } = issue;
  return others;
}

/**
 * As it stands after a restore: it sleeps, whatever it was. Its ledger did not come back, and since the backup it may have
 * been sent: one that had begun to leave is over, one that had not waits for a hand.
 */
export function restored(issue: Issue, at: Instant): Issue {
  const { frozen, wake, cursor, waitUntil, dueAt, unmarks, pausedFrom, audience, ...others } = issue;
  if (isFinished(issue)) return tidied(issue);
  const said = 'It came with a backup, and may have been sent since. Send it by hand if it was not.';
  const stop: Stop = { why: 'restored', said, at };
  if (!issue.startedAt) return moved(others, at, { state: 'draft', stop });
  return tidied(ended(issue, { state: 'cancelled', stop, at }));
}

/** Whether the tick has to queue it again: what it waited for is over, and nothing has moved since. */
export const isStalled = ({ state, movedAt = '', waitUntil = '' }: Issue, now: Instant): boolean =>
  (state === 'preparing' || state === 'sending') &&
  waitUntil <= now &&
  (waitUntil > movedAt || later(movedAt || now, stalledAfter) <= now);

const moved = (issue: Issue, at: Instant, members: Partial<Issue>): Issue => ({
  ...issue,
  ...members,
  movedAt: at,
});

/** Nobody goes on with it, and the tick does not look at it. */
function asleep(issue: Issue): Issue {
  const { wake, waitUntil, dueAt, ...others } = issue;
  return others;
}

function withoutStop(issue: Issue): Issue {
  const { stop, ...others } = issue;
  return others;
}

/** After the end the tick tidies it, when no function is at it any more: an open claim, and marks of what never left. */
function ended(
  issue: Issue,
  { state, at, stop }: { state: 'sent' | 'cancelled' | 'failed'; at: Instant; stop?: Stop },
): Issue {
  const { pausedFrom, ...others } = withoutStop(asleep(issue));
  const isOpen = state === 'cancelled' && issue.startedAt !== undefined;
  return moved(others, at, {
    ...{ state, endedAt: at, ...(stop && { stop }) },
    ...(issue.frozen?.marks && { unmarks: true }),
    ...((isOpen || issue.frozen?.marks) && { dueAt: later(at, lease) }),
  });
}
