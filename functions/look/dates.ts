import { localTime } from './local-times.ts';

const precisions = {
  4: { year: 'numeric' },
  7: { year: 'numeric', month: 'long' },
  10: { year: 'numeric', month: 'long', day: 'numeric' },
} as const satisfies Record<number, Intl.DateTimeFormatOptions>;

/** The day of an instant in `zone` (a name of the IANA database); a date without a time is what it is everywhere. */
export const dayIn = (date: string, zone = 'UTC'): string =>
  date.includes('T') ? localTime(date, zone).slice(0, 10) : date;

/**
 * A date at its own precision: `1949`, `May 1949`, `1 May 1949`. Of an instant its day in `zone` (a name of the IANA
 * database). Language: BCP 47.
 */
export function printedDate(date: string, language = 'en', zone = 'UTC'): string {
  const precision = date.length === 4 || date.length === 7 ? date.length : 10;
  return formatter(language, precision, date.includes('T') ? zone : 'UTC').format(new Date(date));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Formatters are slow to construct, so they are cached. English dates are in British order. */
function formatter(language: string, precision: keyof typeof precisions, zone: string): Intl.DateTimeFormat {
  const key = `${language} ${precision} ${zone}`;
  const known = formatters.get(key);
  if (known) return known;
  const created = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    ...precisions[precision],
    timeZone: zone,
    calendar: 'gregory',
  });
  formatters.set(key, created);
  return created;
}

/** Written before it was published, as far as both dates are known: `1949` and `1949-05` may be the same day. */
export function writtenEarlier(dates: { written?: string; published: string }, zone?: string): boolean {
  if (dates.written === undefined) return false;
  const [written, published] = [dayIn(dates.written, zone), dayIn(dates.published, zone)];
  const known = Math.min(written.length, published.length);
  return written.slice(0, known) < published.slice(0, known);
}
