/**
 * Compares two texts by their UTF-8 bytes, as DynamoDB orders string sort keys: below 0, 0 or above 0. JavaScript's
 * `<` compares UTF-16 units, which differs for characters beyond U+FFFF.
 */
export const byteOrder = (one: string, other: string): number =>
  Buffer.compare(Buffer.from(one), Buffer.from(other));
