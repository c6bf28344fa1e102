import { setImmediate } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { Instant } from '../address.ts';
import type { Heard } from './batch.ts';
import { changeIssue } from './change-issue.ts';
import { paused } from './issue-moves.ts';
import { issueOfTag } from './mail-recipient.ts';
import type { Batches, Issues, Reputation } from './ports.ts';
import { stopFor } from './reputation.ts';
import { type EntryReport, reported } from './settle-batch.ts';

/** What SES reports of one mail of an issue. May come twice, late, out of order or never. */
export interface MailReport extends EntryReport {
  issue: string;
  /** Of the batch. */
  position: string;
  /** What is remembered of it; a mail that left, or did not, only settles what is in doubt. */
  heard?: keyof Heard;
  /** SES had it on its list of addresses that bounced and tried nothing: AWS does not count it. */
  uncounted?: true;
  at: Instant;
}

export interface HearDeps {
  issues: Pick<Issues, 'active' | 'read' | 'write'>;
  batches: Pick<Batches, 'firstFrom' | 'replace' | 'hear'>;
  reputation: Pick<Reputation, 'recent'>;
  clock: Clock;
  log: Pick<Log, 'error'>;
}

const tag = z.optional(z.array(z.string()));

/** What a rule of the bus makes of SES's event. */
const fromSes = z.object({
  report: z.object({
    type: z.enum(['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject', 'Rendering Failure']),
    messageId: z.string(),
    time: z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)))),
    bounce: z.optional(z.string()),
    bounceOf: z.optional(z.string()),
    tags: z.object({ issue: tag, batch: tag, attempt: tag, person: tag }),
  }),
});

/** The report in a message of the queue: undefined for another message; `other` for a report of a mail of no issue. */
export function reportIn(message: unknown): MailReport | 'other' | undefined {
  const parsed = fromSes.safeParse(message);
  if (!parsed.success) return undefined;
  const { type, messageId, time, bounce, bounceOf, tags } = parsed.data.report;
  const [issue, position, person] = [tags.issue?.[0], tags.batch?.[0], tags.person?.[0]];
  const attempt = Number(tags.attempt?.[0]);
  if (!issue || !position || !person || !Number.isInteger(attempt)) return 'other';
  const heard = heardOf(type, bounce);
  return {
    ...{ issue: issueOfTag(issue), position, person, attempt, message: messageId },
    ...{ left: type !== 'Reject' && type !== 'Rendering Failure', at: new Date(time).toISOString() },
    ...(heard && { heard }),
    ...(bounceOf === 'OnAccountSuppressionList' && { uncounted: true }),
  };
}

/** A bounce that is not for good says nothing yet: `post` counts those. */
function heardOf(type: string, bounce: string | undefined): keyof Heard | undefined {
  if (type === 'Delivery') return 'delivered';
  if (type === 'Complaint') return 'complained';
  return type === 'Bounce' && bounce === 'Permanent' ? 'bounced' : undefined;
}

/**
 * Hears what SES reports of mails of issues, those of a batch together. Each step may be repeated, so a call that dies is
 * called again: entries and sets take a report once, the reputation counts a person where the set takes them, and whether
 * that is too much is looked at each time.
 */
export async function hearReports(reports: readonly MailReport[], deps: HearDeps): Promise<void> {
  const groups = Map.groupBy(reports, ({ issue, position }) => `${issue} ${position}`);
  for (const group of groups.values()) {
    await settle(group, deps);
    await remember(group, deps);
  }
  if (reports.some(({ heard }) => heard === 'bounced' || heard === 'complained')) await pauseIfBad(deps);
}

/**
 * For a handler that begins all records of its event at once: hears their reports together, so that those of a batch cost
 * one write. What fails, fails for all of them.
 */
export function hearTogether(deps: HearDeps): (report: MailReport) => Promise<void> {
  let gathered: { reports: MailReport[]; heard: Promise<void> } | undefined;
  const begin = () => {
    const reports: MailReport[] = [];
    const heard = setImmediate().then(() => {
      gathered = undefined;
      return hearReports(reports, deps);
    });
    return { reports, heard };
  };
  return (report) => {
    gathered ??= begin();
    gathered.reports.push(report);
    return gathered.heard;
  };
}

async function settle(group: readonly MailReport[], { batches }: HearDeps): Promise<void> {
  for (;;) {
    const [{ issue = '', position = '' } = {}] = group;
    const batch = await batches.firstFrom(issue, position);
    const after = batch?.position === position ? reported(batch, group) : undefined;
    if (!after || (await batches.replace(after))) return;
  }
}

const kinds = ['delivered', 'bounced', 'complained'] as const;

async function remember(group: readonly MailReport[], { batches }: HearDeps): Promise<void> {
  for (const kind of kinds) {
    const told = Map.groupBy(
      group.filter(({ heard }) => heard === kind),
      ({ uncounted = false }) => uncounted,
    );
    for (const [uncounted, [first, ...more]] of told) {
      if (!first) continue;
      const people = [first, ...more].map(({ person }) => person);
      await batches.hear(first.issue, first.position, kind, people, first.at, { uncounted });
    }
  }
}

/** AWS judges the account as a whole: whatever is under way pauses. */
async function pauseIfBad(deps: HearDeps): Promise<void> {
  const at = deps.clock.now().toISOString();
  const stop = stopFor(await deps.reputation.recent(at));
  if (!stop) return;
  for (const { id } of await deps.issues.active()) {
    const after = await changeIssue(id, deps, (row) => paused(row, { ...stop, at }));
    if (after) deps.log.error('An issue has paused by itself', { issue: id, why: stop.why });
  }
}
