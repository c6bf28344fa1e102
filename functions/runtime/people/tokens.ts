import { hash, randomFillSync } from 'node:crypto';

/** A one-time token for a link, and its hash, which alone is stored. */
export interface Token {
  /** 160 random bits in base64url: 27 characters. */
  token: string;
  hash: string;
}

/** @param fill Fills bytes at random. */
export function newToken(fill: (bytes: Uint8Array) => unknown = randomFillSync): Token {
  const bytes = new Uint8Array(20);
  fill(bytes);
  const token = Buffer.from(bytes).toString('base64url');
  return { token, hash: hashOfToken(token) };
}

/** SHA-256 in hexadecimal. The token is random and long, so the hash needs no key. */
export const hashOfToken = (token: string): string => hash('sha256', token, 'hex');

/** Milliseconds from sending for which a token works, and the wait in the outbox that is not told anyone: a letter that
 *  waits longer is announced, and its token then runs from its sending. */
export const tokenLife = 48 * 60 * 60_000;
export const tokenGrace = 5 * 60_000;
