import * as z from 'zod/mini';
import type { ArticleFields, Picture, Provenance, Reviewed } from '../contract/document.ts';
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
import { address, date, dates, language, oneOf, whole } from '../manuscripts/front-matter/single-values.ts';
import { everyDocument } from './every-document.ts';

const pictureWords = {
  file: about(line(300), 'The file as it lies beside the manuscript: pictures/march.jpg'),
  alt: z.optional(
    about(
      z
        .string({ error: 'must be text' })
        .check(z.trim(), z.maxLength(1000, { error: 'must be at most 1000 characters long' })),
      'What the picture shows, for people who do not see it.',
    ),
  ),
  credit: z.optional(line(300)),
  caption: z.optional(line(1000)),
};

/** What the front matter says of one picture. */
export type PictureWords = z.output<typeof picture>;
const picture = record(pictureWords);

const pictureOrFile = z.pipe(
  z.union([line(300), picture], { error: 'must be a file’s name, or file, alt, credit and caption' }),
  z.transform((value): PictureWords => (typeof value === 'string' ? { file: value } : value)),
);

const seriesPlace = z.pipe(
  z.union([name(200), record({ title: name(200), part: z.optional(whole(0, 9999)) })], {
    error: 'must be the series’ title, or title and part',
  }),
  z.transform((value): { title: string; part?: number } =>
    typeof value === 'string' ? { title: value } : value,
  ),
);

const reviewed = z.pipe(
  record({
    title: line(300),
    authors: z.optional(listOf(line(120), 20)),
    author: z.optional(line(120)),
    publisher: z.optional(line(200)),
    year: z.optional(whole(1, 9999)),
    isbn: z.optional(line(40)),
    url: z.optional(address()),
  }),
  z.transform(
    ({ author, ...work }): Reviewed =>
      author ? { ...work, authors: [...(work.authors ?? []), author] } : work,
  ),
);

const provenance = z.pipe(
  record({
    publication: z.optional(line(200)),
    issue: z.optional(line(100)),
    date: z.optional(date()),
    dates: z.optional(dates(20)),
    treatment: z.optional(oneOf('edited', 'revised', 'abridged')),
    note: z.optional(lines(2000)),
  }),
  z.transform(
    ({ date: only, ...rest }): Provenance =>
      only ? { ...rest, dates: [...(rest.dates ?? []), only] } : rest,
  ),
);

/** Tags are short, so a comma in one parts it: `tags: rent, housing` is two. */
const tagList = z.array(name(80)).check(z.maxLength(20, { error: 'may have at most 20 entries' }));
const tags = z.pipe(
  z.pipe(
    z.union([line(2000), tagList], { error: 'must be a list, such as [rent, housing]' }),
    z.transform((value): string[] => [...new Set([value].flat().flatMap(parted))]),
  ),
  tagList,
);

const parted = (tag: string) =>
  tag
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);

export const articleInput = record({
  ...everyDocument,
  standfirst: z.optional(about(lines(1000), 'A sentence or two under the title.')),
  section: z.optional(about(name(80), 'The section of the paper, by its name.')),
  tags: z.optional(about(tags, 'At most 20.')),
  authors: z.optional(about(listOf(name(120), 20), 'In their order; at most 20.')),
  written: z.optional(about(date(), 'When it was written, as precisely as is known.')),
  published: z.optional(about(date(), 'When it was published here, if not now.')),
  picture: z.optional(about(pictureOrFile, 'Stands above the article and beside its entries in lists.')),
  pictures: z.optional(
    about(recordsOf(picture, 100), 'Alt text, credit and caption of pictures in the text, by file.'),
  ),
  series: z.optional(about(seriesPlace, 'The series or dossier it belongs to.')),
  reviews: z.optional(about(recordsOf(reviewed, 20), 'The works it reviews.')),
  corrections: z.optional(
    about(recordsOf(record({ date: date(), text: lines(2000) }), 50), 'What was corrected, and when.'),
  ),
  licence: z.optional(line(200)),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
  translations: z.optional(
    recordsOf(
      record({
        language: language(),
        slug: z.optional(slug()),
        url: z.optional(address()),
        title: z.optional(line(300)),
      }),
      50,
    ),
  ),
  provenance: z.optional(about(provenance, 'Where it first appeared, and what was changed since.')),
  related: z.optional(about(listOf(slug(), 3), 'Slugs of articles to read next; at most 3.')),
});

export type ArticleInput = z.output<typeof articleInput>;

export function articleFields(
  input: ArticleInput,
  title: string,
  lead?: Picture,
): { kind: 'article' } & ArticleFields {
  const { kind, slug, aliases, status, draft, picture, pictures, ...rest } = input;
  const fields = { ...rest, title, tags: rest.tags ?? [], authors: rest.authors ?? [] };
  return lead ? { kind: 'article', ...fields, picture: lead } : { kind: 'article', ...fields };
}
