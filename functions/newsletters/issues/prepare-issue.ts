import type { Ids } from '../../runtime/ids.ts';
import type { Log } from '../../runtime/log.ts';
import { changeIssue } from './change-issue.ts';
import type { Issue, Stop } from './issue.ts';
import { frozenAs, paused, prepared } from './issue-moves.ts';
import type { ComposedForSending, IssueComposer, IssueFiles, Issues, MailAccount } from './ports.ts';
import { batchSizeAt, stopOf } from './rate.ts';
import { type WalkDeps, walkAudience } from './walk-audience.ts';
import { finishMarks, type MarkDeps, writeMarks } from './write-marks.ts';

export interface PrepareDeps extends MarkDeps, WalkDeps {
  issues: Pick<Issues, 'read' | 'write' | 'active'>;
  composer: IssueComposer;
  files: Pick<IssueFiles, 'putFrozen' | 'putMarks' | 'marks' | 'putPage'>;
  account: MailAccount;
  ids: Ids;
  log: Log;
}

/** `more`: there was no time for all; `over`: it is not being prepared any more. */
export type Prepared = { outcome: 'ready'; issue: Issue } | { outcome: 'more' | 'over' };

/**
 * Freezes an issue, marks what it carries, and writes down who gets it. Each step stands before the next begins, and finds
 * what a call before it did: composed once, marked from the stored list, walked from the last batch on.
 */
export async function prepareIssue(row: Issue, deps: PrepareDeps): Promise<Prepared> {
  const issue = row.frozen ? row : await freeze(row, deps);
  if (!issue || issue === 'more') return { outcome: issue ?? 'over' };
  // Once there is a batch all marks stand.
  const isMarked = (await deps.batches.last(issue.id)) || (await writeMarks(issue, deps.hasTime, deps));
  if (!isMarked) return { outcome: 'more' };
  const audience = await walkAudience(issue, deps);
  if (audience === undefined) return { outcome: 'more' };
  const next = await changeOwn(issue, deps, (now) => prepared(now, audience, atNow(deps)));
  return next?.state === 'sending' ? { outcome: 'ready', issue: next } : { outcome: 'over' };
}

const atNow = ({ clock }: Pick<PrepareDeps, 'clock'>): string => clock.now().toISOString();

/** A move that only the message which the row names may make. */
const changeOwn = (
  { id, wake }: Issue,
  deps: PrepareDeps,
  move: (row: Issue) => Issue | undefined,
): Promise<Issue | undefined> => changeIssue(id, deps, (row) => (row.wake === wake ? move(row) : undefined));

/** Composes it and stores what it is from now on; the row's write decides, and fails when a newer text was heard. */
async function freeze(row: Issue, deps: PrepareDeps): Promise<Issue | 'more' | undefined> {
  const account = await deps.account.read();
  const bad = stopOf(account);
  if (bad) return pause(row, bad, deps);
  if (!(await finishMarks(deps.hasTime, deps))) return 'more';
  const composed = await deps.composer.compose(row);
  const said = composed.outcome === 'refused' ? composed.said : nothingNew(row, composed.carries);
  if (composed.outcome === 'refused' || said) return pause(row, { why: 'refused', said: said ?? '' }, deps);
  const stored = await store(row, composed, deps);
  const { revision } = row.text;
  const { lists } = composed.frozen.content;
  const batchSize = batchSizeAt(account.perSecond);
  const frozen = { at: atNow(deps), revision, lists, carries: composed.carries, batchSize, ...stored };
  const after = frozenAs(row, frozen);
  if (!after) return undefined;
  // Nobody else writes it while its text stands: a text that was heard meanwhile is composed anew.
  return (await deps.issues.write(row, after)) ? { ...after, writes: row.writes + 1 } : 'more';
}

/** A digest made it for pieces that are gone since, with another issue or from the paper. */
const nothingNew = ({ digest, text }: Issue, carries: readonly string[]): string | undefined =>
  digest && text.sinceLast && !carries.length
    ? 'There is nothing new in it: what it was made for has gone with another issue, or was withdrawn. Cancel it.'
    : undefined;

/** Under keys of their own: a call that dies before the row names them leaves them to nobody. */
async function store(
  { id }: Issue,
  { frozen, marks }: Extract<ComposedForSending, { outcome: 'composed' }>,
  { files, ids }: PrepareDeps,
): Promise<{ key: string; marks?: string }> {
  const name = `${id}/${ids.next()}`;
  await files.putFrozen(`frozen/${name}`, frozen);
  if (marks) await files.putMarks(`marks/${name}`, marks);
  // Before the issue has begun nobody sees it; what corrects it comes after the freezing.
  await files.putPage(id, frozen.content);
  return { key: `frozen/${name}`, ...(marks && { marks: `marks/${name}` }) };
}

async function pause(row: Issue, stop: Pick<Stop, 'why' | 'said'>, deps: PrepareDeps): Promise<undefined> {
  const after = await changeOwn(row, deps, (now) => paused(now, { ...stop, at: atNow(deps) }));
  if (after) deps.log.error('An issue has paused by itself', { issue: row.id, why: stop.why });
}
