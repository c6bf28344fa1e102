import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  headerText,
  LineBreakInHeader,
  longestHeader,
  mailbox,
} from '../../../../functions/runtime/people/mail-header.ts';

/** As a mail program shows it (RFC 2047): white space between encoded words is none. */
const read = (value: string): string =>
  value
    .replace(/(=\?[^?]+\?B\?[^?]*\?=) (?==\?)/g, '$1')
    .replace(/=\?utf-8\?B\?([^?]*)\?=/g, (_, base64: string) =>
      new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64')),
    );

const words = (value: string): string[] => value.match(/=\?\S+\?=/g) ?? [];
const shown = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
const oneLine = fc
  .string({ unit: 'binary', maxLength: 120 })
  .map((text) => text.replace(/[\0\n\v\f\r\u0085\u2028\u2029]/g, ''));

describe('text of a header', () => {
  it('stays as it is where it can', () => {
    expect(headerText('  The lantern, no. 7: "Rent & rage" ')).toBe('The lantern, no. 7: "Rent & rage"');
  });

  it('is encoded where it is not ASCII, or looks encoded', () => {
    expect(headerText('Grüße')).toBe('=?utf-8?B?R3LDvMOfZQ==?=');
    expect(read(headerText('=?utf-8?B?R3LDvMOfZQ==?='))).toBe('=?utf-8?B?R3LDvMOfZQ==?=');
  });

  it('comes to the reader as written, printable and short enough at each step', () => {
    fc.assert(
      fc.property(oneLine, (text) => {
        const value = headerText(text);
        expect(value).toMatch(/^[\x20-\x7e]*$/);
        expect(value.length).toBeLessThanOrEqual(longestHeader);
        for (const word of words(value)) {
          expect(word.length).toBeLessThanOrEqual(75);
          // Each is UTF-8 by itself: no character is split.
          expect(() => read(word)).not.toThrow();
        }
        expect(read(value)).toBe(shown(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('splits no character, wherever a word is full', () => {
    for (let before = 0; before < 60; before++) {
      const text = `${'a'.repeat(before)}😀ü漢`;
      expect(read(headerText(text))).toBe(text);
    }
  });

  it('is cut between characters where it is too long', () => {
    const family = '👩‍👩‍👧';
    for (const text of ['a'.repeat(2_000), 'ü'.repeat(2_000), family.repeat(400), '漢'.repeat(1_000)]) {
      const value = headerText(text);
      expect(value.length).toBeLessThanOrEqual(longestHeader);
      expect(value.length).toBeGreaterThan(longestHeader - 120);
      expect(read(value)).toMatch(/…$/);
      expect(text.startsWith(read(value).slice(0, -1))).toBe(true);
    }
    expect(read(headerText(family.repeat(400))).slice(0, -1).length % family.length).toBe(0);
  });

  it.each(['\r', '\n', '\0', '\u2028', '\u2029', '\u0085', '\v', '\f'])('has no %j in it', (sign) => {
    const text = `Canary${sign}Bcc: rosa@example.org`;
    expect(() => headerText(text)).toThrow(LineBreakInHeader);
    expect(() => headerText(text)).not.toThrow(/Canary/);
    expect(() => mailbox(text, 'post@lantern.example')).toThrow(LineBreakInHeader);
  });
});

describe('a mailbox', () => {
  it.each([
    ['The Quayside Lantern', '"The Quayside Lantern" <post@lantern.example>'],
    ['Rosa "Red" \\ Varga, ed.', '"Rosa \\"Red\\" \\\\ Varga, ed." <post@lantern.example>'],
    ['Die Fähre', '=?utf-8?B?RGllIEbDpGhyZQ==?= <post@lantern.example>'],
    ['', 'post@lantern.example'],
    [undefined, 'post@lantern.example'],
  ])('of %s is %s', (name, value) => expect(mailbox(name, 'post@lantern.example')).toBe(value));

  it('has its address whole, however long the name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 200, maxLength: 900 }), (text) => {
        const value = mailbox(
          `x${text.replace(/[\0\n\v\f\r\u0085\u2028\u2029]/g, '')}`,
          'post@lantern.example',
        );
        expect(value).toMatch(/^("([^"\\]|\\.)*"|=\?\S+\?=( =\?\S+\?=)*) <post@lantern\.example>$/);
        expect(value).toMatch(/^[\x20-\x7e]*$/);
        expect(value.length).toBeLessThanOrEqual(longestHeader);
      }),
    );
  });
});
