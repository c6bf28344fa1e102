import { changeIssue } from './change-issue.ts';
import type { Issue } from './issue.ts';
import { handedOn, waiting } from './issue-moves.ts';
import type { IssueQueue } from './ports.ts';
import { type PrepareDeps, prepareIssue } from './prepare-issue.ts';
import { type SendDeps, sendBatches, type Turn } from './send-batches.ts';

export interface Deps extends PrepareDeps, SendDeps {
  issues: PrepareDeps['issues'] & SendDeps['issues'];
  batches: PrepareDeps['batches'] & SendDeps['batches'];
  files: PrepareDeps['files'] & SendDeps['files'];
  audience: PrepareDeps['audience'];
  queue: IssueQueue;
}

/** A message of the FIFO queue: the row says with what to go on, and whether this is still the message that may. */
export interface GoOnMessage {
  issue: string;
  wake: string;
}

/**
 * Has an issue go on for as long as the call has time, then hands it on: first the row names the next message, then that is
 * sent. What dies in between is queued again by the tick. The table of deaths: `issue-moves.ts`.
 */
export async function sendIssue({ issue: id, wake }: GoOnMessage, deps: Deps): Promise<void> {
  const issue = await deps.issues.read(id);
  const now = deps.clock.now().toISOString();
  if (!issue || issue.wake !== wake || (issue.waitUntil ?? '') > now) return;
  const turn = await goOn(issue, deps);
  if (turn.ends !== 'over') await handOn(issue, turn, deps);
}

/** Tries of a message, within half a minute: an outage of a moment passes in that. */
const mostTries = 3;

/**
 * What fails again and again is left to the tick, which queues its issue anew behind all others: there is one FIFO group,
 * and it would wait with the message. The error counts for the alarm.
 */
export async function leavingToTick(
  tries: number,
  { log }: Pick<Deps, 'log'>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (tries < mostTries) throw error;
    log.error('An issue does not go on; the tick tries it again', { error });
  }
}

async function goOn(issue: Issue, deps: Deps): Promise<Turn> {
  if (issue.state === 'sending') return sendBatches(issue, deps);
  if (issue.state !== 'preparing') return { ends: 'over' };
  const prepared = await prepareIssue(issue, deps);
  if (prepared.outcome !== 'ready') return { ends: prepared.outcome };
  return deps.hasTime() ? sendBatches(prepared.issue, deps) : { ends: 'more' };
}

async function handOn(
  { id, wake }: Issue,
  turn: Exclude<Turn, { ends: 'over' }>,
  { issues, queue, clock, ids }: Deps,
): Promise<void> {
  const next = ids.next();
  const { cursor } = turn;
  const step = { wake: next, at: clock.now().toISOString(), ...(cursor !== undefined && { cursor }) };
  const move = (row: Issue) =>
    turn.ends === 'wait' ? waiting(row, { ...step, until: turn.until }) : handedOn(row, step);
  const after = await changeIssue(id, { issues }, (row) => (row.wake === wake ? move(row) : undefined));
  if (after && turn.ends === 'more') await queue.goOn(id, next);
}
