import { describe, expect, it } from 'vitest';
import { picturesOf } from '../../../../functions/content/uploads/manuscript-draft.ts';
import { read, readWell, remarks } from '../a-manuscript.ts';

const manuscript = (...lines: string[]) =>
  ['---', 'kind: book', 'title: Low Water', ...lines, '---', 'About it.'].join('\n');
const bookOf = (lines: string[], pictures: string[] = []) => {
  const { fields, ...others } = readWell(manuscript(...lines), pictures);
  if (fields.kind !== 'book') throw new Error(`It is ${fields.kind}`);
  return { fields, ...others };
};

describe('a book', () => {
  it('of one edition has its formats at once', () => {
    const { fields } = bookOf([
      'authors: [M. Oakes]',
      'currency: GBP',
      'publisher: Halyard',
      'formats:',
      '  - {format: paperback, price: 12.50, isbn: 978-0-306-40615-7, pages: 214, buy: "https://www.shop.example/a"}',
      '  - {format: EPUB, price: 0, available: no, buy: [{name: Ours, url: "https://a.example/"}]}',
    ]);
    expect(fields).toEqual({
      kind: 'book',
      title: 'Low Water',
      authors: ['M. Oakes'],
      currency: 'GBP',
      editions: [
        {
          id: 'first',
          publisher: 'Halyard',
          formats: [
            {
              format: 'paperback',
              price: 1250,
              isbn: '978-0-306-40615-7',
              pages: 214,
              buy: [{ name: 'shop.example', url: 'https://www.shop.example/a' }],
            },
            {
              format: 'EPUB',
              price: 0,
              available: false,
              buy: [{ name: 'Ours', url: 'https://a.example/' }],
            },
          ],
        },
      ],
    });
  });

  it('has its newest edition first, by their dates if all have one, and each its cover', () => {
    const editions = [
      'editions:',
      '  - {id: one, published: 1979, cover: old.jpg}',
      '  - {id: two, published: 1979-05}',
    ];
    const { fields, body, uses } = bookOf(['picture: new.jpg', ...editions], ['old.jpg', 'new.jpg']);
    expect(fields.editions.map(({ id }) => id)).toEqual(['two', 'one']);
    expect(picturesOf(fields, body).map(({ name }) => name)).toEqual(['new.jpg', 'old.jpg']);
    expect([...uses].sort()).toEqual(['new.jpg', 'old.jpg']);
    const undated = bookOf(['editions: [{id: one, published: 1979}, {id: two}]']).fields;
    expect(undated.editions.map(({ id }) => id)).toEqual(['one', 'two']);
  });

  it.each([
    ['one in 2024, two in 2024, three in 2024', ['one', 'two', 'three']],
    ['three in 2024, two in 2024, one in 2024', ['three', 'two', 'one']],
    ['one in 2023, two in 2024-10, three in 2024-10, four in 2024', ['two', 'three', 'four', 'one']],
    ['one in 2024, two in 9000', ['two', 'one']],
  ])('keeps editions of one date as they are written: %s', (written, ids) => {
    const editions = written.split(', ').map((one) => one.replace(/(.*) in (.*)/, '{id: $1, published: $2}'));
    const { fields } = bookOf([`editions: [${editions.join(', ')}]`]);
    expect(fields.editions.map(({ id }) => id)).toEqual(ids);
  });

  it('is told that a cover is missing, and of its alt text', () => {
    const found = remarks(
      bookOf(['editions: [{id: one, cover: no.jpg}, {id: two, cover: a.jpg}]'], ['a.jpg']),
    );
    expect(found.join('\n')).toMatch(/no\.jpg/);
    expect(found.join('\n')).toMatch(/“a\.jpg” has no alt text/);
  });

  it.each([
    [
      'formats: [{format: paperback, isbn: 978-0-306-40615-8}]',
      '“formats, entry 1: isbn” is no ISBN of 10 or 13 digits',
    ],
    ['formats: [{format: paperback, price: 12}]', 'Add a line such as `currency: GBP`'],
    ['currency: JPY\nformats: [{format: paperback, price: 12.50}]', 'has more decimals than JPY has'],
    ['editions: [{id: one}, {id: one}]', 'Two editions have the id “one”'],
    ['formats: [{format: paperback, buy: shop}]', '“formats, entry 1: buy” must be an address'],
    ['slug: from', 'The address “from” is needed by the site itself'],
  ])('is refused with the way out: %s', (lines, words) => {
    const found = read(manuscript(...lines.split('\n')));
    expect(found.outcome).toBe('refused');
    expect(remarks(found).join('\n')).toContain(words);
  });

  it('without a format is told to readers as one that cannot be had', () =>
    expect(remarks(bookOf([])).join()).toContain('It names no format'));
});

it('a review with a wrong ISBN is taken, and told', () => {
  const found = readWell('---\ntitle: T\nreviews: [{title: R, isbn: 0-306-40615-3}]\n---\nText.');
  expect(remarks(found).join()).toMatch(/^warning 3: “0-306-40615-3” is no ISBN/);
});
