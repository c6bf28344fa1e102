import type { Entry } from '../../content/contract/lists.ts';
import { inWords } from '../../look/in-words.ts';
import { inLanguage } from '../../look/languages.ts';
import { moneyText } from '../../look/money.ts';
import { Image } from '../../look/picture.tsx';
import { bookAddress, hrefOf } from '../routes.ts';

/** `£12`, `from £5`; undefined where no price is said. */
export function bookPrice({ book: { price, from, currency } = {} }: Entry): string | undefined {
  if (price === undefined) return undefined;
  return from ? `from ${moneyText(price, currency)}` : moneyText(price, currency);
}

interface BookBoxProps {
  /** All that the box shows: where it stays the same, the pages with the box do. */
  book: Entry;
  /** Language of the page. */
  language: string;
  heading?: 'h2' | 'h3';
}

/** A book with its cover and the button that leads to it. */
export const BookBox = ({ book, language, heading: Heading = 'h3' }: BookBoxProps) => {
  const price = bookPrice(book);
  const words = price ? `The book, ${price}` : 'The book';
  return (
    <aside
      class={book.picture ? 'book-box with-cover' : 'book-box'}
      aria-label={book.title}
      {...inLanguage(book.language, language)}
    >
      {book.picture && <Image picture={book.picture} sizes="8rem" decorative />}
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
