import { slugOf } from '../../runtime/slug.ts';
import { type List, listOf, type Membership } from './lists.ts';
import type { SerialNumber } from './values.ts';

/** All bulletins by their dates. */
export const bulletinsList: List = 'bulletins';

/** A bulletin's place among all. @param date What it goes by, as `sortDate` has it. */
export const placeAmongBulletins = (date: string, serial: string, slug: string): Membership => ({
  list: bulletinsList,
  sort: `${date}#${serial}/${slug}`,
});

/** The serial and the slug of the bulletin at a place among all. */
export function bulletinAt(sort: string): { serial: string; slug: string } {
  const [, serial = '', slug = ''] = /#([^/]*)\/(.*)$/.exec(sort) ?? [];
  return { serial, slug };
}

/**
 * A bulletin's place in its serial: by its volume, then by its number as people count (9, 10, 10a, 10/11, 11). A number
 * that begins with no digit goes by its date, before those that do. @param sort Its place by date.
 */
export const placeInSerial = (
  serial: string,
  { volume = '', number }: SerialNumber,
  sort: string,
): Membership => ({
  list: numbersOf(serial),
  sort: `${numberKey(volume)},${numberKey(number)},${sort}`,
});

/** The list of the numbers of a serial, the highest first. */
export const numbersOf = (serial: string): List => listOf({ kind: 'serials', slug: serial });

/** How the places begin at which this number stands in a serial without volumes; undefined if it is no number. */
export function placesOfNumber(number: string): string | undefined {
  const key = numberKey(number);
  return key === '' ? undefined : `,${key},`;
}

/**
 * Compares as text as the numbers do: each run of digits with its length in front, and whatever follows behind a full
 * stop, which is before any digit and after the comma.
 */
function numberKey(number: string): string {
  const plain = slugOf(latinDigits(number)).replace(/^(?:no|nr|nos|number|issue|vol|volume)-?(?=\d)/, '');
  if (!/^\d/.test(plain)) return '';
  return (plain.match(/\d+|[^\d-]+/g) ?? []).map((run) => (/^\d/.test(run) ? digitsKey(run) : run)).join('.');
}

function digitsKey(run: string): string {
  const digits = run.replace(/^0+/, '');
  return String.fromCharCode('0'.charCodeAt(0) + digits.length) + digits;
}

/** Digits of other scripts as ours: Unicode has each script's ten in a row. */
const latinDigits = (text: string): string =>
  text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String(code - zero);
  });
