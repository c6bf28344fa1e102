import { createHash } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id in the form of a ULID that follows from a text: asked again, the same. Its time says nothing. */
export function derivedId(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  return '0'.repeat(10) + [...bytes].map((byte) => alphabet[byte & 31]).join('');
}
