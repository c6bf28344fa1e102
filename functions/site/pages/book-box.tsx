import type { Picture } from '../../content/contract/values.ts';
import type { BookFields, Edition } from '../../content/kinds/book.ts';
import { inWords } from '../../look/in-words.ts';
import { inLanguage } from '../../look/languages.ts';
import { moneyText } from '../../look/money.ts';
import { Image } from '../../look/picture.tsx';
import { bookAddress, hrefOf } from '../routes.ts';

/** What other pages show of a book: its newest edition. */
export interface BookBoxView {
  slug: string;
  title: string;
  standfirst?: string;
  language?: string;
  authors: string[];
  cover?: Picture;
  price?: string;
}

export function bookBoxOf(slug: string, fields: BookFields): BookBoxView {
  const { title, standfirst, language, authors, editions, currency } = fields;
  const [newest] = editions;
  const price = newest && leastPrice(newest, currency);
  return { slug, title, standfirst, language, authors, cover: newest?.cover ?? fields.picture, price };
}

/** `£12`, `from £5`; undefined where no price is said. */
export function leastPrice({ formats }: Edition, currency: string | undefined): string | undefined {
  const prices = formats.flatMap(({ price, available }) =>
    price === undefined || available === false ? [] : [price],
  );
  return priceText(prices, currency);
}

export function priceText(prices: number[], currency: string | undefined): string | undefined {
  if (!prices.length) return undefined;
  const least = moneyText(Math.min(...prices), currency);
  return new Set(prices).size > 1 ? `from ${least}` : least;
}

interface BookBoxProps {
  book: BookBoxView;
  /** Language of the page. */
  language: string;
  heading?: 'h2' | 'h3';
}

/** A book with its cover and the button that leads to it. */
export const BookBox = ({ book, language, heading: Heading = 'h3' }: BookBoxProps) => {
  const words = book.price ? `The book, ${book.price}` : 'The book';
  return (
    <aside
      class={book.cover ? 'book-box with-cover' : 'book-box'}
      aria-label={book.title}
      {...inLanguage(book.language, language)}
    >
      {book.cover && <Image picture={book.cover} sizes="8rem" decorative />}
      <div class="book-box-text">
        <Heading>{book.title}</Heading>
        {book.authors.length > 0 && <p class="book-box-by">{inWords(book.authors)}</p>}
        {book.standfirst && <p>{book.standfirst}</p>}
        <p>
          <a class="button" href={hrefOf(bookAddress(book.slug))} aria-label={`${words}: ${book.title}`}>
            {words}
          </a>
        </p>
      </div>
    </aside>
  );
};
