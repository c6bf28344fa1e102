import { randomInt } from 'node:crypto';

/** Crockford's alphabet without what is heard or read as something else: 0, 1, A, E. */
const alphabet = '23456789BCDFGHJKMNPQRSTVWXYZ';

/** A new booking's code, such as `K7QM-3FXD`: 38 bits. One that is there already is refused, and another is tried.
 *  @param below At random, 0 at least and below its argument. */
export function newBookingCode(below: (end: number) => number = randomInt): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[below(alphabet.length)]).join('');
  return `${group()}-${group()}`;
}

/** A code as somebody types or says it: small letters, spaces, no hyphen. Undefined: it cannot be one. */
export function readBookingCode(typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const isOne = letters.length === 8 && [...letters].every((letter) => alphabet.includes(letter));
  return isOne ? `${letters.slice(0, 4)}-${letters.slice(4)}` : undefined;
}
