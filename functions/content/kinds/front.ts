import * as z from 'zod/mini';
import type { FrontFields } from '../contract/document.ts';
import { about, listOf, name, record, slug } from '../manuscripts/front-matter/fields.ts';
import { everyDocument } from './every-document.ts';

export const frontInput = record({
  ...everyDocument,
  lead: z.optional(about(slug(), 'Slug of the article that leads.')),
  features: z.optional(about(listOf(slug(), 12), 'Slugs of the articles beside it; at most 12.')),
  sections: z.optional(about(listOf(name(80), 20), 'Sections with a block of their own, by name, in order.')),
});

export function frontFields(
  input: z.output<typeof frontInput>,
  title: string,
): { kind: 'front' } & FrontFields {
  const { kind, slug, aliases, status, draft, ...rest } = input;
  return { kind: 'front', ...rest, title };
}
