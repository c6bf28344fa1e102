import * as z from 'zod/mini';
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
import { oneOf, whole, yesNo } from '../manuscripts/front-matter/single-values.ts';
import { everyDocument } from './every-document.ts';
import type { KindRules, Remark } from './kind.ts';

/** What stands where on the front page; slugs of articles. What is left open is filled with the newest. */
export interface FrontFields {
  title: string;
  lead?: string;
  features?: string[];
  /** Slugs of events, each with a box. */
  events?: string[];
  /** Sections that get a block of their own, by name, in order. */
  sections?: string[];
  /** What stands below the lead and the features, in this order; absent: events, the newest and the sections. */
  blocks?: FrontBlock[];
}

/** A part of the front page: it names one of these, and perhaps what it is called and how large it is. */
export interface FrontBlock {
  title?: string;
  size?: 'small' | 'medium' | 'large';
  /** How many of what is not named one by one. */
  count?: number;
  /** Slugs of articles. */
  pieces?: string[];
  /** The newest of a section, of a series, of all. */
  section?: string;
  series?: string;
  newest?: boolean;
  /** Slugs of books, or `newest`. */
  books?: string[];
  /** Slugs of bulletins, or `newest`. */
  bulletins?: string[];
  /** The newest numbers of a serial. */
  serial?: string;
  /** Slugs of events. */
  events?: string[];
  /** The form by which readers subscribe. */
  newsletter?: boolean;
  text?: string;
}

const contents = [
  'pieces',
  'section',
  'series',
  'newest',
  'books',
  'bulletins',
  'serial',
  'events',
  'newsletter',
  'text',
] as const satisfies (keyof FrontBlock)[];

const mostPieces = 12;

const block = record({
  title: z.optional(line(120)),
  size: z.optional(oneOf('small', 'medium', 'large')),
  count: z.optional(whole(1, mostPieces)),
  pieces: z.optional(listOf(slug(), mostPieces)),
  section: z.optional(name(80)),
  series: z.optional(name(200)),
  newest: z.optional(yesNo()),
  books: z.optional(listOf(slug(), mostPieces)),
  bulletins: z.optional(listOf(slug(), mostPieces)),
  serial: z.optional(name(120)),
  events: z.optional(listOf(slug(), 6)),
  newsletter: z.optional(yesNo()),
  text: z.optional(lines(2000)),
});

const frontInput = record({
  ...everyDocument,
  lead: z.optional(about(slug(), 'Slug of the article that leads.')),
  features: z.optional(about(listOf(slug(), 12), 'Slugs of the articles beside it; at most 12.')),
  events: z.optional(
    about(listOf(slug(), 6), 'Slugs of events, each in a box with a button that leads to it; at most 6.'),
  ),
  sections: z.optional(about(listOf(name(80), 20), 'Sections with a block of their own, by name, in order.')),
  blocks: z.optional(
    about(
      recordsOf(block, 20),
      'What stands below the features, in this order, in place of events, the newest and sections. Each is one of these: `pieces` (slugs), the newest of a `section` or a `series`, `newest: yes` of all, `books` (slugs, or `newest`), `bulletins` (the same), the newest numbers of a `serial`, `events`, `newsletter: yes` (the form), or a `text`; with a `title`, a `size` (small, medium, large) and a `count` if wanted.',
    ),
  ),
});

export const front: KindRules<{ kind: 'front' } & FrontFields, z.output<typeof frontInput>> = {
  input: frontInput,
  fields: ({ kind, slug, aliases, replaces, status, draft, ...others }, title) => ({
    kind: 'front',
    ...others,
    title,
  }),
  remarks,
  path: () => '/',
  single: true,
  title: () => 'Front page',
};

function remarks({ blocks, events, sections }: FrontFields): Remark[] {
  if (!blocks) return [];
  const unclear = blocks.flatMap((one, at): Remark[] => {
    const named = contents.filter((content) => one[content] !== undefined && one[content] !== false);
    return named.length === 1 ? [] : [{ level: 'error', at: `blocks/${at}`, text: whatIn(at, named) }];
  });
  const leftOut = Object.entries({ events, sections }).flatMap(([field, value]): Remark[] =>
    value ? [{ level: 'warning', at: field, text: besideBlocks(field) }] : [],
  );
  return [...unclear, ...leftOut];
}

const whatIn = (at: number, named: string[]): string =>
  named.length
    ? `Block ${at + 1} has ${named.join(' and ')}. Make it as many blocks, one below the other.`
    : `Block ${at + 1} says nothing of what stands in it. Give it one of these: ${contents.join(', ')}.`;

const besideBlocks = (field: string): string =>
  `Where there are blocks, \`${field}\` is left out. Make it a block, such as ${
    field === 'events' ? '`{ events: [summer-school] }`' : '`{ section: Housing }`'
  }, where it is to stand.`;
