import { randomFillSync } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Makes unique ids that sort by creation time. */
export interface Ids {
  next(): string;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** ULIDs (https://github.com/ulid/spec). Within one process each is higher than the one before, also within one
 *  millisecond and when the clock goes back. `fill` fills bytes at random. */
export function ulids(clock: Clock, fill: (bytes: Uint8Array) => unknown = randomFillSync): Ids {
  let last = -1;
  let tail = 0n;
  return {
    next() {
      const now = clock.now().getTime();
      tail = now > last ? randomTail(fill) : tail + 1n;
      last = Math.max(now, last);
      return base32(BigInt(last), 10) + base32(tail, 16);
    },
  };
}

/** 80 random bits; the highest is left clear, so that incrementing never overflows. */
function randomTail(fill: (bytes: Uint8Array) => unknown): bigint {
  const bytes = new Uint8Array(10);
  fill(bytes);
  return BigInt.asUintN(79, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

function base32(value: bigint, length: number): string {
  let text = '';
  for (let left = value; text.length < length; left >>= 5n) text = alphabet[Number(left & 31n)] + text;
  return text;
}

/** The next higher one: of the same millisecond, as long as that has any. */
export const ulidAfter = (ulid: string): string => base32(numberIn(ulid) + 1n, ulid.length);

const numberIn = (text: string): bigint =>
  [...text].reduce((value, letter) => value * 32n + BigInt(alphabet.indexOf(letter)), 0n);

/** When a ULID was made, in milliseconds since 1970. */
export const timeOf = (ulid: string): number => Number(numberIn(ulid.slice(0, 10)));
