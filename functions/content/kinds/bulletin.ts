import * as z from 'zod/mini';
import { numberWords } from '../../look/provenance.ts';
import { slugOf } from '../../runtime/slug.ts';
import { placeAmongBulletins, placeInSerial } from '../contract/serials.ts';
import {
  type PartialDate,
  type Picture,
  type Serial,
  type SerialNumber,
  sortDate,
} from '../contract/values.ts';
import { about, line, lines, name, record, recordsOf, slug } from '../manuscripts/front-matter/fields.ts';
import { date, language } from '../manuscripts/front-matter/single-values.ts';
import { everyDocument } from './every-document.ts';
import { type FileFields, fileWords } from './file-words.ts';
import type { KindRules, Remark } from './kind.ts';
import { picture, pictureOrFile } from './picture-words.ts';

/** One number of a serial, usually a PDF with its cover. */
export interface BulletinFields extends FileFields, SerialNumber {
  title: string;
  serial: Serial;
  standfirst?: string;
  /** BCP 47. */
  language?: string;
  licence?: string;
  /** The date that stands on it. */
  published?: PartialDate;
  /** Its cover, if that is not the first page of the PDF. */
  picture?: Picture;
  contents?: ContentsLine[];
}

/** What stands in it. */
export interface ContentsLine {
  title: string;
  by?: string;
  page?: string;
}

const serial = z.pipe(
  z.union([name(120), record({ title: name(120), slug: slug() })], {
    error: 'must be the serial’s name, or title and slug',
  }),
  z.transform((value): Serial => (typeof value === 'string' ? { title: value, slug: slugOf(value) } : value)),
);

const numberMessage = 'must be a number or a name of one, such as 12, 12a or 3/4';

/** To YAML `12` is a number. */
const number = () => z.pipe(z.union([z.int(), name(40)], { error: numberMessage }), z.transform(String));

const contentsLine = z.pipe(
  z.union([line(300), record({ title: line(300), by: z.optional(line(200)), page: z.optional(number()) })], {
    error: 'must be a title, or title, by and page',
  }),
  z.transform((value): ContentsLine => (typeof value === 'string' ? { title: value } : value)),
);

const contents = z.pipe(
  z.union(
    [contentsLine, z.array(contentsLine).check(z.maxLength(100, { error: 'may have at most 100 entries' }))],
    { error: 'must be a list of titles' },
  ),
  z.transform((value) => [value].flat()),
);

const bulletinInput = record({
  ...everyDocument,
  ...fileWords,
  serial: about(
    serial,
    'The serial that it is a number of, by its name. To give a serial another name and keep its address, write both: `{ title: The Quay Letter, slug: quay-letter }`.',
  ),
  number: about(number(), 'Which number of the serial it is: 12, 12a, 3/4.'),
  volume: z.optional(about(number(), 'Where numbers begin anew with each volume or year.')),
  standfirst: z.optional(about(lines(1000), 'A sentence or two under the title.')),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
  licence: z.optional(about(line(200), 'Under which others may use it, such as CC BY 4.0.')),
  published: z.optional(about(date(), 'When it was published here, if not now.')),
  picture: z.optional(about(pictureOrFile, 'Its cover, if that is not the first page of the PDF.')),
  pictures: z.optional(
    about(recordsOf(picture, 100), 'Alt text, credit and caption of pictures in the text, by file.'),
  ),
  contents: z.optional(
    about(contents, 'What stands in it: titles, each with `by` and `page` if wanted; at most 100.'),
  ),
});

export const bulletinPath = (slug: string, { serial }: Pick<BulletinFields, 'serial'>): string =>
  `/bulletins/${encodeURIComponent(serial.slug)}/${encodeURIComponent(slug)}/`;

type BulletinInput = z.output<typeof bulletinInput>;

export const bulletin: KindRules<{ kind: 'bulletin' } & BulletinFields, BulletinInput> = {
  input: bulletinInput,
  fields(
    { kind, slug, aliases, replaces, status, draft, picture, pictures, file: _, ...others },
    title,
    lead,
    _show,
    file,
  ) {
    const fields = { kind: 'bulletin' as const, ...others, title };
    return { ...fields, ...(lead && { picture: lead }), ...(file && { file }) };
  },
  remarks,
  path: bulletinPath,
  title: ({ serial, volume, number }) =>
    `${serial.title}, ${[volume && `vol. ${volume}`, numberWords(number)].filter(Boolean).join(', ')}`,
  hasText: true,
  /** Beside the pages of its numbers a serial has this one. */
  reserved: new Set(['latest']),
  terms: ({ serial }) => [{ kind: 'serials', slug: serial.slug, name: serial.title }],
  lists: ({ slug, fields, published, at }) => {
    const when = sortDate(published ?? at);
    const { serial } = fields;
    return [
      placeAmongBulletins(when, serial.slug, slug),
      placeInSerial(serial.slug, fields, `${when}#${slug}`),
    ];
  },
};

/** The pages of the list of all serials stand beside them. */
function remarks({ serial }: BulletinFields): Remark[] {
  return serial.slug === 'from'
    ? [
        {
          level: 'error',
          at: 'serial',
          text: 'The address “from” is needed by the site itself. Give the serial another, as in `serial: { title: From, slug: from-the-quay }`.',
        },
      ]
    : [];
}
