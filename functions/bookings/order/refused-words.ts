import type { BookResult } from '../booking/book-result.ts';

type Full = Pick<Extract<BookResult, { outcome: 'full' }>, 'left' | 'most'>;

/** Why an order is not taken where it is full. */
export function fullWords({ left, most }: Full): string {
  if (most !== undefined)
    return `So many places there never are: ${most} at most, and waiting does not help. Nothing was booked.`;
  return left > 0
    ? `There are not so many places any more: ${left} ${left === 1 ? 'is' : 'are'} left. Nothing was booked.`
    : 'There are no places any more. Nothing was booked.';
}
