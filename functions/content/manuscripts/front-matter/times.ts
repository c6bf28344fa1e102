import * as z from 'zod/mini';
import { nearestOf } from '../../../runtime/nearest.ts';
import { parsePartialDate } from './partial-date.ts';
import { timeZone } from './single-values.ts';

/** Hours and minutes, parted by a colon or a full stop, and seconds. */
const clockTime = /^(\d{1,2})[:.](\d{2})(?::(\d{2})(?:[.,]\d+)?)?$/;

/** `07:00`; undefined if a day has no such time. */
function parseTime(text = ''): string | undefined {
  const [, hour = '', minute = ''] = clockTime.exec(text) ?? [];
  return hour && Number(hour) < 24 && Number(minute) < 60 ? `${hour.padStart(2, '0')}:${minute}` : undefined;
}

type Refused = { why: string };
const isRefused = <T extends string>(value: T | Refused): value is Refused => typeof value === 'object';

/** What is read of a text, or what is wrong with it. */
const readBy = (wrongType: string, read: (text: string) => string | Refused) =>
  z.pipe(
    z.string({ error: wrongType }),
    z.transform((text, context): string => {
      const value = read(text.trim().replace(/\s+/g, ' '));
      if (!isRefused(value)) return value;
      context.issues.push({ code: 'custom', message: value.why, input: text });
      return z.NEVER;
    }),
  );

const momentMessage =
  'must be a day and a time, such as 2026-12-01 07:00, with a zone or an offset if it is not of the press’s own: 2026-12-01 07:00 Europe/London';

const momentWritten =
  /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?:(?:T| )(\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d+)?)?)(?: ?(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)| ([a-z][\w+-]*(?:\/[\w+-]+)*))?)?$/i;

/**
 * A day and a time, to the minute: an instant in UTC (`2026-12-01T07:00Z`) where an offset is written, else the local
 * time (`2026-12-01T07:00`), with a blank and the name of the zone behind it if one is written.
 */
export const moment = () => readBy(momentMessage, readMoment);

function readMoment(text: string): string | Refused {
  const read = readDayAndTime(text, momentMessage);
  if ('why' in read) return read;
  const { day, time, offset, zone } = read;
  if (offset !== undefined) return parsePartialDate(`${day}T${time}${offset}`) ?? { why: momentMessage };
  return withZone(`${day}T${time}`, zone);
}

/** The same to the second: what comes at a moment must not come before it. */
export const exactMoment = () => readBy(momentMessage, readExactMoment);

/** Instants are compared as text: in no zone is the year of one of these longer than four digits. */
const [firstYear, lastYear] = [1970, 9998];

const outOfRange = `must be a time of the years ${firstYear} to ${lastYear}. For an older date write \`published:\`, for what is never to be live \`status: draft\`; what is never to be withdrawn has no \`withdraw_at:\``;

function readExactMoment(text: string): string | Refused {
  const read = readDayAndTime(text, momentMessage);
  if ('why' in read) return read;
  const { day, time, second, offset, zone } = read;
  const year = Number(day.slice(0, 4));
  if (year < firstYear || year > lastYear) return { why: outOfRange };
  const local = `${day}T${time}:${second}`;
  if (offset !== undefined) return parsePartialDate(`${local}${offset}`) ?? { why: momentMessage };
  return withZone(local, zone);
}

const localMessage = 'must be a day and a time, such as 2027-07-01 10:00';

/** A day and a time where something takes place, to the minute: `2027-07-01T10:00`. Its zone stands elsewhere. */
export const localTime = () => readBy(localMessage, readLocalTime);

function readLocalTime(text: string): string | Refused {
  const read = readDayAndTime(text, localMessage);
  if ('why' in read) return read;
  const { day, time, offset, zone } = read;
  const odd = offset ?? zone;
  if (odd === undefined) return `${day}T${time}`;
  return { why: `${localMessage}. Leave out “${odd}”: it is a time of the zone that \`timezone:\` names` };
}

interface DayAndTime {
  day: string;
  time: string;
  second: string;
  offset?: string | undefined;
  zone?: string | undefined;
}

function readDayAndTime(text: string, message: string): DayAndTime | Refused {
  const [, written = '', clock, offset, zone] = momentWritten.exec(text) ?? [];
  const day = parsePartialDate(written);
  if (day?.length !== 10) return { why: message };
  if (clock === undefined) return { why: `${message}. Add the time, as in ${day} 07:00` };
  const time = parseTime(clock);
  if (time === undefined) return { why: `${message}. Write the time from 00:00 to 23:59` };
  const [, , , second = '00'] = clockTime.exec(clock) ?? [];
  if (Number(second) > 59) return { why: `${message}. Write the seconds from 00 to 59` };
  return { day, time, second, offset, zone };
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const weeklyMessage =
  'must be a day of the week and a time, such as friday 07:00, with a zone if it is not the press’s own: friday 07:00 Europe/London';

/** A time of the week: `friday 07:00`, with a blank and the name of the zone behind it if one is written. */
export const weekly = () => readBy(weeklyMessage, readWeekly);

function readWeekly(text: string): string | Refused {
  const [first = '', clock, zone, ...more] = text.split(' ');
  const weekday = weekdayOf(first.replace(/,$/, ''));
  const time = parseTime(clock);
  if (weekday === undefined) {
    const near = nearestOf(first, weekdays);
    return { why: near ? `${weeklyMessage}. Write ${near} ${time ?? '07:00'}` : weeklyMessage };
  }
  if (time === undefined)
    return { why: `${weeklyMessage}. Write the time behind the day, as in ${weekday} 07:00` };
  return more.length ? { why: weeklyMessage } : withZone(`${weekday} ${time}`, zone);
}

/** Also by its first letters (`fri`), and as `fridays`. */
function weekdayOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  return weekdays.find((day) => `${day}s` === lower || (lower.length >= 3 && day.startsWith(lower)));
}

function withZone(time: string, zone: string | undefined): string | Refused {
  if (zone === undefined) return time;
  const known = timeZone().safeParse(zone);
  if (known.success) return `${time} ${known.data}`;
  return { why: `ends with “${zone}”, which ${known.error.issues[0]?.message ?? ''}` };
}
