import { letterIdFrom } from '../letter-id.ts';

/** An id in the form of a ULID, the same for every request with the same Idempotency-Key for one thing. Its time says nothing. */
export const idOfKey = (key: string, what: string): string => letterIdFrom('0'.repeat(26), `${what} ${key}`);
