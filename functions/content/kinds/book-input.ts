import * as z from 'zod/mini';
import { amount, currency, whyNoAmount } from '../manuscripts/front-matter/amounts.ts';
import {
  about,
  line,
  lines,
  listOf,
  name,
  record,
  recordsOf,
  slug,
} from '../manuscripts/front-matter/fields.ts';
import { address, date, language, whole, yesNo } from '../manuscripts/front-matter/single-values.ts';
import { everyDocument } from './every-document.ts';
import { isbnIn } from './isbn.ts';
import { picture, pictureOrFile } from './picture-words.ts';

/** Each older edition stands in a list, and a transaction has room for a hundred. */
const mostEditions = 20;

const isbn = () =>
  line(40).check(
    z.refine((text) => isbnIn(text) !== undefined, {
      error:
        'is no ISBN of 10 or 13 digits: some are missing, or the last does not fit the others. Compare it with the book, or leave it out',
    }),
  );

const shop = z.pipe(
  z.union([address(), record({ name: z.optional(line(120)), url: address() })], {
    error: 'must be an address such as https://shop.example/book, or name and url',
  }),
  z.transform((value): { name: string; url: string } => {
    const { name, url } = typeof value === 'string' ? { name: undefined, url: value } : value;
    return { name: name ?? new URL(url).hostname.replace(/^www\./, ''), url };
  }),
);

const shops = z.pipe(
  z.union([shop, z.array(shop).check(z.maxLength(10, { error: 'may have at most 10 entries' }))], {
    error: 'must be an address such as https://shop.example/book, or a list of them',
  }),
  z.transform((value) => [value].flat()),
);

const format = record({
  format: line(60),
  price: z.optional(amount()),
  isbn: z.optional(isbn()),
  pages: z.optional(whole(1, 99_999)),
  buy: z.optional(shops),
  available: z.optional(yesNo()),
});

const formats = () => recordsOf(format, 12);
const errata = () =>
  recordsOf(record({ page: z.optional(line(40)), text: lines(2000), date: z.optional(date()) }), 100);

const edition = record({
  id: slug(),
  name: z.optional(line(200)),
  published: z.optional(date()),
  publisher: z.optional(line(200)),
  cover: z.optional(pictureOrFile),
  note: z.optional(lines(2000)),
  formats: z.optional(formats()),
  errata: z.optional(errata()),
});

const fields = record({
  ...everyDocument,
  standfirst: z.optional(about(lines(1000), 'A sentence or two under the title.')),
  authors: z.optional(about(listOf(name(120), 20), 'In their order; at most 20.')),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
  licence: z.optional(about(line(200), 'Under which others may use it, such as CC BY 4.0.')),
  published: z.optional(about(date(), 'When it was published here, if not now.')),
  picture: z.optional(about(pictureOrFile, 'Its cover.')),
  pictures: z.optional(
    about(recordsOf(picture, 100), 'Alt text, credit and caption of pictures in the text, by file.'),
  ),
  currency: z.optional(about(currency(), 'Of every price, such as GBP.')),
  editions: z.optional(
    about(
      recordsOf(edition, mostEditions),
      `At most ${mostEditions}; the newest has the address of the book. The \`id\` stays for good: an older one is at \`/books/SLUG/ID/\`. Each has its formats, its \`cover\` if it is another, and its errata.`,
    ),
  ),
  formats: z.optional(
    about(
      formats(),
      'Of a book with one edition: paperback, EPUB …, each with `price: 12.50`, `isbn` and where to `buy` it (one address or several, each with a name if wanted). `available: no`: out of print.',
    ),
  ),
  publisher: z.optional(about(line(200), 'Of a book with one edition.')),
  errata: z.optional(about(errata(), 'Of a book with one edition: what it got wrong, and on which page.')),
});

/** Prices are read when the currency is known, and all else is well. */
export const bookInput = fields.check(({ value, issues }) => {
  if (issues.length) return;
  for (const { path, decimal } of pricesIn(value)) {
    const message = whyNoAmount(decimal, value.currency);
    if (message) issues.push({ code: 'custom', message, path, input: decimal });
  }
});

export type BookInput = z.output<typeof fields>;

const pricesIn = ({ editions = [], formats = [] }: BookInput) =>
  [
    ...formats.map(({ price }, at) => ({ path: ['formats', at, 'price'], decimal: price })),
    ...editions.flatMap(({ formats = [] }, edition) =>
      formats.map(({ price }, at) => ({
        path: ['editions', edition, 'formats', at, 'price'],
        decimal: price,
      })),
    ),
  ].flatMap(({ path, decimal }) => (decimal === undefined ? [] : [{ path, decimal }]));
