import type { Letter } from '../../post/contract/letter.ts';
import type { Bookings } from '../ports.ts';

/** Puts a letter of which nothing else depends, once: one with its id that was put before stays as it is.
 *  @throws LetterNotPut when the table is busy. */
export async function putLetter(
  letter: Letter,
  gathering: string,
  { bookings }: { bookings: Pick<Bookings, 'make'> },
): Promise<void> {
  const { outcome } = await bookings.make({ gathering, at: letter.at, letters: [letter] });
  if (outcome !== 'done' && outcome !== 'same-letter') throw new LetterNotPut(letter.id);
}

/** Whoever wanted it tries again. */
export class LetterNotPut extends Error {
  override readonly name = 'LetterNotPut';

  constructor(id: string) {
    super(`The letter ${id} could not be put: others are at the table`);
  }
}
