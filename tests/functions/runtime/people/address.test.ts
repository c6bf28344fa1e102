import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedAddress, parseAddress } from '../../../../functions/runtime/people/address.ts';

const parsed = (typed: string) => {
  const result = parseAddress(typed);
  return result.ok ? result.address : `refused: ${result.why}`;
};

describe('an e-mail address', () => {
  it.each([
    ['rosa@example.org', 'rosa@example.org'],
    ['  Rosa.Varga+Lantern@Example.ORG ', 'Rosa.Varga+Lantern@example.org'],
    ["o'brien_9-x@mail.co.example", "o'brien_9-x@mail.co.example"],
    ['!#$%&*/=?^`{|}~@example.org', '!#$%&*/=?^`{|}~@example.org'],
    ['rosa@bücher.example', 'rosa@xn--bcher-kva.example'],
    ['rosa@пример.рф', 'rosa@xn--e1afmkfd.xn--p1ai'],
    ['rosa@例え。テスト', 'rosa@xn--r8jz45g.xn--zckzah'],
    ['rosa@exa\u00admple.org', 'rosa@example.org'],
    ['rosa@xn--bcher-kva.example', 'rosa@xn--bcher-kva.example'],
    [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
  ])('%s is %s', (typed, address) => expect(parsed(typed)).toBe(address));

  it('is one person’s however it is spelled', () => {
    const [one, other] = [parseAddress('Rosa@Bücher.example'), parseAddress('rosa@xn--bcher-kva.EXAMPLE')];
    expect(one.ok && one.key).toBe('rosa@xn--bcher-kva.example');
    expect(other.ok && other.key).toBe('rosa@xn--bcher-kva.example');
    expect(one.ok && one.address).toBe('Rosa@xn--bcher-kva.example');
  });

  it.each([
    ['', 'Please give'],
    [' ', 'Please give'],
    ['rosa', 'looks like name@example.org'],
    ['rosa@', 'looks like'],
    ['@example.org', 'looks like'],
    ['rosa@example', 'not a domain name'],
    ['rosa@@example.org', 'looks like'],
    ['a@b@example.org', 'looks like'],
    ['rosa varga@example.org', 'space in front of the @'],
    ['Rosa <rosa@example.org>', 'in front of the @'],
    ['rosa@example.org>', 'character after the @'],
    ['rosa@example.org, max@example.org', 'looks like'],
    ['rosa@example .org', 'character after the @'],
    ['rosa@example.org.', 'not a domain name'],
    ['rosa@.example.org', 'not a domain name'],
    ['rosa@example..org', 'not a domain name'],
    ['rosa@-example.org', 'not a domain name'],
    ['rosa@exam_ple.org', 'not a domain name'],
    ['rosa@example.org/path', 'character after the @'],
    ['rosa@ex%61mple.org', 'character after the @'],
    ['rosa@example.org:25', 'character after the @'],
    ['rosa@[192.0.2.7]', 'character after the @'],
    ['rosa@192.0.2.7', 'not a domain name'],
    ['rosa@0x7f.1', 'not a domain name'],
    [`rosa@${'a'.repeat(64)}.org`, 'not a domain name'],
    ['.rosa@example.org', 'dot'],
    ['rosa.@example.org', 'dot'],
    ['ro..sa@example.org', 'dot'],
    ['"rosa v"@example.org', 'in front of the @'],
    ['"rosa"@example.org', 'quotation marks'],
    ['rosá@example.org', 'unaccented'],
    ['роза@example.org', 'unaccented'],
    ['rosa\u200b@example.org', 'unaccented'],
    ['rosa＠example.org', 'looks like'],
    [`${'a'.repeat(65)}@example.org`, 'longer'],
    [`rosa@${`${'a'.repeat(60)}.`.repeat(4)}org.example`, 'longer'],
    ['a'.repeat(100_000), 'longer'],
    ['rosa@example.org\r\nBcc: max@example.org', 'one line'],
    ['rosa@example.org\n', 'one line'],
    ['rosa\0@example.org', 'one line'],
    ['rosa@example.org\u2028', 'one line'],
    ['rosa@exam\u2029ple.org', 'one line'],
    ['rosa@exam\u0085ple.org', 'one line'],
  ])('is refused in words: %j', (typed, words) => {
    expect(parsed(typed)).toMatch(/^refused: [A-Z].*\.$/);
    expect(parsed(typed)).toContain(words);
  });

  it('says nothing of what was typed', () => {
    for (const typed of ['canary x@example.org', 'canary@nowhere', 'canáry@example.org'])
      expect(parsed(typed)).not.toContain('can');
  });

  const signs = [...'aZ09.-_+@"\'<>()[]\\/%#?:;, \t\r\n\0éßα漢😀İK\u00ad\u200b\u2028\u202e。＠ſ'];
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...signs), maxLength: 90 }),
    fc
      .tuple(
        fc.string({ unit: fc.constantFrom(...signs), maxLength: 8 }),
        fc.constantFrom('example.org', 'bücher.example', 'ſite.example', 'EXAMPLE.org'),
      )
      .map(([local, domain]) => `r${local}@${domain}`),
    fc.emailAddress(),
  );

  it('is printable ASCII with one @ and of a length that SES takes, and parses to itself', () => {
    let accepted = 0;
    fc.assert(
      fc.property(typed, (text) => {
        const result = parseAddress(text);
        if (!result.ok) return;
        accepted += 1;
        expect(result.address).toMatch(/^[!-?A-~]{1,64}@[!-?A-~]+$/);
        expect(result.address.length).toBeLessThanOrEqual(254);
        expect(parseAddress(result.address)).toEqual(result);
        expect(parseAddress(result.key)).toMatchObject({ ok: true, key: result.key });
      }),
      { numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });
});

it('shows an address in part', () => {
  expect(maskedAddress('rosa@example.org')).toBe('r…@example.org');
  expect(maskedAddress('r@example.org')).toBe('r…@example.org');
});
