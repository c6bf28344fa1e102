import * as z from 'zod/mini';
import { slugOf } from '../../runtime/slug.ts';
import { revisionPattern } from '../contract/revision-id.ts';
import { wordsOf } from '../editors/document-filter.ts';
import { kindNames } from '../kinds/kinds.ts';
import { exactMoment } from '../manuscripts/front-matter/times.ts';
import {
  type DeclaredFile,
  documentHolding,
  isRestoring,
  limits,
  openDocumentType,
  pdfType,
  roleOf,
  wordType,
} from '../uploads/upload.ts';
import { described } from './described.ts';

/** The requests of the API. The same schemas check them and describe the API. */

/** Control characters, and those that turn the text after them round: whoever reads a receipt at a terminal has them. */
const obeyed = /[\p{Cc}\u202a-\u202e]/u;

const noId = 'has to be the id of a revision, such as lamps-out/3';

/** As `revisionId` makes it. */
const revisionId = z
  .string(noId)
  .check(z.maxLength(limits.name, noId), z.regex(/^[^/\p{Cc}]+\/[1-9]\d{0,5}$/u, noId));

export const file = z.strictObject(
  {
    name: z.string('has to be the file’s name').check(
      z.minLength(1, 'has to be the file’s name'),
      z.maxLength(limits.name, `has to be at most ${limits.name} characters long`),
      z.refine((name) => !obeyed.test(name), {
        error: 'has a character in it that is not seen and that terminals obey: rename the file',
      }),
    ),
    type: described(
      `text/markdown, text/plain, text/html, ${wordType} or ${openDocumentType} for a manuscript, image/jpeg, image/png, image/webp, image/gif, image/avif, image/tiff or image/svg+xml for a picture, application/pdf for a PDF that a manuscript names as its \`file\`. How a manuscript is read, the ending of its name says: .md, .txt, .html, .docx, .odt.`,
      z
        .string('has to be the file’s type, as in text/markdown')
        .check(z.maxLength(100, 'has to be a type such as text/markdown')),
    ),
    bytes: z.int('has to be the file’s size in bytes').check(z.nonnegative('cannot be less than nothing')),
    based_on: z.optional(
      described(
        'Of a manuscript: the `id` of the revision that it began from, as the document’s revisions have it. Where something newer stands when it arrives, it becomes a draft beside that, and the receipt says so; a revision that is not there, or of another document, refuses the file.',
        revisionId,
      ),
    ),
  },
  'has to have name, type and bytes, with based_on if wanted, and nothing else',
);

export const uploadRequest = z.strictObject(
  {
    files: z.array(file, 'has to be a list of files').check(
      z.minLength(1, 'has to name at least one file'),
      z.maxLength(limits.files, `has to name at most ${limits.files} files`),
      z.check(({ value, issues }) => {
        const message = wrongWith(value);
        if (message) issues.push({ code: 'custom', message, input: value });
      }),
    ),
  },
  'The request has to be {"files": [{"name", "type", "bytes"}, …]}.',
);

/** What is wrong with the files as a whole, in words; undefined when they can be uploaded. */
function wrongWith(files: (DeclaredFile & { based_on?: string })[]): string | undefined {
  const manuscripts = files.filter(({ type }) => roleOf(type) === 'manuscripts');
  const unsupported = files.find(({ type }) => !roleOf(type));
  if (unsupported) return notTaken(unsupported);
  const heavy = files.find(({ type, bytes }) => bytes > mostBytes(type));
  if (heavy) return `“${heavy.name}” is too big: at most ${mostBytes(heavy.type) / 1e6} MB.`;
  const based = files.find(({ type, based_on }) => based_on !== undefined && roleOf(type) === 'pictures');
  if (based)
    return `“${based.name}” is no manuscript, so it began from no revision: leave based_on out of it.`;
  const names = files.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice) return `“${twice}” is named twice.`;
  const within = isRestoring({ files }) ? undefined : names.find((name) => documentHolding(name, files));
  if (within !== undefined) return asIfWithin(within, documentHolding(within, files)?.name);
  if (!manuscripts.length) return aloneWithout(files);
  const all = manuscripts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (all > limits.manuscripts)
    return `The manuscripts are more than ${limits.manuscripts / 1e6} MB together: hand in fewer at a time.`;
  return undefined;
}

/** Else it would be taken for a picture of the document. */
const asIfWithin = (name: string, document = '') =>
  `“${name}” has such a name as the pictures within “${document}” have. Rename it.`;

/** Why files come with a manuscript. */
function aloneWithout(files: DeclaredFile[]): string {
  const pdf = files.find(({ type }) => type === pdfType);
  if (!pdf) return 'There is no manuscript among the files: pictures come with the text that shows them.';
  const name = pdf.name.replace(/^.*\//, '');
  return `A PDF comes with a text file that names it: hand it in together with a file such as ${name.replace(/\.pdf$/i, '')}.md, which begins with the lines “---”, “title: …”, “file: ${name}” and “---”.`;
}

const notTaken = ({ name, type }: DeclaredFile): string => {
  const taken = `Markdown (text/markdown), Word (.docx, ${wordType}), an OpenDocument text (.odt, ${openDocumentType}), a web page (text/html), plain text (text/plain)`;
  const way = /msword|opendocument|rtf|macroenabled|pages/i.test(type) ? ' Save it as .docx or .odt.' : '';
  return `“${name}” is neither Markdown nor anything else that is taken: ${taken}, a picture (image/…), or a PDF (application/pdf) with a text that names it.${way}`;
};

const mostBytes = (type: string): number =>
  roleOf(type) === 'manuscripts' ? limits.manuscript : limits.picture;

export const withdrawal = z.strictObject(
  {
    reason: z
      .string('has to say why, in the words readers get')
      .check(
        z.trim(),
        z.minLength(1, 'has to say why, in the words readers get'),
        z.maxLength(500, 'has to be at most 500 characters long'),
      ),
  },
  'The request has to be {"reason": "…"}.',
);

const moment = described(
  'A day and a time, as in 2026-12-01T07:00+01:00; without a zone or an offset in the zone of the press.',
  exactMoment(),
);

const replacedSlugs = z.optional(
  z
    .array(z.string('has to be a slug').check(z.minLength(1), z.maxLength(300)), 'has to be a list of slugs')
    .check(z.maxLength(40, 'has to name at most 40 documents')),
);

export const scheduling = z
  .strictObject(
    {
      publish_at: z.optional(moment),
      withdraw_at: z.optional(moment),
      replaces: replacedSlugs,
      revision: z.optional(
        z
          .int('has to be the number of a revision')
          .check(z.positive('has to be the number of a revision'), z.lte(999_999, 'is too high')),
      ),
      reason: z.optional(
        z
          .string('has to say why, in the words readers get')
          .check(
            z.trim(),
            z.minLength(1, 'has to say why, in the words readers get'),
            z.maxLength(500, 'has to be at most 500 characters long'),
          ),
      ),
    },
    'The request has to be {"publish_at": "2026-12-01 07:00"} or {"withdraw_at": "2026-12-31 18:00"}, or both.',
  )
  .check(
    z.refine((wanted) => wanted.publish_at !== undefined || wanted.withdraw_at !== undefined, {
      error: 'The request has to say “publish_at” or “withdraw_at”.',
    }),
  );

export const publication = z.strictObject(
  {
    revision: z.optional(
      z
        .int('has to be the number of a revision')
        .check(z.positive('has to be the number of a revision'), z.lte(999_999, 'is too high')),
    ),
    replaces: replacedSlugs,
  },
  'The request has to be {"revision": 3}, or {} for the newest draft, with {"replaces": ["slug"]} for what it replaces.',
);

/** A number of a revision at the present slug, or an id. */
const revisionMeant = z.string(noId).check(z.maxLength(limits.name, noId), z.regex(revisionPattern, noId));

export const comparison = z.strictObject(
  {
    from: z.optional(described('A revision by its number or `id`; without it, what stands.', revisionMeant)),
    to: z.optional(
      described(
        'A revision by its number or `id`. Without it what stands, or, without `from`, what waits beside that.',
        revisionMeant,
      ),
    ),
  },
  'You can ask with from and to.',
);

export const previewQuery = z.strictObject(
  {
    revision: z.optional(
      described('A revision by its number or `id`; without it, what waits to be published.', revisionMeant),
    ),
  },
  'You can ask for a revision.',
);

export const restoring = z.strictObject(
  {
    revision: described(
      'A revision by its number or `id`.',
      z.union([z.int().check(z.positive(), z.lte(999_999)), revisionMeant], {
        error: 'has to be the number of a revision',
      }),
    ),
  },
  'The request has to be {"revision": 3}.',
);

/** No longer than the sort key of a table may be. */
const cursor = z.optional(
  described(
    'The `next` of the answer before, to go on from there.',
    z.string().check(z.regex(/^[\w-]{1,1300}$/, 'has to be the “next” of the answer before')),
  ),
);

/** A number in a query is text. */
const limit = (most: number, usual: number) => {
  const message = `has to be a number from 1 to ${most}`;
  const digits = described(
    `A number from 1 to ${most}; without it, ${usual}.`,
    z.string().check(z.regex(/^\d{1,3}$/, message)),
  );
  return z._default(
    z.pipe(digits, z.pipe(z.transform(Number), z.number().check(z.gte(1, message), z.lte(most, message)))),
    usual,
  );
};

const listName = z.optional(
  described(
    'A slug, as /api/sections, /api/tags, /api/authors and /api/series tell them.',
    z.string().check(z.minLength(1, 'cannot be empty'), z.maxLength(300, 'is too long')),
  ),
);
const year = z.optional(
  described('A year, as in 1949.', z.string().check(z.regex(/^\d{4}$/, 'has to be a year, as in 1949'))),
);

const lists = {
  section: listName,
  tag: listName,
  author: listName,
  series: listName,
  year,
  written: year,
};
export type ListParameter = keyof typeof lists;
export const listParameters: readonly ListParameter[] = [
  'section',
  'tag',
  'author',
  'series',
  'year',
  'written',
];

export const articlesQuery = z
  .strictObject(
    { ...lists, limit: limit(100, 20), cursor },
    'You can ask for one of section, tag, author, series, year or written, with limit and cursor.',
  )
  .check(
    z.refine((asked) => listParameters.filter((name) => asked[name] !== undefined).length < 2, {
      error: 'Ask for one of section, tag, author, series, year or written at a time.',
    }),
  );

export const bulletinsQuery = z.strictObject(
  {
    serial: z.optional(
      described(
        'A slug, as /api/serials tells them.',
        z.string().check(z.minLength(1, 'cannot be empty'), z.maxLength(300, 'is too long')),
      ),
    ),
    limit: limit(50, 20),
    cursor,
  },
  'You can ask for one serial, with limit and cursor.',
);

export const namesQuery = z.strictObject(
  { limit: limit(50, 50), cursor },
  'You can ask with limit and cursor.',
);

export const termsQuery = z.strictObject(
  {
    ...namesQuery.shape,
    begins: z.optional(
      described(
        'How the names begin, whatever their case and accents.',
        z.string().check(z.minLength(1, 'cannot be empty'), z.maxLength(80, 'is too long')),
      ),
    ),
  },
  'You can ask with begins, limit and cursor.',
);

const state = z.optional(
  described(
    'What stands has this state, or what waits beside it.',
    z.enum(['draft', 'scheduled', 'published', 'withdrawn'], {
      error: 'has to be draft, scheduled, published or withdrawn',
    }),
  ),
);

const words = z.optional(
  described(
    'Words of the title and of the file’s name, or how they begin; case and accents make no difference.',
    z.string().check(
      z.maxLength(300, 'is too long'),
      z.refine((text) => wordsOf(text).length > 0, { error: 'has to have a letter or a digit in it' }),
    ),
  ),
);

export const documentsQuery = z.strictObject(
  {
    state,
    kind: z.optional(z.enum(kindNames, { error: `has to be one of ${kindNames.join(', ')}` })),
    author: z.optional(
      described(
        'An author’s name, or its slug.',
        z.string().check(
          z.maxLength(300, 'is too long'),
          z.refine((text) => slugOf(text) !== '', { error: 'has to have a letter or a digit in it' }),
        ),
      ),
    ),
    q: words,
    limit: limit(100, 50),
    cursor,
  },
  'You can ask with state, kind, author, q, limit and cursor.',
);

const calendarDay = z.optional(
  described(
    'A day in the zone of the press, as in 2026-12-01.',
    z.iso
      .date('has to be a day, as in 2026-12-01')
      .check(z.refine((date) => date >= '1900-01-01' && date < '3000-01-01', { error: 'is too far away' })),
  ),
);

/** A hundred days at a time; without `from` from today on, without `to` for a month. */
export const calendarQuery = z
  .strictObject({ from: calendarDay, to: calendarDay }, 'You can ask with from and to.')
  .check(
    z.refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
      error: 'The calendar ends before it begins: “to” is a day after “from”, or the same.',
    }),
    z.refine(({ from, to }) => from !== undefined || to === undefined, {
      error: 'Say “from” as well, from which day on.',
    }),
    z.refine(({ from, to }) => !from || !to || Date.parse(to) - Date.parse(from) < 100 * 86_400_000, {
      error: 'Ask for a hundred days at most.',
    }),
  );

export const historiesQuery = z.strictObject(
  { limit: limit(100, 50), cursor },
  'You can ask with limit and cursor.',
);

/** Each revision brings links to all its files. */
export const historyQuery = z.strictObject(
  { limit: limit(50, 20), cursor },
  'You can ask with limit and cursor.',
);

export const nothingAsked = z.strictObject({}, 'This address takes no parameters.');
