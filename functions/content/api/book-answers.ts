import * as z from 'zod/mini';
import { date, instant, picture } from './api-answers.ts';
import { described } from './described.ts';

/** What the API answers of books. */

const text = z.optional(z.string());

const listed = {
  slug: z.string(),
  id: z.string(),
  title: z.string(),
  standfirst: text,
  authors: z.array(z.string()),
  language: text,
  published: date,
  changed: instant,
  url: z.url(),
  picture: z.optional(picture),
};

const money = described('In the smallest units of the currency: pence, cents, whole yen.', z.int());

export const bookLine = z.strictObject({
  ...listed,
  edition: described(
    'When the newest edition came out, and what it costs at least.',
    z.strictObject({ published: z.optional(date), price: z.optional(money), currency: text }),
  ),
});

export const bookList = z.strictObject({ items: z.array(bookLine), next: z.nullable(z.string()) });

export const bookFormat = z.strictObject({
  format: z.string(),
  price: z.optional(money),
  isbn: described('As the book prints it, with hyphens or without.', text),
  pages: z.optional(z.int()),
  buy: z.optional(z.array(z.strictObject({ name: z.string(), url: z.url() }))),
  available: described('False if it is not to be had any more.', z.optional(z.boolean())),
});

export const bookEdition = z.strictObject({
  id: z.string(),
  name: text,
  published: z.optional(date),
  publisher: text,
  note: text,
  cover: z.optional(picture),
  formats: z.array(bookFormat),
  errata: z.optional(z.array(z.strictObject({ page: text, text: z.string(), date: z.optional(date) }))),
  url: z.url(),
});

export const book = z.strictObject({
  ...listed,
  licence: text,
  currency: text,
  editions: described('The newest first.', z.array(bookEdition)),
  pictures: z.array(picture),
  html: z.string(),
  text: z.string(),
  revision: z.int(),
});
