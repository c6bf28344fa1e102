import type { PartialDate } from '../../contract/values.ts';

/**
 * A day, a month or a year, or an instant with its offset; without one it counts as UTC. Year, month and day may be
 * written without their zeros and with `/` or `.` between them; a day or month that is not known may be `00`.
 */
const written =
  /^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?)?)?)?$/i;

/**
 * The date as its own precision has it (`1949`, `1949-05`, `1949-05-01`, `2024-05-01T08:00Z`), or undefined
 * if it is not written as one or there is no such day. Instants become UTC; seconds are kept if not zero.
 */
export function parsePartialDate(text: string): PartialDate | undefined {
  const parts = written.exec(text.trim());
  if (!parts) return undefined;
  const [, year = '', , month, day, hour, minute = '00', second = '00', zone = 'Z'] = parts;
  const date = knownPart(year, month, day);
  if (date === undefined || hour === undefined) return date;
  const instant = new Date(`${date}T${hour.padStart(2, '0')}:${minute}:${second}Z`);
  return date.length === 10 && !Number.isNaN(instant.getTime()) ? inUtc(instant, zone) : undefined;
}

/** As much of the date as is not zero, if there is such a day. */
function knownPart(year: string, month?: string, day?: string): PartialDate | undefined {
  const parts = [year, ...[month, day].map((part) => part?.padStart(2, '0'))];
  if (year === '0000' || (parts[1] === '00' && (parts[2] ?? '00') !== '00')) return undefined;
  const known = parts.filter((part) => part !== undefined && part !== '00').join('-');
  const first = `${known}-01-01`.slice(0, 10);
  const date = new Date(`${first}T00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(first) ? known : undefined;
}

function inUtc(local: Date, zone: string): PartialDate | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
  if (Math.abs(offset) > 14 * 60) return undefined;
  const text = new Date(local.getTime() - offset * 60_000).toISOString();
  return text.endsWith(':00.000Z') ? `${text.slice(0, 16)}Z` : `${text.slice(0, 19)}Z`;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What a date that is written in another way may mean, in our form; several where it may be either. */
export function suggestedDate(text: string): string | undefined {
  const [year] = /(?<!\d)[12]\d{3}(?!\d)/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const month = months.findIndex((name) => new RegExp(`\\b${name}`, 'i').test(text)) + 1;
  const [first, second] = text.replace(year, ' ').match(/(?<!\d)\d{1,2}(?!\d)/g) ?? [];
  const guesses =
    month > 0 ? [[String(month), first]] : [[first, second], ...(second ? [[second, first]] : [])];
  const dates = guesses
    .map(([month, day]) => knownPart(year, month, day))
    .filter((date) => date !== undefined);
  return dates.length > 0 ? [...new Set(dates)].join(' or ') : year;
}
