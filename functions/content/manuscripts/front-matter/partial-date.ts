import type { PartialDate } from '../../contract/values.ts';

/** A day, a month or a year, or an instant with its offset; without one it counts as UTC. */
const written =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:(?:[Tt]|\s+)(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?)?)?)?$/;

/**
 * The date as its own precision has it (`1949`, `1949-05`, `1949-05-01`, `2024-05-01T08:00Z`), or undefined
 * if it is not written as one or there is no such day. Instants become UTC; seconds are kept if not zero.
 */
export function parsePartialDate(text: string): PartialDate | undefined {
  const parts = written.exec(text.trim());
  if (!parts) return undefined;
  const [, year, month = '01', day = '01', hour, minute = '00', second = '00', zone = 'Z'] = parts;
  if (year === '0000') return undefined;
  const instant = new Date(`${year}-${month}-${day}T${hour ?? '00'}:${minute}:${second}Z`);
  if (Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== `${year}-${month}-${day}`)
    return undefined;
  return hour === undefined ? text.trim() : inUtc(instant, zone);
}

function inUtc(local: Date, zone: string): PartialDate | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
  if (Math.abs(offset) > 14 * 60) return undefined;
  const text = new Date(local.getTime() - offset * 60_000).toISOString();
  return text.endsWith(':00.000Z') ? `${text.slice(0, 16)}Z` : `${text.slice(0, 19)}Z`;
}
