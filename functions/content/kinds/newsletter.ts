import * as z from 'zod/mini';
import { sendingSort, sendingsList, weeklySort } from '../contract/lists.ts';
import { about, line, listOf, record, recordsOf, slug } from '../manuscripts/front-matter/fields.ts';
import { language, oneOf } from '../manuscripts/front-matter/single-values.ts';
import { moment, weekly } from '../manuscripts/front-matter/times.ts';
import { everyDocument } from './every-document.ts';
import type { KindRules, Remark } from './kind.ts';
import { picture } from './picture-words.ts';

/** An issue of the mail, or with `every` a digest, which makes an issue each week. Its text is the intro. */
export interface NewsletterFields {
  /** The title of its page in the archive. */
  title: string;
  /** Absent: the title. */
  subject?: string;
  /** What mailboxes show after the subject. */
  preview?: string;
  /** BCP 47. */
  language?: string;
  /** Names of mailing lists; absent: the default one. */
  lists?: string[];
  /** An instant in UTC (`2026-12-01T07:00Z`), or a local time (`2026-12-01T07:00`): of the zone that is named behind a
   *  blank, else of the press's. Absent: it waits for a command. */
  sendAt?: string;
  /** `friday 07:00`, with the zone behind a blank if it is not the press's. */
  every?: string;
  /** It carries all that its lists have not had. */
  since?: 'last';
  articles?: { slug: string; line?: string }[];
}

/** So many that a mail can show. */
const mostArticles = 40;

const carried = z.pipe(
  z.union([slug(), record({ slug: slug(), line: z.optional(line(500)) })], {
    error: 'must be an article’s slug, or slug and line',
  }),
  z.transform((value): { slug: string; line?: string } =>
    typeof value === 'string' ? { slug: value } : value,
  ),
);

const most = z.maxLength(mostArticles, { error: `may have at most ${mostArticles} entries` });

/** The list stands first: what is wrong with one entry is told of that entry. */
const articles = z.pipe(
  z.union([z.array(carried).check(most), carried], { error: 'must be a list, such as [first, second]' }),
  z.transform((value) => {
    const all = [value].flat();
    return all.filter(({ slug }, at) => all.findIndex((other) => other.slug === slug) === at);
  }),
);

const newsletterInput = record({
  ...everyDocument,
  subject: z.optional(about(line(200), 'Of the mail, if it is not the title.')),
  preview: z.optional(about(line(200), 'What mailboxes show after the subject.')),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
  lists: z.optional(
    about(
      listOf(slug(), 20),
      'Names of the mailing lists it goes to, each person once; without it the default list.',
    ),
  ),
  send_at: z.optional(
    about(
      moment(),
      'When it goes out: 2026-12-01 07:00, in the zone of the press (else UTC), or with a zone or an offset behind it. A time that the clocks skip counts as later by as much, one that comes twice is the first. Without it, it waits for `press newsletter send`.',
    ),
  ),
  every: z.optional(
    about(
      weekly(),
      'Makes it a digest, which goes out each week with what is new: friday 07:00 Europe/London; without a zone in that of the press. Needs `since: last`; a week without news is skipped.',
    ),
  ),
  since: z.optional(
    about(oneOf('last'), '`last`: it carries every article that its lists have not had by mail.'),
  ),
  articles: z.optional(
    about(
      articles,
      `Slugs of the articles it carries, each with a line of its own in place of the standfirst if wanted; at most ${mostArticles}.`,
    ),
  ),
  pictures: z.optional(
    about(recordsOf(picture, 100), 'Alt text, credit and caption of pictures in the text, by file.'),
  ),
});

function remarks({ every, sendAt, since }: NewsletterFields): Remark[] {
  if (!every) return [];
  return [...(sendAt ? [error('send_at', bothTimes)] : []), ...(since ? [] : [error('every', withoutSince)])];
}

const bothTimes =
  'It has `send_at` and `every`, and can go out either once or each week. Leave one of them out.';
const withoutSince =
  'What goes out each week carries what is new since the last time. Add a line `since: last`, or say `send_at:` in place of `every:` if it goes out once.';

const error = (at: string, text: string): Remark => ({ level: 'error', at, text });

/** What stands beside the issues of a list in the web archive. */
const reserved: ReadonlySet<string> = new Set(['feed', 'from', 'latest']);

export const newsletter: KindRules<
  { kind: 'newsletter' } & NewsletterFields,
  z.output<typeof newsletterInput>
> = {
  input: newsletterInput,
  fields: ({ kind, slug, aliases, replaces, status, draft, pictures, send_at, ...others }, title) => ({
    kind: 'newsletter',
    ...others,
    title,
    ...(send_at && { sendAt: send_at }),
  }),
  remarks,
  /** It leads to the page of its first list: which one is default, the press document says. */
  path: (slug) => `/newsletters/issues/${encodeURIComponent(slug)}/`,
  reserved,
  lists: ({ slug, fields: { sendAt, every } }) => {
    if (every) return [{ list: sendingsList, sort: weeklySort(slug) }];
    return sendAt ? [{ list: sendingsList, sort: sendingSort(sendAt, slug) }] : [];
  },
};
