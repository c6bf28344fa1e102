import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Log } from '../../runtime/log.ts';
import { changeIssue } from './change-issue.ts';
import { type Issue, isFinished } from './issue.ts';
import { isStalled, tidied, timeCame } from './issue-moves.ts';
import type { Batches, IssueQueue, Issues } from './ports.ts';
import { expired } from './settle-batch.ts';
import { type MarkDeps, takeBackMarks } from './write-marks.ts';

export interface TickDeps extends MarkDeps {
  issues: Pick<Issues, 'due' | 'read' | 'write'>;
  batches: Pick<Batches, 'all' | 'firstFrom' | 'replace'>;
  queue: IssueQueue;
  clock: Clock;
  ids: Ids;
  hasTime: () => boolean;
  log: Pick<Log, 'error'>;
}

/** Issues that are looked at in one call: those under way stand among them, and a press has few. */
const most = 200;

/**
 * What time brings to issues: those whose time has come set out, those that have stopped moving are queued again, and what
 * a cancelled or failed one left open is tidied. One that fails is not the others' fault; it is due again in a minute.
 * @throws the first failure, once all others are done.
 */
export async function actOnIssues(deps: TickDeps): Promise<void> {
  const failures: unknown[] = [];
  for (const id of await deps.issues.due(deps.clock.now().toISOString(), most)) {
    if (!deps.hasTime()) break;
    await act(id, deps).catch((error: unknown) => void failures.push(error));
  }
  if (failures.length) throw failures[0];
}

async function act(id: string, deps: TickDeps): Promise<void> {
  const issue = await deps.issues.read(id);
  const at = deps.clock.now().toISOString();
  if (!issue?.dueAt || issue.dueAt > at) return;
  if (issue.state === 'scheduled') return setOut(id, deps);
  if (isFinished(issue)) return tidy(issue, deps);
  // The same wake: one that waits for its turn behind others keeps its place.
  if (issue.wake && isStalled(issue, at)) await deps.queue.goOn(id, issue.wake);
}

async function setOut(id: string, { issues, queue, clock, ids, log }: TickDeps): Promise<void> {
  const goOn = { wake: ids.next(), at: clock.now().toISOString() };
  const after = await changeIssue(id, { issues }, (row) => timeCame(row, goOn));
  if (after?.state === 'missed') log.error('An issue has missed its time', { issue: id });
  if (after?.state === 'preparing') await queue.goOn(id, goOn.wake);
}

/** Nothing is under way any more when it is due: what is claimed has no end but a doubt. */
async function tidy(issue: Issue, deps: TickDeps): Promise<void> {
  const ledger = await closeClaims(issue.id, deps);
  if (ledger === 'open') return;
  if (issue.unmarks && ledger === 'none' && !(await takeBackMarks(issue, deps.hasTime, deps))) return;
  await changeIssue(issue.id, deps, (row) => (isFinished(row) && row.dueAt ? tidied(row) : undefined));
}

/** `none`: no mail of it has left; `some`: one has, or may have; `open`: a claim has its lease still. */
async function closeClaims(
  issue: string,
  { batches, clock }: Pick<TickDeps, 'batches' | 'clock'>,
): Promise<'none' | 'some' | 'open'> {
  const at = clock.now().toISOString();
  let [hasLeft, isOpen] = [false, false];
  for await (const { batch } of batches.all(issue)) {
    const after = expired(batch, at) ?? batch;
    if (after.claim || (after !== batch && !(await batches.replace(after)))) isOpen = true;
    hasLeft ||= after.entries.some(({ state }) => state === 'sent' || state === 'doubt');
  }
  if (isOpen) return 'open';
  return hasLeft ? 'some' : 'none';
}
