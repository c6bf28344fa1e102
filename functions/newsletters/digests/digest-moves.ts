import { nextWeekly } from '../../runtime/zoned-time.ts';
import type { Instant } from '../address.ts';
import { type Newsletter, type PressOfNewsletters, saidOf } from '../issues/heard-text.ts';
import type { Issue } from '../issues/issue.ts';
import { missedAfter, newIssue } from '../issues/issue-moves.ts';
import type { Digest } from './digest.ts';

/*
 * The moves of a digest, each a function of its row. Whoever makes one writes the result on the condition that nobody
 * wrote since.
 *
 * | the function dies after          | the rows say                      | what follows                                  |
 * | -------------------------------- | --------------------------------- | --------------------------------------------- |
 * | the start of a list's news       | a start, no digest                | heard again: the articles since are looked    |
 * |                                  |                                   | through again, then the row is written        |
 * | some articles were queued        | the same                          | the same: an article is queued once           |
 * | the row                          | the digest, due                   | done                                          |
 * | the issue of a week              | an issue, the digest still due    | the next tick finds the issue and moves on    |
 * | the digest's move to next week   | both                              | the tick begins the issue at its time         |
 *
 * - Two ticks at once: an issue is written if there is none of its day, and the digest's row moves once.
 * - Nobody ticks for weeks: one issue, for the first week that was missed, carries all of it; the next is due after now.
 * - The clock goes back: the row is due later, and a day's issue is made once.
 */

/** `friday 07:00`, with the zone behind it or of the press. */
function weeklyOf(every: string, pressZone: string) {
  const [weekday = '', time = '', zone = pressZone] = every.split(' ');
  return { weekday, time, zone };
}

/** Name of the IANA database: of the press where it names none. */
export const zoneOf = ({ every }: Pick<Digest, 'every'>, pressZone: string): string =>
  weeklyOf(every, pressZone).zone;

/** When it comes next after an instant: the date of its week, and the instant. */
export function nextOf({ every }: Pick<Digest, 'every'>, pressZone: string, after: Instant) {
  const { zone, ...weekly } = weeklyOf(every, pressZone);
  return nextWeekly(weekly, { zone, after });
}

/** What its document says of a digest. */
export type HeardDigest = Newsletter & { fields: { every: string } };

export const isDigest = (document: Newsletter): document is HeardDigest =>
  document.fields.every !== undefined;

const restoredWords =
  'It came with a backup, and may have sent this elsewhere. To have it make issues here, resume it.';
const draftWords = 'Its document is a draft. It makes issues once that is published.';

/**
 * What its document says now. One that an editor put to sleep, or that came with a backup, sleeps on; else it makes its
 * issues as long as the document is published.
 */
export function heardDigest(
  before: Digest | undefined,
  document: HeardDigest,
  { press, now }: { press: PressOfNewsletters; now: Instant },
): Digest {
  const { id, status, isRestored, fields } = document;
  const { dueAt, state, asleepFor, why, preview, language, ...others } = before ?? {
    id,
    writes: 0,
    version: 0,
  };
  const said = { ...others, ...saidOf(document, press), every: fields.every };
  const next = { ...said, state: 'asleep' as const, version: others.version + 1 };
  if (asleepFor === 'editor' || asleepFor === 'restored') return { ...next, asleepFor, ...(why && { why }) };
  if (isRestored) return { ...next, asleepFor: 'restored', why: restoredWords };
  if (status !== 'published') return { ...next, asleepFor: 'withdrawn', why: draftWords };
  const since = before ? now : document.first;
  // What is due already stays so, whatever time is said from now on.
  const isDue = state === 'awake' && dueAt !== undefined && dueAt <= now;
  return awakeDigest({ ...next, ...(isDue && { dueAt }) }, { press, now, ...(since && { since }) });
}

/** It makes issues; the first is due after `since`, unless that was missed long ago. */
export function awakeDigest(
  digest: Digest,
  { press, now, since = now }: { press: PressOfNewsletters; now: Instant; since?: Instant },
): Digest {
  const { asleepFor, why, ...others } = digest;
  const due = others.dueAt ?? nextOf(digest, press.zone, since).at;
  const isLong = others.dueAt === undefined && Date.parse(now) - Date.parse(due) > missedAfter;
  return { ...others, state: 'awake', dueAt: isLong ? nextOf(digest, press.zone, now).at : due };
}

export function asleepDigest(
  digest: Digest,
  { asleepFor, why }: { asleepFor: NonNullable<Digest['asleepFor']>; why: string },
): Digest {
  const { dueAt, ...others } = digest;
  return { ...others, state: 'asleep', asleepFor, why };
}

/** It made an issue for this week, or skipped it. */
export const advanced = (digest: Digest, week: string, dueAt: Instant): Digest => ({
  ...digest,
  last: week,
  dueAt,
});

export const issueIdOf = ({ id }: Digest, week: string): string => `${id}.${week}`;

/** The issue of a week, which is sent at its time; `missed` where that is long ago. Also what a preview shows. */
export function issueOfDigest(
  digest: Digest,
  { date, sendAt }: { date: string; sendAt: Instant },
  at: Instant,
): Issue {
  const { slug, revision, title, subject, preview, language, lists, pieces, body } = digest;
  const text = {
    ...{ slug: `${slug}-${date}`, version: 0, revision, title, subject, lists, pieces, body },
    ...(preview && { preview }),
    ...(language && { language }),
    sinceLast: true as const,
  };
  return newIssue(issueIdOf(digest, date), { text, sendAt, schedules: true }, at, digest.id);
}
