import { byteOrder } from '../../runtime/byte-order.ts';
import { editionSort, editionsList } from '../contract/lists.ts';
import { sortDate } from '../contract/values.ts';
import { smallestUnits } from '../manuscripts/front-matter/amounts.ts';
import type { BookFields, Edition, Format } from './book.ts';
import { type BookInput, bookInput } from './book-input.ts';
import type { KindRules, Remark, ShowPicture } from './kind.ts';

type Fields = { kind: 'book' } & BookFields;
type WrittenEdition = NonNullable<BookInput['editions']>[number];
type WrittenFormat = NonNullable<BookInput['formats']>[number];

/** Of a book that names no editions. */
const onlyEdition = 'first';

export const bookPath = (slug: string): string => `/books/${encodeURIComponent(slug)}/`;

export const book: KindRules<Fields, BookInput> = {
  input: bookInput,
  fields({ kind, slug, aliases, replaces, status, draft, picture, pictures, ...input }, title, lead, show) {
    const { authors = [], editions = [], formats, publisher, errata, ...others } = input;
    const only = { id: onlyEdition, ...(publisher && { publisher }), formats, ...(errata && { errata }) };
    const all = editions.length ? editions : [only];
    return {
      kind: 'book',
      ...others,
      title,
      authors,
      ...(lead && { picture: lead }),
      editions: newestFirst(all.map((one) => editionOf(one, input.currency, show))),
    };
  },
  remarks,
  path: bookPath,
  /** Beside the pages of books stand those of their list. */
  reserved: new Set(['from']),
  lists: ({ slug, fields, published, at }) => [
    { list: 'books', sort: `${sortDate(fields.editions[0]?.published ?? published ?? at)}#${slug}` },
    ...fields.editions.slice(1).map(({ id }) => ({ list: editionsList, sort: editionSort(slug, id) })),
  ],
};

function editionOf(
  { cover, formats = [], ...edition }: WrittenEdition,
  currency: string | undefined,
  show: ShowPicture,
): Edition {
  const shown = cover && show(cover);
  const priced = formats.map((one) => formatOf(one, currency));
  return { ...edition, ...(shown && { cover: shown }), formats: priced };
}

function formatOf({ price, available, ...format }: WrittenFormat, currency: string | undefined): Format {
  const units = price === undefined ? undefined : smallestUnits(price, currency);
  return {
    ...format,
    ...(units !== undefined && { price: units }),
    ...(available === false && { available }),
  };
}

/**
 * By their dates, where all have one; else, and where dates are the same, as they are written. A date to come counts like
 * any other: no page reads the clock, and readers are to find what they can order ahead.
 */
function newestFirst(editions: Edition[]): Edition[] {
  if (editions.some(({ published }) => published === undefined)) return editions;
  return editions.toSorted((one, other) => byteOrder(other.published ?? '', one.published ?? ''));
}

function remarks({ editions }: BookFields): Remark[] {
  const ids = editions.map(({ id }) => id);
  const twice = [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
  const isToBeHad = editions.some(({ formats }) => formats.length > 0);
  return [
    ...twice.map((id): Remark => ({ level: 'error', at: 'editions', text: sameId(id) })),
    ...(isToBeHad ? [] : [{ level: 'warning' as const, at: 'title', text: withoutFormats }]),
  ];
}

const sameId = (id: string): string =>
  `Two editions have the id “${id}”, which is the end of their addresses. Give one of them another.`;
const withoutFormats =
  'It names no format, so readers are not told how to get it. Add `formats: [{ format: paperback, price: 12, buy: https://… }]`.';
