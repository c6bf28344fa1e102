import fc from 'fast-check';
import type { Head } from '../../../functions/content/contract/document.ts';
import type { ArticleFields } from '../../../functions/content/kinds/article.ts';
import type { FrontBlock } from '../../../functions/content/kinds/front.ts';
import {
  aBook,
  aBulletin,
  aFront,
  anArticle,
  anEdition,
  anEvent,
  aPress,
  aStandingPage,
} from './an-article.ts';
import { type ContentInMemory, contentInMemory } from './content-in-memory.ts';

/**
 * Few names and dates, so that articles meet in lists, and slugs that open pages more often than not by chance;
 * also in letters that UTF-16 and UTF-8 put in another order. So many that lists grow past what is read at once.
 */
const slugs = Array.from({ length: 170 }, (_, number) => `${['text', '\uFA11', '𠀀'][number % 3]}-${number}`);
const dates = [
  '1949',
  '1949-05',
  '1974-02-01',
  '2024-11-30',
  '2025-06-02',
  '2025-12-31T23:30Z',
  '2026-01-01',
  '2026-03-02',
];
/** The last is also an article's: documents change their kind. */
const eventSlugs = ['school', 'evening', slugs[0] ?? ''];
/** So many that their list has more pages than one. Some are also an article's or a page's. */
const bookSlugs = [
  ...Array.from({ length: 60 }, (_, number) => `book-${number}`),
  slugs[1] ?? '',
  'about-us',
];
/** More than one page of a serial, and a few that are also an article's or a book's. */
const bulletinSlugs = [
  ...Array.from({ length: 60 }, (_, number) => `number-${number}`),
  slugs[2] ?? '',
  'book-3',
];
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const translation = fc.record(
  {
    language: fc.constantFrom('cy', 'el'),
    slug: fc.constantFrom(...slugs),
    url: fc.constant('https://a.example/'),
  },
  { requiredKeys: ['language'] },
);

const fields: fc.Arbitrary<Partial<ArticleFields>> = fc.record({
  title: fc.constantFrom('One', 'Two', 'Three'),
  standfirst: maybe(fc.constantFrom('Short.', 'Long.')),
  section: maybe(fc.constantFrom('News', 'Work')),
  tags: fc.subarray(['Rent', 'Strike']),
  authors: fc.subarray(['A. Baker', 'B. Cook']),
  written: maybe(fc.constantFrom(...dates)),
  published: fc.constantFrom(...dates),
  series: maybe(fc.record({ title: fc.constant('The strike'), part: fc.integer({ min: 1, max: 3 }) })),
  related: maybe(fc.subarray(slugs, { maxLength: 3 })),
  translations: maybe(fc.array(translation, { maxLength: 4 })),
  repliesTo: maybe(fc.subarray(slugs, { maxLength: 3 })),
  form: maybe(fc.constant('appeal' as const)),
  corrections: maybe(
    fc.array(
      fc.record({ date: fc.constantFrom(...dates), text: fc.constantFrom('It was 8.', 'It was 9.') }),
      {
        maxLength: 3,
      },
    ),
  ),
  event: maybe(fc.constantFrom(...eventSlugs)),
  book: maybe(fc.constantFrom(...bookSlugs)),
});

/** A state of an article: mostly published, sometimes withdrawn or deleted, sometimes with a new body alone. */
export const anyArticle: fc.Arbitrary<Head> = fc
  .record({
    slug: fc.constantFrom(...slugs),
    status: fc.constantFrom('published' as const, 'published' as const, 'withdrawn' as const),
    fields,
    body: fc.constantFrom('bodies/1', 'bodies/2'),
    at: fc.constantFrom('2026-03-02T10:00:00.000Z', '2026-03-03T10:00:00.000Z'),
    zone: maybe(fc.constant('Europe/Berlin')),
  })
  .map(({ fields, ...head }) => anArticle({ title: 'One', ...fields }, head));

const anyBlock: fc.Arbitrary<FrontBlock> = fc.oneof(
  fc.record({ pieces: fc.subarray(slugs, { maxLength: 4 }) }),
  fc.record({ section: fc.constantFrom('News', 'Work'), count: fc.integer({ min: 1, max: 12 }) }),
  fc.constantFrom<FrontBlock>(
    { series: 'The strike', size: 'small' },
    { newest: true, size: 'large' },
    { newsletter: true },
    { text: 'A text.' },
    { books: ['newest'] },
    { bulletins: ['newest'] },
    { bulletins: ['number-1', 'number-2', 'book-3'] },
    { serial: 'Quay Letter', count: 2 },
    { books: ['book-1', 'book-2'] },
    { events: eventSlugs },
  ),
);

const anyFront = fc
  .record({
    lead: fc.constantFrom(...slugs),
    features: fc.subarray(slugs, { maxLength: 4 }),
    events: fc.subarray(eventSlugs),
    blocks: maybe(fc.array(anyBlock, { maxLength: 6 })),
  })
  .map(aFront);

const anyEvent = fc
  .record({
    slug: fc.constantFrom(...eventSlugs),
    status: fc.constantFrom('published' as const, 'published' as const, 'withdrawn' as const),
    fields: fc.record({
      title: fc.constantFrom('School', 'Evening'),
      starts: fc.constantFrom('2027-07-01T10:00', '2027-07-01T11:00'),
      venue: maybe(fc.constant({ name: 'The Net Loft' })),
    }),
    at: fc.constantFrom('2026-03-02T10:00:00.000Z', '2026-03-03T10:00:00.000Z'),
  })
  .map(({ fields, ...head }) => anEvent(fields, head));

const anyBook = fc
  .record({
    slug: fc.constantFrom(...bookSlugs),
    status: fc.constantFrom('published' as const, 'published' as const, 'withdrawn' as const),
    title: fc.constantFrom('Low Water', 'High Water'),
    editions: fc.subarray(['third', 'second', 'first'], { minLength: 1 }),
    published: maybe(fc.constantFrom(...dates)),
    price: maybe(fc.constantFrom(500, 1200)),
    at: fc.constantFrom('2026-03-02T10:00:00.000Z', '2026-03-03T10:00:00.000Z'),
  })
  .map(({ title, editions, published, price, ...head }) =>
    aBook(
      {
        title,
        editions: editions.map((id) => ({
          id,
          ...(published && { published }),
          formats: [{ format: 'paperback', ...(price && { price }) }],
        })),
      },
      head,
    ),
  );

const serials = [
  { slug: 'quay-letter', title: 'Quay Letter' },
  { slug: 'quay-letter', title: 'The Quay Letter' },
  { slug: 'bench', title: 'The Bench' },
];

/** Nearly all of one serial, so that its list has pages. */
const anyBulletin = fc
  .record({
    slug: fc.constantFrom(...bulletinSlugs),
    status: fc.constantFrom('published' as const, 'published' as const, 'withdrawn' as const),
    serial: fc.constantFrom(...serials),
    number: fc.constantFrom('9', '10', '10a', '11/12', '12', 'Summer'),
    volume: maybe(fc.constantFrom('1', '2')),
    title: fc.constantFrom('One', 'Two'),
    published: fc.constantFrom(...dates),
    at: fc.constantFrom('2026-03-02T10:00:00.000Z', '2026-03-03T10:00:00.000Z'),
  })
  .map(({ slug, status, at, volume, ...fields }) =>
    aBulletin({ ...fields, ...(volume && { volume }) }, { slug, status, at }),
  );

/** More than one page of their list, and one that is also an article's. */
const editionSlugs = [...Array.from({ length: 60 }, (_, number) => `no-${number}`), slugs[3] ?? ''];

const anyEdition = fc
  .record({
    slug: fc.constantFrom(...editionSlugs),
    status: fc.constantFrom(
      'published' as const,
      'published' as const,
      'scheduled' as const,
      'withdrawn' as const,
    ),
    title: fc.constantFrom('No. 7', 'No. 8'),
    documents: fc.subarray(
      [...slugs.slice(0, 30), ...eventSlugs, 'book-1', 'number-1', 'about-us', 'front'],
      {
        minLength: 1,
        maxLength: 12,
      },
    ),
    published: fc.constantFrom(...dates),
    at: fc.constantFrom('2026-03-02T10:00:00.000Z', '2026-03-03T10:00:00.000Z'),
  })
  .map(({ slug, status, at, ...fields }) => anEdition(fields, { slug, status, at }));

const anyPage = fc
  .record({
    title: fc.constantFrom('About us', 'Contact', 'Books', 'Bulletins', 'Editions'),
    author: maybe(fc.constantFrom('A. Baker', 'B. Cook')),
    standfirst: maybe(fc.constant('Who that is.')),
    withdrawn: fc.boolean(),
  })
  .map(({ title, author, standfirst, withdrawn }) =>
    aStandingPage(title, {
      fields: { kind: 'page', title, author, standfirst },
      ...(withdrawn && { status: 'withdrawn' }),
    }),
  );

const anyPress = fc
  .record({
    title: fc.constantFrom('The Lantern', 'The Lamp'),
    sections: fc.subarray(['News', 'Work', 'Arts']),
    timezone: maybe(fc.constant('Europe/Berlin')),
  })
  .map(aPress);

export const anyChange: fc.Arbitrary<Head> = fc.oneof(
  { weight: 12, arbitrary: anyArticle },
  { weight: 1, arbitrary: anyFront },
  { weight: 2, arbitrary: anyEvent },
  { weight: 3, arbitrary: anyBook },
  { weight: 3, arbitrary: anyBulletin },
  { weight: 3, arbitrary: anyEdition },
  { weight: 1, arbitrary: anyPage },
);

export const anyChangeAtAll: fc.Arbitrary<Head> = fc.oneof(
  { weight: 12, arbitrary: anyChange },
  { weight: 1, arbitrary: anyPress },
);

export const anyArchive: fc.Arbitrary<ContentInMemory> = fc
  .array(anyChangeAtAll, { minLength: 40, maxLength: 200 })
  .map((heads) => {
    const content = contentInMemory();
    for (const head of heads) content.put(head);
    return content;
  });
