import type { Log } from '../../runtime/log.ts';
import type { Instant } from '../address.ts';
import type { FrozenIssue } from '../compose/issue-content.ts';
import type { Batch } from './batch.ts';
import { changeIssue } from './change-issue.ts';
import { type DeliverDeps, type Delivered, deliver } from './deliver.ts';
import type { Issue, Stop } from './issue.ts';
import { accepted, endCursor, finished, paused, sweptFrom } from './issue-moves.ts';
import type { Batches, IssueFiles, Issues, MailAccount, Reputation } from './ports.ts';
import { quotaWait, type Rate, rateOf } from './rate.ts';
import { stopFor } from './reputation.ts';
import { claimed, claimedPeople, expired, hasOpen } from './settle-batch.ts';

export interface SendDeps extends DeliverDeps {
  issues: Pick<Issues, 'read' | 'write' | 'moveCursor'>;
  batches: Pick<Batches, 'all' | 'firstFrom' | 'replace'>;
  account: MailAccount;
  reputation: Pick<Reputation, 'add' | 'recent'>;
  files: Pick<IssueFiles, 'frozen'>;
  /** Waits so many milliseconds. */
  pause: (milliseconds: number) => Promise<unknown>;
  /** Whether the call has time for another batch: one must not be claimed by a function that ends before its results. */
  hasTime: () => boolean;
  log: Log;
}

/** How the work of this call ended, and where the next begins. `over`: it is nobody's turn any more. */
export type Turn =
  | { ends: 'more'; cursor?: string }
  | { ends: 'wait'; until: Instant; cursor?: string }
  | { ends: 'over' };

/** What one call of the function has at hand of the issue. */
interface Work {
  /** As last read: before each claim anew, since the call for the batch before began. */
  issue: Issue;
  frozen: FrozenIssue;
  wake: string;
  /** As the row has it. */
  cursor: string;
  rate: Rate;
  sent: number;
  /** Calls without an answer, one after the other. */
  doubts: number;
}

/**
 * Sends an issue from its cursor on: each batch is claimed, delivered and settled before the next is claimed, so that a
 * death leaves one in doubt; what is read for the next is read while SES has this one. Then open batches are swept: what
 * was throttled leaves, claims past their lease are in doubt. Nothing open: the issue is sent.
 */
export async function sendBatches(issue: Issue, deps: SendDeps): Promise<Turn> {
  const { frozen: of, wake = '', cursor = '' } = issue;
  if (!of) throw new Error('An issue is being sent that was never frozen');
  const bad = stopFor(await deps.reputation.recent(deps.clock.now().toISOString()));
  if (bad) return stopped(issue, bad, deps);
  const [frozen, rate] = [await deps.files.frozen(of.key), rateOf(deps.account, deps.clock)];
  const work: Work = { issue, frozen, wake, cursor, rate, sent: 0, doubts: 0 };
  try {
    const turn = sweptFrom(cursor) === undefined ? await claimInOrder(work, deps) : undefined;
    return turn ?? (await sweep(work, deps));
  } finally {
    if (work.sent) await deps.reputation.add({ sent: work.sent }, deps.clock.now().toISOString());
  }
}

/** Passes over the batches once; undefined: all are claimed. Batches that have nothing open are passed by. */
async function claimInOrder(work: Work, deps: SendDeps): Promise<Turn | undefined> {
  let at: string | undefined = work.cursor;
  let batch = await deps.batches.firstFrom(work.issue.id, at);
  while (at !== undefined) {
    if (!isMine(work)) return over;
    if (!deps.hasTime()) return { ends: 'more', cursor: at };
    if (batch?.position !== at) throw new Error('A batch is missing that the one before it names');
    const ready = claimed(batch, { round: work.issue, wake: work.wake, now: deps.clock.now().toISOString() });
    if (!ready) {
      at = batch.next;
      batch = at === undefined ? undefined : await deps.batches.firstFrom(work.issue.id, at);
      continue;
    }
    const step = await sendBatch(work, { batch, ready, isInOrder: true }, deps);
    if ('ends' in step) return step;
    if (step.isClaimed) at = batch.next;
    batch = step.isClaimed ? step.next : await deps.batches.firstFrom(work.issue.id, at ?? '');
  }
  return (await moveTo(work, endCursor(), deps)) ? undefined : over;
}

interface Claim {
  batch: Batch;
  /** As it is once it is claimed. */
  ready: Batch;
  isInOrder: boolean;
}

type Step = Turn | { isClaimed: boolean; next?: Batch };

/** Waits for the rate, claims, delivers. */
async function sendBatch(work: Work, { batch, ready, isInOrder }: Claim, deps: SendDeps): Promise<Step> {
  const people = claimedPeople(ready).length;
  const room = await work.rate.room(people);
  if ('stop' in room) return stopped(work.issue, room.stop, deps);
  const cursor = isInOrder ? batch.position : endCursor(batch.position);
  if ('until' in room) return { ends: 'wait', until: room.until.toISOString(), cursor };
  if (room.wait > shortWait) return { ends: 'wait', until: inMs(room.wait, deps), cursor };
  if (room.wait > 0) {
    await deps.pause(room.wait);
    await readAgain(work, deps);
    if (!isMine(work)) return over;
  }
  const now = deps.clock.now().toISOString();
  const claim = claimed(batch, { round: work.issue, wake: work.wake, now });
  if (!claim || !(await deps.batches.replace(claim))) return { isClaimed: false };
  work.rate.take(people);
  const written = { ...claim, writes: batch.writes + 1 };
  const lookAhead = () => (isInOrder ? aheadOf(work, batch, deps) : readAgain(work, deps));
  const delivered = await deliver(
    { issue: work.issue, frozen: work.frozen, batch: written },
    lookAhead,
    deps,
  );
  return (
    (await afterDelivery(work, delivered, cursor, deps)) ?? {
      isClaimed: true,
      ...(delivered.ahead && { next: delivered.ahead }),
    }
  );
}

/** While SES has a batch: the cursor moves, and what decides on the next is read. */
async function aheadOf(work: Work, { next }: Batch, deps: SendDeps): Promise<Batch | undefined> {
  const [hasMoved, batch] = await Promise.all([
    moveTo(work, next ?? endCursor(), deps),
    next === undefined ? undefined : deps.batches.firstFrom(work.issue.id, next),
    readAgain(work, deps),
  ]);
  // Another goes on from there, or nobody.
  if (!hasMoved) work.wake = '';
  return batch;
}

async function readAgain(work: Work, { issues }: SendDeps): Promise<undefined> {
  const row = await issues.read(work.issue.id);
  if (row) work.issue = { ...row, ...(work.issue.accepted && { accepted: true }) };
  else work.wake = '';
}

async function moveTo(work: Work, to: string, { issues, clock }: SendDeps): Promise<boolean> {
  if (work.cursor === to) return true;
  const [id, { wake, cursor: from }] = [work.issue.id, work];
  const hasMoved = await issues.moveCursor({ id, from, to, wake, at: clock.now().toISOString() });
  if (hasMoved) work.cursor = to;
  return hasMoved;
}

const over: Turn = { ends: 'over' };

const isMine = ({ issue, wake }: Work): boolean => issue.state === 'sending' && issue.wake === wake;

/** Milliseconds: SES's rate is one of mails a second. */
const pauseWhenBusy = 1_000;

/** So many calls without an answer one after the other, and SES is down: each further one puts a batch in doubt. */
const mostDoubts = 3;
const doubtWait = 5 * 60_000;

/** What follows from a batch for the next ones. */
async function afterDelivery(
  work: Work,
  { sent, stop, busy, inDoubt }: Delivered<unknown>,
  cursor: string,
  deps: SendDeps,
): Promise<Turn | undefined> {
  work.sent += sent;
  work.doubts = inDoubt ? work.doubts + 1 : 0;
  if (stop) return stopped(work.issue, stop, deps);
  if (sent && !work.issue.accepted) await noteAccepted(work, deps);
  if (!isMine(work)) return over;
  const next = sweptFrom(work.cursor) === undefined ? work.cursor : cursor;
  if (busy === 'quota') return { ends: 'wait', until: inMs(quotaWait, deps), cursor: next };
  if (work.doubts >= mostDoubts) return { ends: 'wait', until: inMs(doubtWait, deps), cursor: next };
  if (busy) await deps.pause(pauseWhenBusy);
  return undefined;
}

const inMs = (milliseconds: number, { clock }: Pick<SendDeps, 'clock'>): Instant =>
  new Date(clock.now().getTime() + milliseconds).toISOString();

async function noteAccepted(work: Work, deps: SendDeps): Promise<void> {
  work.issue = { ...work.issue, accepted: true };
  await changeIssue(work.issue.id, deps, (row) => accepted(row));
}

/** It pauses by itself, and says why. */
async function stopped({ id }: Issue, stop: Pick<Stop, 'why' | 'said'>, deps: SendDeps): Promise<Turn> {
  const at = deps.clock.now().toISOString();
  const after = await changeIssue(id, deps, (row) => paused(row, { ...stop, at }));
  if (after) deps.log.error('An issue has paused by itself', { issue: id, why: stop.why });
  return over;
}

/**
 * Passes over the batches in order, and beyond one only when it has nothing open and nothing claimed: what is throttled
 * leaves now, a claim within its lease is waited for. No batch opens again behind it, so one pass is enough.
 */
async function sweep(work: Work, deps: SendDeps): Promise<Turn> {
  for await (const { batch } of deps.batches.all(work.issue.id, sweptFrom(work.cursor) ?? '')) {
    if (!deps.hasTime()) return { ends: 'more', cursor: endCursor(batch.position) };
    const turn = await close(work, batch, deps);
    if (turn) return turn;
  }
  const at = deps.clock.now().toISOString();
  const { wake } = work;
  await changeIssue(work.issue.id, deps, (row) => (row.wake === wake ? finished(row, at) : undefined));
  return over;
}

/** Undefined: the batch has nothing open, and nothing claimed. */
async function close(work: Work, first: Batch, deps: SendDeps): Promise<Turn | undefined> {
  for (let batch: Batch | undefined = first; batch?.claim || (batch && hasOpen(batch, work.issue)); ) {
    if (!isMine(work)) return over;
    const cursor = endCursor(batch.position);
    if (!deps.hasTime()) return { ends: 'more', cursor };
    const now = deps.clock.now().toISOString();
    const late = expired(batch, now);
    const until = batch.claim?.until ?? batch.notBefore ?? '';
    if (late) await deps.batches.replace(late);
    else if (until > now) {
      const wait = Date.parse(until) - Date.parse(now);
      if (batch.claim || wait > shortWait) return { ends: 'wait', until, cursor };
      await deps.pause(wait);
      await readAgain(work, deps);
    } else {
      const ready = claimed(batch, { round: work.issue, wake: work.wake, now });
      const step = ready && (await sendBatch(work, { batch, ready, isInOrder: false }, deps));
      if (step && 'ends' in step) return step;
    }
    batch = await deps.batches.firstFrom(work.issue.id, batch.position);
  }
  return undefined;
}

/** Milliseconds that are waited for in the call itself. */
const shortWait = 5_000;
