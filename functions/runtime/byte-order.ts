/**
 * Compares two texts by their bytes in UTF-8, as DynamoDB orders its keys: below 0, 0 or above 0. JavaScript's own
 * `<` goes by UTF-16 units, and says otherwise of letters beyond U+FFFF.
 */
export const byteOrder = (one: string, other: string): number =>
  Buffer.compare(Buffer.from(one), Buffer.from(other));
