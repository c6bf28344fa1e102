import * as z from 'zod/mini';
import { about, listOf, name, record, slug } from '../manuscripts/front-matter/fields.ts';
import { everyDocument } from './every-document.ts';
import type { KindRules } from './kind.ts';

/** What stands where on the front page; slugs of articles. What is left open is filled with the newest. */
export interface FrontFields {
  title: string;
  lead?: string;
  features?: string[];
  /** Slugs of events, each with a box. */
  events?: string[];
  /** Sections that get a block of their own, by name, in order. */
  sections?: string[];
}

const frontInput = record({
  ...everyDocument,
  lead: z.optional(about(slug(), 'Slug of the article that leads.')),
  features: z.optional(about(listOf(slug(), 12), 'Slugs of the articles beside it; at most 12.')),
  events: z.optional(
    about(listOf(slug(), 6), 'Slugs of events, each in a box with a button that leads to it; at most 6.'),
  ),
  sections: z.optional(about(listOf(name(80), 20), 'Sections with a block of their own, by name, in order.')),
});

export const front: KindRules<{ kind: 'front' } & FrontFields, z.output<typeof frontInput>> = {
  input: frontInput,
  fields: ({ kind, slug, aliases, replaces, status, draft, ...others }, title) => ({
    kind: 'front',
    ...others,
    title,
  }),
  path: () => '/',
  single: true,
  title: 'Front page',
};
