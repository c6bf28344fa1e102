import type { DateOrRange } from '../../contract/values.ts';
import { parsePartialDate } from './partial-date.ts';

/** Between two dates: a word or a dash, two dots, or the stroke of ISO 8601. */
const between = /\s+(?:to|until|till)\s+|\s*[–—]\s*|\s+-\s+|\s*\.\.\.?\s*|\s*\/\s*|-/g;

/**
 * A date, or a range of two, each at its own precision, as EDTF (ISO 8601-2) has it: `2004-12-02/2005-01-20`. A range
 * may be written with `to`, a dash or two dots. Undefined if it is not written as one, or ends before it begins.
 */
export function parseDateOrRange(text: string): DateOrRange | undefined {
  const date = parsePartialDate(text);
  if (date !== undefined) return date;
  for (const { 0: sign, index } of text.matchAll(between)) {
    const [from, to] = [text.slice(0, index), text.slice(index + sign.length)].map(parsePartialDate);
    if (from !== undefined && to !== undefined) return isInOrder(from, to) ? `${from}/${to}` : undefined;
  }
  return undefined;
}

/** As far as both are known: `1949-05` to `1949` may be. */
function isInOrder(from: string, to: string): boolean {
  const shared = Math.min(from.length, to.length);
  return from.slice(0, shared) <= to.slice(0, shared);
}
