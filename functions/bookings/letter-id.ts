import { hash as digest } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID of the same moment as `ulid`, which follows from it and from `what`: a letter that is put again has its id. */
export function letterIdFrom(ulid: string, what: string): string {
  const bytes = Buffer.from(digest('sha256', `${ulid} ${what}`, 'hex'), 'hex');
  const tail = [...bytes.subarray(0, 16)].map((byte) => alphabet[byte & 31]).join('');
  return ulid.slice(0, 10) + tail;
}

/** The id of what an editor asked for under an Idempotency-Key, the same whenever the same is asked. Its time says nothing. */
export const idOfKey = (key: string, what: string): string => letterIdFrom('0'.repeat(26), `${what} ${key}`);
