import type { Notice, PartialDate } from '../contract/values.ts';
import { asDate, instantIn, inUtc, startOf } from '../documents/schedule.ts';
import { commonFields, dated, type Fields } from '../kinds/kinds.ts';
import type { ReadManuscript } from '../manuscripts/read-manuscript.ts';

/** When a manuscript is to be live and when withdrawn, as instants (ISO), and its fields with the date that follows. */
export interface DocumentTimes {
  publishAt?: string;
  withdrawAt?: string;
  /** In which its dates fall into years. */
  zone?: string;
  fields: Fields;
  /** Its withdrawal was past when the upload was opened: what to say unless the press has exactly this already. */
  over?: Notice[];
}

/** Whether the zone of the press has a say in it: a time without a zone, a moment that falls into a year, or a date that
 *  begins about now or later. */
export function needsZone(
  { times, fields }: Pick<ReadManuscript, 'times' | 'fields'>,
  opened: string,
): boolean {
  const { publishAt, withdrawAt } = times;
  const isLocal = [publishAt, withdrawAt].some((time) => time !== undefined && /T[\d:]+$/.test(time));
  const { published } = commonFields(fields);
  const isMoment = published === undefined || published.includes('T');
  return isLocal || isMoment || startOf(published, 'UTC') > dayBefore(opened);
}

/** It is the next day somewhere already. */
const dayAfter = (instant: string): string => new Date(Date.parse(instant) + 86_400_000).toISOString();

const correctionsOf = (fields: Fields) => (fields.kind === 'article' ? (fields.corrections ?? []) : []);

const dayBefore = (instant: string): string => new Date(Date.parse(instant) - 86_400_000).toISOString();

/**
 * What a manuscript says of its times, in a zone.
 * @param opened When its upload was opened (ISO instant): what is past then, and what is to come.
 */
export function timesOf(
  file: string,
  { times, fields }: Pick<ReadManuscript, 'times' | 'fields'>,
  { zone, opened }: { zone: string; opened: string },
): DocumentTimes | { errors: Notice[] } {
  const { published } = commonFields(fields);
  const [publishAt, withdrawAt] = [times.publishAt, times.withdrawAt].map((time) =>
    time === undefined ? undefined : instantIn(time, zone),
  );
  const errors = [
    publishAt !== undefined && published !== undefined && !holds(published, publishAt, zone)
      ? refusal(file, times.lines.publishAt, unlike(published, publishAt))
      : [],
    withdrawAt !== undefined && publishAt !== undefined && withdrawAt <= publishAt
      ? refusal(file, times.lines.withdrawAt, neverLive)
      : [],
    ...correctionsOf(fields).map(({ date }, at) =>
      startOf(date, 'UTC') > dayAfter(opened)
        ? refusal(file, times.lines.corrections?.[at], isToCome(date))
        : [],
    ),
  ].flat();
  if (errors.length) return { errors };
  const isOver = withdrawAt !== undefined && withdrawAt <= opened;
  const from = publishAt ?? (published === undefined ? undefined : startOf(published, zone));
  return {
    ...(from !== undefined && { publishAt: from }),
    ...(withdrawAt !== undefined && { withdrawAt }),
    ...(isOver && { over: refusal(file, times.lines.withdrawAt, isPast(withdrawAt)) }),
    zone,
    fields: publishAt !== undefined && published === undefined ? dated(fields, asDate(publishAt)) : fields,
  };
}

/** Whether a moment lies within a date of any precision. */
function holds(date: PartialDate, moment: string, zone: string): boolean {
  if (date.includes('T')) return startOf(date, zone) === moment;
  // The last year of four digits has no next one, and no moment lies beyond it.
  if (date >= '9999') return startOf(date, zone) <= moment;
  return startOf(date, zone) <= moment && moment < startOf(dateAfter(date), zone);
}

/** The next one of the same precision. */
function dateAfter(date: PartialDate): PartialDate {
  const [year = 0, month, day] = date.split('-').map(Number);
  if (month === undefined) return String(year + 1).padStart(4, '0');
  const next = new Date(
    Date.UTC(year, day === undefined ? month : month - 1, day === undefined ? 1 : day + 1),
  );
  return next.toISOString().slice(0, date.length);
}

const refusal = (file: string, line: number | undefined, text: string): Notice[] => [
  { level: 'error', file, ...(line !== undefined && { line }), text },
];

const unlike = (published: PartialDate, publishAt: string): string =>
  `\`published: ${published}\` and \`publish_at:\` (${inUtc(publishAt)}) say different dates. Leave one of them out: \`publish_at:\` is the date, too.`;

const isToCome = (date: PartialDate): string =>
  `This correction is dated ${date}, which is still to come. Write the day on which it is made.`;

const isPast = (withdrawAt: string): string =>
  `\`withdraw_at:\` (${inUtc(withdrawAt)}) is past, so nobody would read it. Write a time to come, or leave it out.`;

const neverLive =
  '`withdraw_at:` is not later than `publish_at:`, so nobody would read it. Write a later time, or leave it out.';
