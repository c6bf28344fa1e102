import { createHash } from 'node:crypto';
import { canonicalJson } from '../../runtime/canonical-json.ts';
import type { KeyRecord } from '../ports.ts';
import type { BookingWish } from './wish.ts';

/** What a wish is known by when it is sent again, and what it asked for. */
export type WishKey = Pick<KeyRecord, 'hash' | 'request'>;

/** Undefined: it was sent without a key. One person's key at one event is nobody else's. */
export const wishKeyOf = ({ key, ...asked }: BookingWish, addressHash: string): WishKey | undefined =>
  key === undefined
    ? undefined
    : { hash: sha256(asked.gathering, addressHash, key), request: sha256(canonicalJson(asked)) };

const sha256 = (...texts: string[]): string =>
  createHash('sha256').update(JSON.stringify(texts)).digest('hex');
