import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import { type Issue, type IssueState, isFinished, type Stop } from './issue.ts';
import { again, begun, cancelled, paused, resumed } from './issue-moves.ts';
import type {
  Batches,
  CommandOutcome,
  IssueCommand,
  IssueQueue,
  Issues,
  MailAccount,
  Reputation,
} from './ports.ts';
import { reportOf } from './report.ts';

/*
 * What an editor demands of an issue. The row is written on the condition that it is as it was read; what the function
 * dies of leaves this behind:
 *
 * | dies | |
 * | --- | --- |
 * | before the row is written | nothing was done, and nobody was told otherwise |
 * | after the count of bounces was begun anew | the issue is paused still: resumed again, it is begun anew again |
 * | after the row, before the message | the tick queues the issue: its row says that nothing moves |
 * | after the message, before the answer | done; demanded again, it is refused in words that say it is under way |
 */

export interface Deps {
  issues: Pick<Issues, 'read' | 'write'>;
  batches: Pick<Batches, 'all' | 'leaves'>;
  account: MailAccount;
  reputation: Pick<Reputation, 'restart'>;
  queue: IssueQueue;
  clock: Clock;
  ids: Ids;
  backoff: Backoff;
}

/** The row of an issue that is being sent changes many times a second. */
const mostAttempts = 25;

/** An issue's row kept changing under a command. */
export class IssueKeepsChanging extends Error {
  override readonly name = 'IssueKeepsChanging';

  constructor() {
    super('The row of an issue changed with every attempt to write it');
  }
}

/** Does what an editor demands, or says why not. */
export async function commandIssue(id: string, command: IssueCommand, deps: Deps): Promise<CommandOutcome> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    if (attempt > 1) await deps.backoff(attempt - 1);
    const before = await deps.issues.read(id);
    if (!before) return refused('There is no such issue of the newsletter.');
    const decision = await decide(before, command, deps);
    if ('said' in decision) return refused(decision.said);
    const after = { ...decision.after, writes: before.writes + 1 };
    if (!(await deps.issues.write(before, after))) continue;
    if (command.what !== 'pause' && after.wake !== undefined) await deps.queue.goOn(id, after.wake);
    return { outcome: 'done', issue: after };
  }
  throw new IssueKeepsChanging();
}

const refused = (said: string): CommandOutcome => ({ outcome: 'refused', said });

type Decision = { after: Issue } | { said: string };

async function decide(issue: Issue, command: IssueCommand, deps: Deps): Promise<Decision> {
  const at = deps.clock.now().toISOString();
  const goOn = { wake: deps.ids.next(), at };
  const stop: Stop = { why: 'editor', said: saidOf[command.what], at, by: command.by };
  switch (command.what) {
    case 'send':
      if (issue.text.unpublished && !isFinished(issue)) return { said: publishFirst(issue) };
      return withAccount(issue, begun(issue, goOn), 'send', deps);
    case 'pause':
      return decisionOf(issue, paused(issue, stop), 'pause');
    case 'cancel':
      return decisionOf(issue, cancelled(issue, stop), 'cancel');
    case 'resume':
      return resume(issue, goOn, deps);
    case 'again':
      return sendAgain(issue, command, goOn, deps);
  }
}

const saidOf: Readonly<Record<IssueCommand['what'], string>> = {
  send: '',
  resume: '',
  again: '',
  pause: 'An editor paused it. To go on, resume it.',
  cancel: 'An editor cancelled it. To send it after all, hand it in as a new document.',
};

const publishFirst = ({ text: { slug } }: Issue): string =>
  `Its document is a draft, which readers do not get. Publish it first: “press publish ${slug}”.`;

const decisionOf = (issue: Issue, after: Issue | undefined, what: IssueCommand['what']): Decision =>
  after ? { after } : { said: `${nowOf(issue)} ${wayOut[what](issue.state)}`.trim() };

/** What state it is in, as a sentence. */
function nowOf({ state, stop }: Issue): string {
  if (stop && (state === 'paused' || state === 'cancelled' || state === 'failed'))
    return `It is ${state}: ${stop.said}`;
  return sentence[state];
}

const sentence: Readonly<Record<IssueState, string>> = {
  draft: 'It is a draft: nothing of it has begun.',
  scheduled: 'It is scheduled: nothing of it has begun.',
  missed: 'It missed its time: nothing of it has begun.',
  preparing: 'It is on its way: it is being prepared.',
  sending: 'It is on its way: it is being sent.',
  paused: 'It is paused.',
  sent: 'It was sent.',
  cancelled: 'It is cancelled.',
  failed: 'It failed.',
};

/** What to do instead, by what was demanded. */
const wayOut: Readonly<Record<IssueCommand['what'], (state: IssueState) => string>> = {
  send: (state) => {
    if (state === 'paused') return 'To go on, resume it.';
    return state === 'sent' ? 'It can be sent again to those who failed, or are in doubt.' : '';
  },
  pause: (state) =>
    state === 'scheduled' ? 'To keep it from leaving, cancel it or change its send_at.' : '',
  resume: (state) =>
    state === 'draft' || state === 'scheduled' || state === 'missed' ? 'To send it now, say send.' : '',
  cancel: () => '',
  again: (state) => (state === 'sent' ? '' : 'It can be sent again once it was sent.'),
};

/** An account that reaches nobody is named before anything leaves. */
async function withAccount(
  issue: Issue,
  after: Issue | undefined,
  what: IssueCommand['what'],
  { account }: Pick<Deps, 'account'>,
): Promise<Decision> {
  if (!after) return decisionOf(issue, after, what);
  const { sandbox, enabled } = await account.read();
  if (sandbox) return { said: inSandbox };
  return enabled ? { after } : { said: isStopped };
}

const inSandbox =
  'Nothing was sent: the SES account is in the sandbox, in which mail reaches verified addresses alone. Ask for ' +
  'production access in the SES console (Account dashboard), and say it again once AWS has granted it. ' +
  '"press doctor mail" tells what else is missing.';

const isStopped =
  'Nothing was sent: AWS has paused sending for this account. The SES console (Account dashboard, Reputation metrics) ' +
  'says why; say it again once AWS lets it send.';

/** Whoever resumes after bounces or complaints has looked at them: they are counted anew. */
async function resume(issue: Issue, goOn: { wake: string; at: string }, deps: Deps): Promise<Decision> {
  const decision = await withAccount(issue, resumed(issue, goOn), 'resume', deps);
  const isReputation = issue.stop?.why === 'bounces' || issue.stop?.why === 'complaints';
  if ('after' in decision && isReputation) await deps.reputation.restart(goOn.at);
  return decision;
}

type Again = Extract<IssueCommand, { what: 'again' }>;

/** Milliseconds for which SES may still report of a mail whose answer was lost. */
const doubtsLast = 24 * 3_600_000;

async function sendAgain(
  issue: Issue,
  { whom, count }: Again,
  goOn: { wake: string; at: string },
  deps: Deps,
): Promise<Decision> {
  const after = again(issue, { ...goOn, whom });
  if (!after && issue.withdrawnAt) return { said: 'Its document was withdrawn: it is not sent to anybody.' };
  if (!after) return decisionOf(issue, after, 'again');
  if (issue.figures) return { said: restoredSaid };
  const settledAt = Date.parse(issue.endedAt ?? goOn.at) + doubtsLast;
  if (whom === 'doubt' && Date.parse(goOn.at) < settledAt) return { said: earlyOf(settledAt) };
  const { failed, inDoubt, sent } = await reportOf(issue, deps);
  // Its marks were taken back: what it carries may stand in another issue by now.
  if (issue.frozen?.marks && sent + inDoubt === 0) return { said: nothingLeft };
  const people = whom === 'failed' ? failed : inDoubt;
  if (people === 0 || people !== count) return { said: countOf(whom, people, count) };
  return withAccount(issue, after, 'again', deps);
}

const earlyOf = (settledAt: number): string =>
  'SES may still report of the mails in doubt. What is in doubt then can be sent again from ' +
  `${new Date(settledAt).toISOString().slice(0, 16).replace('T', ' ')} UTC on.`;

const restoredSaid =
  'It came with a backup, and its ledger did not: nobody knows any more who failed. It cannot be sent again.';

const nothingLeft =
  'No mail of it left, so what it carries is news again, and may stand in another issue by now. Hand it in as a new ' +
  'document.';

function countOf(whom: Again['whom'], people: number, count: number): string {
  const who = whom === 'failed' ? `${people} failed` : `${people} are in doubt`;
  if (people === 0) return `Nobody is left to send it to again: ${who}.`;
  return `By now ${who}, not ${count}. To send it to these ${people}, say it again with that number.`;
}
