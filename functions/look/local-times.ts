/*
 * Local times of an event (`2027-07-01T10:00`) in words. They are the event's own, whatever zone the reader is in.
 */

const shapes = {
  day: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  dayOfYear: { weekday: 'long', month: 'long', day: 'numeric' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Formatters are slow to construct, so they are cached. A local time is formatted as if it were of UTC. */
function formatter(shape: keyof typeof shapes): Intl.DateTimeFormat {
  const known =
    formatters.get(shape) ?? new Intl.DateTimeFormat('en-GB', { ...shapes[shape], timeZone: 'UTC' });
  formatters.set(shape, known);
  return known;
}

const asUtc = (local: string): Date => new Date(`${local}:00Z`);
const dateOf = (local: string): string => local.slice(0, 10);

/** `10:00` */
export const timeText = (local: string): string => local.slice(11, 16);

/** `Thursday 1 July 2027` */
export const dayText = (local: string): string => plain(formatter('day').format(asUtc(local)));

/** `Thursday 1 July`, where the year is plain. */
export const shortDayText = (local: string): string => plain(formatter('dayOfYear').format(asUtc(local)));

/** `Thursday 1 July 2027, 10:00`, for a moment alone. */
export const momentText = (local: string): string => `${dayText(local)}, ${timeText(local)}`;

/** In a list: `1–2 July 2027`, of one day `1 July 2027, 10:00`. */
export const shortSpanText = (starts: string, ends: string): string =>
  dateOf(starts) === dateOf(ends)
    ? `${plain(formatter('date').format(asUtc(starts)))}, ${timeText(starts)}`
    : plain(formatter('date').formatRange(asUtc(starts), asUtc(ends)));

/** In full: `Thursday 1 July 2027, 10:00–17:00`, over several days `Thursday 1 July 2027, 10:00, to Friday 2 July 2027, 17:00`. */
export const spanText = (starts: string, ends: string): string =>
  dateOf(starts) === dateOf(ends)
    ? `${momentText(starts)}–${timeText(ends)}`
    : `${momentText(starts)}, to ${momentText(ends)}`;

/** Thin and unbreakable spaces of newer ICU data become plain ones, weekdays have no comma, and two days of one month stand
 *  close: what old telephones show and people type. */
const plain = (text: string): string =>
  text
    .replace(/[\u2009\u202f\u00a0]/g, ' ')
    .replace(/^(\d+) – (?=\d+ )/, '$1–')
    .replace(/^(\p{L}+),? (?=\d)/u, '$1 ');

/** The local time of an instant in a zone: `2027-07-01T10:00`. */
export function localTime(instant: string, zone: string): string {
  const key = `zone ${zone}`;
  const known =
    formatters.get(key) ??
    new Intl.DateTimeFormat('sv-SE', {
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
      timeZone: zone,
    });
  formatters.set(key, known);
  return known.format(new Date(instant)).replace(' ', 'T');
}

/** How the zone is called at a time: `BST`, `GMT+2`. */
export function zoneText(instant: string, zone: string): string {
  const key = `zone name ${zone}`;
  const known =
    formatters.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' });
  formatters.set(key, known);
  const parts = known.formatToParts(new Date(instant));
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}
