import * as z from 'zod/mini';
import { attachedFile, date, instant, named, picture } from './api-answers.ts';
import { described } from './described.ts';

/** What the API answers of bulletins. */

const text = z.optional(z.string());

const listed = {
  slug: z.string(),
  id: z.string(),
  title: z.string(),
  serial: named,
  volume: text,
  number: described('Which number of its serial it is, as it says it: 12, 12a, 3/4.', z.string()),
  standfirst: text,
  language: text,
  published: date,
  changed: instant,
  url: z.url(),
  picture: z.optional(described('Its cover.', picture)),
  file: z.optional(described('The PDF; lists tell it without its cover.', attachedFile)),
};

export const bulletinLine = z.strictObject(listed);

export const bulletinList = z.strictObject({ items: z.array(bulletinLine), next: z.nullable(z.string()) });

export const bulletin = z.strictObject({
  ...listed,
  licence: text,
  contents: z.optional(z.array(z.strictObject({ title: z.string(), by: text, page: text }))),
  pictures: z.array(picture),
  html: z.string(),
  text: described('Its text, and that of the PDF.', z.string()),
  revision: z.int(),
});
