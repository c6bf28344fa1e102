import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { type Clock, systemClock } from '../clock.ts';

/**
 * What is made with the press's secret keys: signatures in the links that every mail carries, and hashes under which
 * an address is remembered without being stored.
 */
export interface Keys {
  /** `<key id>.<22 characters of base64url>`: 128 bits of an HMAC with the current key. The purpose (`leave`) keeps
   *  uses apart. */
  sign(purpose: string, text: string): Promise<string>;
  /** With whatever key the signature names: after a rotation the links of old mails go on. */
  verify(purpose: string, text: string, signature: string): Promise<boolean>;
  /** 32 hexadecimal digits, the same for as long as the press exists, in capitals or not. */
  hash(address: string): Promise<string>;
  /** Our own hash first, then that by each hash key of a press whose people were imported. */
  hashes(address: string, imported: readonly string[]): Promise<string[]>;
  /** The key of the hashes, for the press's export: with it another press knows again who left here. No signature can
   *  be made with it. */
  hashKey(): Promise<string>;
}

/** Reads the secret: JSON, `{"current": "2", "1": "…", "2": "…"}`. Key 1 stays: the hashes come from it. */
export type ReadSecret = () => Promise<string>;

/** The secret is not what it should be. Says nothing of its content. */
export class UnreadableKeys extends Error {
  override readonly name = 'UnreadableKeys';

  constructor() {
    super(
      'The secret of the signing keys has to be a JSON object of "1" and perhaps more keys of at least 32 characters, ' +
        'and "current", which names one of them',
    );
  }
}

/** Milliseconds for which the secret is kept, and between two readings for a key that it does not have. */
const keptFor = 5 * 60_000;
const pauseForUnknown = 10_000;

export function keysFrom(read: ReadSecret, clock: Clock = systemClock): Keys {
  const ring = cached(read, clock);
  const ownHashKey = async () => hashKeyOf((await ring()).first);
  return {
    async sign(purpose, text) {
      const { current, keys } = await ring();
      return `${current}.${mac(keys.get(current), purpose, text)}`;
    },
    async verify(purpose, text, signature) {
      const [, id = '', given = ''] = /^(\d{1,6})\.([\w-]{22})$/.exec(signature) ?? [];
      if (!id) return false;
      const key = (await ring()).keys.get(id) ?? (await ring({ lacksKey: true })).keys.get(id);
      return key !== undefined && timingSafeEqual(Buffer.from(given), Buffer.from(mac(key, purpose, text)));
    },
    hash: async (address) => addressHash(await ownHashKey(), address),
    hashes: async (address, imported) =>
      [await ownHashKey(), ...imported].map((key) => addressHash(key, address)),
    hashKey: ownHashKey,
  };
}

interface Ring {
  current: string;
  keys: ReadonlyMap<string, string>;
  /** Key 1, from which the key of the hashes comes. */
  first: string;
}

interface Reading {
  ring: Promise<Ring>;
  /** When it was begun, and when the last one was, which may have failed. */
  at: number;
  triedAt: number;
}

/**
 * Reads the keys when those at hand are older than five minutes; for a key that is not among them after ten seconds,
 * so that made-up key ids cost nothing. Calls that come while the secret is read wait for the same reading.
 */
function cached(read: ReadSecret, clock: Clock) {
  let known: Reading | undefined;
  const isFresh = (then: number, age: number) => {
    const passed = clock.now().getTime() - then;
    return passed >= 0 && passed < age;
  };
  return ({ lacksKey = false } = {}): Promise<Ring> => {
    const before = known && isFresh(known.at, keptFor) ? known : undefined;
    if (before && (!lacksKey || isFresh(before.triedAt, pauseForUnknown))) return before.ring;
    const now = clock.now().getTime();
    const reading = { ring: read().then(ringOf), at: now, triedAt: now };
    known = reading;
    reading.ring.catch(() => {
      if (known === reading) known = before && { ...before, triedAt: now };
    });
    return reading.ring;
  };
}

const secretSchema = z.record(z.string(), z.string());

function ringOf(secret: string): Ring {
  const { current = '', ...others } = secretSchema.safeParse(parsed(secret)).data ?? {};
  const keys = new Map(Object.entries(others).filter(([id]) => /^\d{1,6}$/.test(id)));
  const first = keys.get('1');
  const isShort = [...keys.values()].some((key) => key.length < 32);
  if (first === undefined || !keys.has(current) || isShort) throw new UnreadableKeys();
  return { current, keys, first };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text.
    throw new UnreadableKeys();
  }
}

/** Keys of each use by HKDF (RFC 5869), so that what is known of one says nothing of another. */
const derived = (key: string, use: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', use, 32));

function mac(key = '', purpose: string, text: string): string {
  const hmac = createHmac('sha256', derived(key, `broadside link ${purpose}`))
    .update(text)
    .digest();
  return hmac.subarray(0, 16).toString('base64url');
}

const hashKeyOf = (first: string): string => derived(first, 'broadside address hash').toString('base64url');

const addressHash = (hashKey: string, address: string): string =>
  createHmac('sha256', Buffer.from(hashKey, 'base64url'))
    .update(address.toLowerCase())
    .digest('hex')
    .slice(0, 32);
