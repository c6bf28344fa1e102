import type { Entry } from '../../content/contract/lists.ts';
import { inWords } from '../../look/in-words.ts';
import { inLanguage } from '../../look/languages.ts';
import { Image } from '../../look/picture.tsx';
import { useDates } from '../../look/when.tsx';
import { bookAddress, hrefOf } from '../routes.ts';
import { bookPrice } from './book-box.tsx';

interface BookTeaserProps {
  entry: Entry;
  /** Language of the page. */
  language: string;
  heading?: 'h2' | 'h3';
  eager?: boolean;
}

/** A book as lists show it: cover, title, whose it is, when its newest edition came out and what it costs. */
export const BookTeaser = ({ entry, language, heading: Heading = 'h3', eager }: BookTeaserProps) => (
  <article class="teaser book-teaser" {...inLanguage(entry.language, language)}>
    {entry.picture && (
      <div class="teaser-picture">
        <Image picture={entry.picture} sizes="8rem" eager={eager} decorative />
      </div>
    )}
    <div class="teaser-text">
      <Heading>
        <a href={hrefOf(bookAddress(entry.slug))}>{entry.title}</a>
      </Heading>
      {entry.standfirst && <p class="teaser-standfirst">{entry.standfirst}</p>}
      <p class="credits">{factsOf(entry, useDates())}</p>
    </div>
  </article>
);

const factsOf = (entry: Entry, printed: ReturnType<typeof useDates>): string => {
  const { authors, book: { published } = {} } = entry;
  return [inWords(authors), published && printed(published), bookPrice(entry)].filter(Boolean).join(' · ');
};
