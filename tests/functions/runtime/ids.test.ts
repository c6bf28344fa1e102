import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ulidAfter, ulids } from '../../../functions/runtime/ids.ts';

it('makes ids that sort by when they were made, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5000), { minLength: 2 }), (times) => {
      let at = 0;
      const ids = ulids({ now: () => new Date(1_700_000_000_000 + (times[at++] ?? 0)) });
      const made = times.map(() => ids.next());
      expect(made.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
      expect([...made].sort()).toEqual(made);
      expect(new Set(made).size).toBe(made.length);
    }),
  );
});

it('writes the time as the ULID specification does', () => {
  const ids = ulids({ now: () => new Date(1469918176385) }, (bytes) => bytes.fill(0));
  expect(ids.next()).toBe('01ARYZ6S410000000000000000');
});

it.each([
  ['01ARYZ6S410000000000000000', '01ARYZ6S410000000000000001'],
  ['01ARYZ6S4100000000000000ZZ', '01ARYZ6S410000000000000100'],
  ['01ARYZ6S41ZZZZZZZZZZZZZZZZ', '01ARYZ6S420000000000000000'],
])('knows which id comes right after %s', (id, next) => {
  expect(ulidAfter(id)).toBe(next);
});
