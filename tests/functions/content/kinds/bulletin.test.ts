import { describe, expect, it } from 'vitest';
import { pathOf } from '../../../../functions/content/kinds/kinds.ts';
import { read, readWell, remarks } from '../a-manuscript.ts';

const manuscript = (...lines: string[]) =>
  ['---', 'kind: bulletin', ...lines, '---', 'Two pages.'].join('\n');

function bulletinOf(...lines: string[]) {
  const { fields, ...others } = readWell(manuscript(...lines));
  if (fields.kind !== 'bulletin') throw new Error(`It is ${fields.kind}`);
  return { fields, ...others };
}

describe('a bulletin', () => {
  it('is called by its serial and its number, and has its page below the serial', () => {
    const { fields, titleSlug } = bulletinOf('serial: Quay Letter', 'number: 12');
    expect(fields).toEqual({
      kind: 'bulletin',
      title: 'Quay Letter, no. 12',
      serial: { slug: 'quay-letter', title: 'Quay Letter' },
      number: '12',
    });
    expect(pathOf(fields, titleSlug)).toBe('/bulletins/quay-letter/quay-letter-no-12/');
  });

  it.each([
    ['number: 3/4', 'volume: 64', 'Quay Letter, vol. 64, no. 3/4'],
    ['number: No. 9', 'standfirst: All of it.', 'Quay Letter, no. 9'],
    ['number: Summer 2026', 'standfirst: All of it.', 'Quay Letter, Summer 2026'],
    ['number: 12', 'title: Frozen rents', 'Frozen rents'],
  ])('%s, %s', (number, other, title) => {
    expect(bulletinOf('serial: Quay Letter', number, other).fields.title).toBe(title);
  });

  it('keeps the address of its serial when that is given another name', () => {
    const { fields } = bulletinOf('serial: { title: The Quay Letter, slug: quay-letter }', 'number: 13');
    expect(fields.serial).toEqual({ title: 'The Quay Letter', slug: 'quay-letter' });
  });

  it('says what stands in it', () => {
    const { fields } = bulletinOf(
      'serial: Quay Letter',
      'number: 12',
      'contents:',
      '  - The ferry at night',
      '  - { title: Frozen rents, by: Noor Haldane, page: 2 }',
    );
    expect(fields.contents).toEqual([
      { title: 'The ferry at night' },
      { title: 'Frozen rents', by: 'Noor Haldane', page: '2' },
    ]);
  });

  it.each([
    [['number: 12'], '“serial” is missing'],
    [['serial: Quay Letter'], '“number” is missing'],
    [['serial: "!"', 'number: 12'], '“serial” must have a letter or a digit in it'],
    [['serial: Quay Letter', 'number: "–"'], '“number” must have a letter or a digit in it'],
    [['serial: From', 'number: 1'], 'The address “from” is needed by the site itself'],
    [
      ['serial: Quay Letter', 'number: 1', 'slug: latest'],
      'The address “latest” is needed by the site itself',
    ],
  ])('is refused: %j', (lines, words) => {
    const outcome = read(manuscript(...lines));
    expect(outcome.outcome).toBe('refused');
    expect(remarks(outcome).join('\n')).toContain(words);
  });
});
