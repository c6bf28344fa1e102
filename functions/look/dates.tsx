const precisions = {
  4: { year: 'numeric' },
  7: { year: 'numeric', month: 'long' },
  10: { year: 'numeric', month: 'long', day: 'numeric' },
} as const satisfies Record<number, Intl.DateTimeFormatOptions>;

/** A date at its own precision: `1949`, `May 1949`, `1 May 1949`. Of an instant its day (UTC). Language: BCP 47. */
export function printedDate(date: string, language = 'en'): string {
  const precision = date.length === 4 || date.length === 7 ? date.length : 10;
  return formatter(language, precision).format(new Date(date));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Formatters are slow to construct, so they are cached. English dates are in British order. */
function formatter(language: string, precision: keyof typeof precisions): Intl.DateTimeFormat {
  const key = `${language} ${precision}`;
  const known = formatters.get(key);
  if (known) return known;
  const created = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    ...precisions[precision],
    timeZone: 'UTC',
    calendar: 'gregory',
  });
  formatters.set(key, created);
  return created;
}

/** A date for readers and for machines. */
export const When = ({ date, language }: { date: string; language?: string }) => (
  <time dateTime={date}>{printedDate(date, language)}</time>
);
