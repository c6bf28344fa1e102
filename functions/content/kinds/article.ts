import * as z from 'zod/mini';
import { dayIn } from '../../look/dates.ts';
import { slugOf } from '../../runtime/slug.ts';
import { citations, type Translation } from '../contract/citations.ts';
import { opensShard, placeInSeries, type TermKind, termLists } from '../contract/lists.ts';
import { type DateOrRange, type PartialDate, type Picture, sortDate } from '../contract/values.ts';
import {
  about,
  distinct,
  line,
  lines,
  listOf,
  name,
  record,
  recordsOf,
  slug,
} from '../manuscripts/front-matter/fields.ts';
import {
  address,
  date,
  dateOrRange,
  datesOrRanges,
  language,
  oneOf,
  whole,
} from '../manuscripts/front-matter/single-values.ts';
import { everyDocument } from './every-document.ts';
import { type FileFields, fileWords } from './file-words.ts';
import { isbnIn } from './isbn.ts';
import type { KindRules, Remark, Term } from './kind.ts';
import { picture, pictureOrFile } from './picture-words.ts';

export interface Provenance {
  publication?: string;
  /** One, a range or several, in words: `3/63 to 3/65`. */
  issue?: string;
  /** When it appeared there: one date or several, or ranges of them. */
  dates?: DateOrRange[];
  treatment?: 'edited' | 'revised' | 'abridged';
  note?: string;
}

export interface Reviewed {
  title: string;
  authors?: string[];
  publisher?: string;
  year?: number;
  isbn?: string;
  url?: string;
}

export type Form = 'appeal' | 'statement' | 'open letter';

export interface Credit {
  role: string;
  names: string[];
}

export interface Correction {
  date: PartialDate;
  /** Plain words. */
  text: string;
  /** The same with its emphasis and links, sanitised; absent: it has none. */
  html?: string;
}

/** The front matter of an article after validation; names are as the editor writes them. */
export interface ArticleFields extends FileFields {
  title: string;
  standfirst?: string;
  section?: string;
  tags: string[];
  authors: string[];
  written?: PartialDate;
  published?: PartialDate;
  /** The picture that stands above the article and beside its entries in lists. */
  picture?: Picture;
  series?: { title: string; part?: number };
  /** What it is, where it is no piece of the paper's own kind. */
  form?: Form;
  /** Whose words they are, if not the authors': those of an appeal, a statement, an open letter. */
  wordsOf?: string[];
  /** Slugs of articles that it answers; at most 3. */
  repliesTo?: string[];
  /** Who did what, besides the authors. */
  credits?: Credit[];
  reviews?: Reviewed[];
  corrections?: Correction[];
  licence?: string;
  /** BCP 47. */
  language?: string;
  translations?: Translation[];
  provenance?: Provenance;
  /** Slugs of articles to read next; at most 3. */
  related?: string[];
  /** Slug of an event that it calls to. */
  event?: string;
  /** Slug of a book that it belongs to. */
  book?: string;
}

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
    issue: z.optional(about(line(100), 'One or a range of them: 9, or 3/63 to 3/65.')),
    date: z.optional(about(dateOrRange(), 'One or a range of them: 1949-05, or 2004-12-02 to 2005-01-20.')),
    dates: z.optional(datesOrRanges(20)),
    treatment: z.optional(oneOf('edited', 'revised', 'abridged')),
    note: z.optional(lines(2000)),
  }),
  z.transform(
    ({ date: only, ...others }): Provenance =>
      only ? { ...others, dates: [...(others.dates ?? []), only] } : others,
  ),
);

const tags = z.pipe(
  z.union([name(80), z.array(name(80)).check(z.maxLength(20, { error: 'may have at most 20 entries' }))], {
    error: 'must be a list, such as [rent, housing]',
  }),
  z.transform((value): string[] => distinct([value].flat())),
);

/** One in a list each: with 20 tags and 20 authors an article is in as many lists as one transaction can write. */
const mostTranslations = 30;

const credit = z.pipe(
  record({ role: line(80), name: z.optional(line(200)), names: z.optional(listOf(line(200), 20)) }),
  z.transform(
    ({ role, name, names = [] }): Credit => ({ role, names: name === undefined ? names : [name, ...names] }),
  ),
);

const articleInput = record({
  ...everyDocument,
  ...fileWords,
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
  form: z.optional(
    about(oneOf('appeal', 'statement', 'open letter'), 'What it is, if it is no piece of the usual kind.'),
  ),
  words_of: z.optional(
    about(listOf(line(200), 10), 'Whose words an appeal, a statement or an open letter are; at most 10.'),
  ),
  replies_to: z.optional(about(listOf(slug(), 3), 'Slugs of articles that it answers; at most 3.')),
  credits: z.optional(about(recordsOf(credit, 20), 'Who else did what: a translation, a map, the research.')),
  reviews: z.optional(about(recordsOf(reviewed, 20), 'The works it reviews.')),
  corrections: z.optional(
    about(
      recordsOf(record({ date: date(), text: lines(2000) }), 50),
      'What was corrected, and when: readers see it at the head of the page, the newest first, and that the piece was updated. A text may have `*emphasis*` and `[links](/articles/its-slug/)`.',
    ),
  ),
  licence: z.optional(about(line(200), 'Under which others may use it, such as CC BY 4.0.')),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
  translations: z.optional(
    about(
      recordsOf(
        record({
          language: language(),
          slug: z.optional(slug()),
          url: z.optional(address()),
          title: z.optional(line(300)),
        }),
        mostTranslations,
      ),
      'The same in other languages: here, by slug, or elsewhere, by url.',
    ),
  ),
  provenance: z.optional(about(provenance, 'Where it first appeared, and what was changed since.')),
  related: z.optional(about(listOf(slug(), 3), 'Slugs of articles to read next; at most 3.')),
  event: z.optional(
    about(slug(), 'Slug of an event: the article shows it in a box, with a button that leads to it.'),
  ),
  book: z.optional(
    about(slug(), 'Slug of a book that the article belongs to or is about: each shows the other.'),
  ),
});

export const articlePath = (slug: string): string => `/articles/${encodeURIComponent(slug)}/`;

type ArticleInput = z.output<typeof articleInput>;
type Fields = { kind: 'article' } & ArticleFields;

export const article: KindRules<Fields, ArticleInput> = {
  input: articleInput,
  fields(
    { kind, slug, aliases, replaces, status, draft, picture, pictures, file: _, ...input },
    title,
    lead,
    _show,
    file,
  ) {
    const { words_of: wordsOf, replies_to: repliesTo, ...others } = input;
    const lists = { tags: others.tags ?? [], authors: others.authors ?? [] };
    const fields = {
      ...others,
      ...lists,
      title,
      ...(wordsOf && { wordsOf }),
      ...(repliesTo && { repliesTo }),
    };
    return { kind: 'article', ...fields, ...(lead && { picture: lead }), ...(file && { file }) };
  },
  remarks,
  path: articlePath,
  hasText: true,
  terms: ({ section, tags, authors, series, written }, published, zone) => [
    ...terms('sections', section),
    ...terms('tags', ...tags),
    ...terms('authors', ...authors),
    ...terms('series', series?.title),
    ...terms('years', published && dayIn(published, zone).slice(0, 4)),
    ...terms('written', written && dayIn(written, zone).slice(0, 4)),
  ],
  lists({ slug, fields, published, at }, gathered) {
    const sort = `${sortDate(published ?? at)}#${slug}`;
    const written = `${sortDate(fields.written ?? '')}#${slug}`;
    return [
      { list: 'all', sort },
      ...(opensShard(slug) ? [{ list: 'shards', sort }] : []),
      ...gathered.map(({ kind, slug: term }) => ({
        list: termLists[kind] + term,
        sort: kind === 'written' ? written : sort,
      })),
      ...inParts(fields.series, sort),
      ...citations(fields, sort),
    ];
  },
};

function inParts(series: ArticleFields['series'], sort: string) {
  const slug = series && slugOf(series.title);
  return slug ? [placeInSeries(slug, series.part, sort)] : [];
}

function remarks({ reviews = [], wordsOf, form, corrections = [], published }: ArticleFields): Remark[] {
  const wrong = reviews.flatMap(({ isbn }, at): Remark[] =>
    isbn === undefined || isbnIn(isbn)
      ? []
      : [{ level: 'warning', at: `reviews/${at}/isbn`, text: wrongIsbn(isbn) }],
  );
  const formless: Remark[] =
    wordsOf && !form ? [{ level: 'warning', at: 'words_of', text: withoutForm }] : [];
  return [...wrong, ...formless, ...correctionRemarks(corrections, published)];
}

function correctionRemarks(corrections: Correction[], published: PartialDate | undefined): Remark[] {
  const early = corrections.flatMap(({ date }, at): Remark[] =>
    published !== undefined && date < published.slice(0, date.length)
      ? [{ level: 'warning', at: `corrections/${at}/date`, text: tooEarly(date, published) }]
      : [],
  );
  const dates = corrections.map(({ date }) => date);
  const isSorted = [dates, [...dates].reverse()].some((all) => `${[...all].sort()}` === `${all}`);
  return isSorted ? early : [...early, { level: 'warning', at: 'corrections', text: unsorted }];
}

const tooEarly = (date: PartialDate, published: PartialDate): string =>
  `This correction is dated ${date}, before the piece was published (${published}). Readers see it so.`;
const unsorted =
  'The corrections do not stand in the order of their dates. Readers see the newest first; see whether each date is right.';

const wrongIsbn = (isbn: string): string =>
  `“${isbn}” is no ISBN: its last digit does not fit the others, or some are missing. Readers see it as it is; compare it with the book.`;
const withoutForm =
  'It says whose words they are, and not what it is, so readers are told that it is a statement. Add `form: appeal`, `statement` or `open letter`.';

const terms = (kind: TermKind, ...names: (string | undefined)[]): Term[] =>
  names.flatMap((name) => (name ? [{ kind, slug: slugOf(name), name }] : []));
