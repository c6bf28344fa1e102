import * as z from 'zod/mini';
import { about, line, listOf, slug } from '../manuscripts/front-matter/fields.ts';
import { oneOf, yesNo } from '../manuscripts/front-matter/single-values.ts';
import { exactMoment } from '../manuscripts/front-matter/times.ts';
import type { FileWords } from './file-words.ts';
import type { PictureWords } from './picture-words.ts';

/** In characters; addresses and lists are made for no longer ones. */
export const longestTitle = 300;

/** What every document may say of itself; which kinds there are, `kinds.ts` says. */
export const everyDocument = {
  kind: z.optional(about(line(40), 'What it is; an article if nothing is said.')),
  title: z.optional(
    about(line(longestTitle), 'Without it, the heading `# …` that the text begins with is the title.'),
  ),
  slug: z.optional(about(slug(), 'Its address. Without it, one is made from the title; it stays for good.')),
  aliases: z.optional(about(listOf(slug(), 20), 'Old addresses (slugs) that lead here.')),
  replaces: z.optional(
    about(listOf(slug(), 20), 'Slugs of other documents whose place this one takes: they lead here.'),
  ),
  status: z.optional(about(oneOf('published', 'draft'), 'A draft is kept, and readers do not see it.')),
  draft: z.optional(about(yesNo(), 'The same as `status: draft`.')),
  publish_at: z.optional(
    about(
      exactMoment(),
      'When readers get it, which is also its date: 2026-12-01 07:00, in the zone of the press (else UTC), or with a zone or an offset behind it. What is past is published at once.',
    ),
  ),
  withdraw_at: z.optional(
    about(exactMoment(), 'When it is withdrawn, written in the same way; it has to be still to come.'),
  ),
};

/** What every kind's schema gives, and what only some have. */
export interface EveryInput {
  kind?: string;
  title?: string;
  slug?: string;
  aliases?: string[];
  replaces?: string[];
  status?: 'published' | 'draft';
  draft?: boolean;
  publish_at?: string;
  withdraw_at?: string;
  language?: string;
  picture?: PictureWords;
  pictures?: PictureWords[];
  file?: FileWords;
}
