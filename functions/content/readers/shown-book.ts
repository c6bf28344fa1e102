import type * as z from 'zod/mini';
import { absoluteHtml } from '../../look/absolute-html.ts';
import type * as answers from '../api/book-answers.ts';
import { shownDate, shownPicture } from '../api/shown-values.ts';
import { type Head, idOf } from '../contract/document.ts';
import type { ListItem } from '../contract/lists.ts';
import type { Body } from '../contract/values.ts';
import type { BookFields, Edition } from '../kinds/book.ts';
import { bookPath } from '../kinds/book-rules.ts';

type Answer<Schema extends z.ZodMiniType> = z.output<Schema>;

/** A book as the list of books shows it. */
export const shownBookLine =
  (siteUrl: string) =>
  ({ entry }: Pick<ListItem, 'entry'>): Answer<typeof answers.bookLine> => {
    const { slug, id, title, standfirst, authors, language, published, changed, picture, book = {} } = entry;
    return {
      ...{ slug, id: id ?? slug, title, standfirst, authors, language },
      published: shownDate(published),
      changed: shownDate(changed),
      picture: picture && shownPicture(picture, siteUrl),
      edition: {
        published: book.published && shownDate(book.published),
        price: book.price,
        currency: book.currency,
      },
      url: siteUrl + bookPath(slug),
    };
  };

/** A book with all that readers may have of it. */
export function shownBook(
  head: Head,
  { kind, ...fields }: BookFields & { kind: 'book' },
  { html, text, pictures }: Body,
  siteUrl: string,
): Answer<typeof answers.book> {
  const url = siteUrl + bookPath(head.slug);
  return {
    ...fields,
    slug: head.slug,
    id: idOf(head),
    picture: fields.picture && shownPicture(fields.picture, siteUrl),
    published: shownDate(head.published ?? head.at),
    changed: shownDate(head.at),
    revision: head.revision,
    url,
    editions: fields.editions.map((edition, at) => ({
      ...shownEdition(edition, siteUrl),
      url: at ? `${url}${edition.id}/` : url,
    })),
    pictures: pictures.map((one) => shownPicture(one, siteUrl)),
    html: absoluteHtml(html, siteUrl),
    text,
  };
}

/** With dates and addresses in the forms of the API. */
export const shownEdition = ({ published, cover, errata, ...edition }: Edition, siteUrl: string) => ({
  ...edition,
  published: published && shownDate(published),
  cover: cover && shownPicture(cover, siteUrl),
  errata: errata?.map(({ date, ...erratum }) => ({ ...erratum, date: date && shownDate(date) })),
});
