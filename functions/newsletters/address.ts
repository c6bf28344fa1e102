/** ISO instant with milliseconds, UTC; compares as text. */
export type Instant = string;

/** Why newsletters do not go to an address; `post` decides and tells. */
export interface Suppressed {
  why: 'bounce' | 'complaint' | 'soft';
  /** `all`: no letter of any kind goes there. */
  scope: 'all' | 'newsletters';
  at: Instant;
}

/** One person an address, by its keyed hash. The row outlives the person, so that nobody who left is brought back. */
export interface AddressRow extends Departures {
  hash: string;
  /** Id of the person. Their own row says what they left since; this one says what was left before. */
  person?: string;
  suppressed?: Suppressed;
  /** When an editor last let mail go there again: what was heard before is over. */
  unsuppressedAt?: Instant;
  writes: number;
}

/** What somebody at an address left. */
export interface Departures {
  /** Sign-ups from before this are not acted upon. */
  erasedAt?: Instant;
  leftAt?: Instant;
  /** By list. */
  leftLists?: Record<string, Instant>;
}

/** Why no newsletters go to an address. What stands under the keys of other presses was heard before it was let in here:
 *  it is over once an editor lets mail go to the address again. */
export const suppressionsOf = (
  address: AddressRow | undefined,
  elsewhere: readonly AddressRow[],
): Suppressed[] => [
  ...(address?.suppressed ? [address.suppressed] : []),
  ...elsewhere.flatMap(({ suppressed }) =>
    suppressed && suppressed.at > (address?.unsuppressedAt ?? '') ? [suppressed] : [],
  ),
];

/** What is known of an address once this was heard, in any order: what stops every letter outweighs what stops newsletters,
 *  of two alike the newer counts, and it stands since the later of both. */
export function heard(known: Suppressed | undefined, news: Suppressed): Suppressed {
  if (!known) return news;
  const [older, newer] = known.at < news.at ? [known, news] : [news, known];
  const whole = newer.scope === 'newsletters' && older.scope === 'all' ? older : newer;
  return whole === known && newer === known ? known : { ...whole, at: newer.at };
}
