import * as z from 'zod/mini';
import { about, line, listOf, slug } from './fields.ts';
import { oneOf, yesNo } from './single-values.ts';

/** What every document may say of itself. */
export const common = {
  kind: z.optional(
    about(oneOf('article', 'page', 'front', 'press'), 'What it is; an article if nothing is said.'),
  ),
  title: z.optional(
    about(line(300), 'Without it, the heading `# …` that the text begins with is the title.'),
  ),
  slug: z.optional(about(slug(), 'Its address. Without it, one is made from the title; it stays for good.')),
  aliases: z.optional(about(listOf(slug(), 20), 'Old addresses (slugs) that lead here.')),
  status: z.optional(about(oneOf('published', 'draft'), 'A draft is kept, and readers do not see it.')),
  draft: z.optional(about(yesNo(), 'The same as `status: draft`.')),
};
