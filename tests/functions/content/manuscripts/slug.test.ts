import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReserved } from '../../../../functions/content/kinds/kinds.ts';
import { slugPattern } from '../../../../functions/content/manuscripts/front-matter/fields.ts';
import { titleSlug } from '../../../../functions/content/manuscripts/slug.ts';

describe('titleSlug', () => {
  it.each([
    ['Who owns the slipway?', 'who-owns-the-slipway'],
    ['Don’t stop: “rent” strike, 50%', 'dont-stop-rent-strike-50'],
    ['Œuvre & ﬁne Æther', 'oeuvre-and-fine-aether'],
    ['Đường phố Việt Nam', 'duong-pho-viet-nam'],
    ['İstanbul’da ığdır', 'istanbulda-igdir'],
    ['Łódź żółć', 'lodz-zolc'],
    ['Привет, товарищи', 'privet-tovarishchi'],
    ['Φως στην προκυμαία', 'fos-stin-prokymaia'],
    ['إضراب الإيجار', 'adrab-alayjar'],
    ['房租罢工', 'fang-zu-ba-gong'],
    ['집세 파업', 'jibse-paeob'],
    ['किराया', 'kiraya'],
    ['🎉', 'tada'],
    ['Strike 🎉 won', 'strike-won'],
  ])('makes of %s %s', (title, slug) => expect(titleSlug(title)).toBe(slug));

  it('spells umlauts the way the language does', () => {
    expect(titleSlug('Über Öl', 'de-AT')).toBe('ueber-oel');
    expect(titleSlug('Över öl', 'sv')).toBe('over-ol');
  });

  it('finds something lasting for a title without a letter', () => {
    expect(titleSlug('…!')).toMatch(/^text-[0-9a-f]{8}$/);
    expect(titleSlug('…!')).toBe(titleSlug('…!'));
    expect(titleSlug('…?')).not.toBe(titleSlug('…!'));
  });

  it('cuts between words at 80 characters', () => {
    const slug = titleSlug(
      'The people of the harbour town have something to say to the owners of the new slipway today',
    );
    expect(slug.length).toBeLessThanOrEqual(80);
    expect(slug).toBe('the-people-of-the-harbour-town-have-something-to-say-to-the-owners-of-the-new');
  });

  it('is never empty, never long, always an address, for any text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (title) => {
        const slug = titleSlug(title);
        expect(slug).toMatch(slugPattern);
        expect(slug.length).toBeLessThanOrEqual(80);
      }),
      { numRuns: 1000 },
    ));
});

describe('isReserved', () => {
  it.each([
    ['articles', 'page', true],
    ['articles', 'article', false],
    ['from', 'page', true],
    ['about', 'page', false],
    ['front', 'article', true],
    ['front', 'front', false],
    ['press', 'page', true],
  ] as const)('%s for a %s: %s', (slug, kind, reserved) => expect(isReserved(slug, kind)).toBe(reserved));
});
