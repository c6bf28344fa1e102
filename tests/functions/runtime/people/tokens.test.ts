import { expect, it } from 'vitest';
import { hashOfToken, newToken, tokenGrace, tokenLife } from '../../../../functions/runtime/people/tokens.ts';

it('makes a token of 160 bits for a link, and the hash under which it is known', () => {
  const { token, hash } = newToken((bytes) => bytes.fill(255));
  expect(token).toBe(`${'_'.repeat(26)}8`);
  expect(hash).toBe(hashOfToken(token));
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOfToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

it('never makes one twice', () => {
  const tokens = Array.from({ length: 1_000 }, () => newToken());
  expect(new Set(tokens.map(({ token }) => token)).size).toBe(1_000);
  for (const { token } of tokens) expect(token).toMatch(/^[\w-]{27}$/);
});

it('lets one work for two days and the time in which nobody is told of a wait', () => {
  expect([tokenLife, tokenGrace]).toEqual([172_800_000, 300_000]);
});
