import { fromEpochMilliseconds, toZonedDateTimeISO } from 'temporal-polyfill/fns/Instant';
import { create, toZonedDateTime } from 'temporal-polyfill/fns/PlainDateTime';

/*
 * Times of day in a zone of the IANA database. A local time that the clocks skip counts as later, by as much as they
 * skip; of one that comes twice it is the first (`compatible` in Temporal, RFC 5545). Functions of the polyfill are
 * imported one by one: the whole of it would be 35 KB more in each bundle.
 */

/** A day and a time without a zone: `2026-12-01T07:00`. */
type LocalTime = string;

/** A time of the week: `friday`, `07:00`. */
export interface WeeklyTime {
  weekday: string;
  time: string;
}

/** The instant (ISO, in UTC) of a local time. @throws RangeError for a time or a zone that there is not. */
export const instantOf = (local: LocalTime, zone: string): string =>
  new Date(milliseconds(local, zone)).toISOString();

function milliseconds(local: LocalTime, zone: string): number {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/.exec(local) ?? [];
  if (minute === undefined) throw new RangeError(`Not a local time: ${local}`);
  const plain = create(Number(year), Number(month), Number(day), Number(hour), Number(minute));
  return toZonedDateTime(plain, zone).epochMilliseconds;
}

/** The date on the calendar of a zone: `2026-12-01`. */
export function localDate(instant: string, zone: string): string {
  const { year, month, day } = toZonedDateTimeISO(fromEpochMilliseconds(Date.parse(instant)), zone);
  return [String(year).padStart(4, '0'), pad(month), pad(day)].join('-');
}

const pad = (part: number): string => String(part).padStart(2, '0');

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** One week's occurrence: the date it is named by, and when it is. */
export interface Occurrence {
  date: string;
  at: string;
}

/** The first occurrence that is later than the instant. One that the clocks move to another day keeps its date.
 *  @throws RangeError for a day, a time or a zone that there is not. */
export function nextWeekly(
  { weekday, time }: WeeklyTime,
  { zone, after }: { zone: string; after: string },
): Occurrence {
  if (!weekdays.includes(weekday)) throw new RangeError(`Not a day of the week: ${weekday}`);
  const from = Date.parse(localDate(after, zone));
  const ahead = (weekdays.indexOf(weekday) - new Date(from).getUTCDay() + 7) % 7;
  // From the week before on: where a zone skips a whole day, that day's time comes on the next.
  for (let days = ahead - 7; ; days += 7) {
    const date = new Date(from + days * day).toISOString().slice(0, 10);
    const at = instantOf(`${date}T${time}`, zone);
    if (at > after) return { date, at };
  }
}

const day = 86_400_000;
