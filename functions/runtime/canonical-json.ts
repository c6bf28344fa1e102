/**
 * JSON with the members of every object in one order, so that equal values give equal text. DynamoDB returns the
 * members of a map in any order; hashes, entity tags and comparisons must not depend on it.
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, withSortedMembers);

function withSortedMembers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
