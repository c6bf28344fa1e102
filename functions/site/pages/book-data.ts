import type { BookFields, Edition, Format } from '../../content/kinds/book.ts';
import { licenceHref } from '../../look/licence.ts';
import { plainMoney } from '../../look/money.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { bookAddress, hrefOf } from '../routes.ts';

interface Shown {
  slug: string;
  fields: BookFields;
  /** The one whose page it is. */
  edition?: Edition;
  path: string;
}

/** A book as schema.org describes one: the work, and its formats as examples of it. */
export function bookData(config: SiteConfig, { slug, fields, edition, path }: Shown) {
  const licence = fields.licence ?? config.licence;
  const cover = edition?.cover ?? fields.picture;
  return {
    '@context': 'https://schema.org',
    '@type': 'Book',
    '@id': config.site + hrefOf(bookAddress(slug)),
    name: fields.title,
    description: fields.standfirst,
    url: config.site + path,
    bookEdition: edition?.name,
    datePublished: edition?.published,
    inLanguage: fields.language ?? config.language,
    license: licence && (licenceHref(licence) ?? licence),
    author: fields.authors.map((name) => ({ '@type': 'Person', name })),
    publisher: { '@type': 'Organization', name: edition?.publisher ?? config.title },
    image: cover && config.site + cover.src,
    workExample: edition?.formats.map((format) => formatData(format, fields.currency)),
  };
}

const formatData = ({ format, isbn, pages, price, buy, available }: Format, currency?: string) => ({
  '@type': 'Book',
  name: format,
  bookFormat: formats.find(([words]) => words.test(format))?.[1],
  isbn: isbn?.replace(/[^\dX]/gi, ''),
  numberOfPages: pages,
  offers: buy?.map(({ url }) => ({
    '@type': 'Offer',
    url,
    availability: `https://schema.org/${available === false ? 'OutOfStock' : 'InStock'}`,
    price: price === undefined || currency === undefined ? undefined : plainMoney(price, currency),
    priceCurrency: currency,
  })),
});

const formats: [RegExp, string][] = [
  [/paperback|soft/i, 'https://schema.org/Paperback'],
  [/hard/i, 'https://schema.org/Hardcover'],
  [/audio/i, 'https://schema.org/AudiobookFormat'],
  [/epub|pdf|e-?book/i, 'https://schema.org/EBook'],
];
