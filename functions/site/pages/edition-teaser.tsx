import type { Entry } from '../../content/contract/lists.ts';
import { inLanguage } from '../../look/languages.ts';
import { Image } from '../../look/picture.tsx';
import { When } from '../../look/when.tsx';
import { hrefOf, pressEditionAddress } from '../routes.ts';

interface EditionTeaserProps {
  entry: Entry;
  /** Language of the page. */
  language: string;
  eager?: boolean;
}

/** An edition of the press as their list shows it. */
export const EditionTeaser = ({ entry, language, eager }: EditionTeaserProps) => (
  <article class="teaser" {...inLanguage(entry.language, language)}>
    {entry.picture && (
      <div class="teaser-picture">
        <Image picture={entry.picture} sizes="(min-width: 45rem) 14rem, 7rem" eager={eager} decorative />
      </div>
    )}
    <div class="teaser-text">
      <h2>
        <a href={hrefOf(pressEditionAddress(entry.slug))}>{entry.title}</a>
      </h2>
      {entry.standfirst && <p class="teaser-standfirst">{entry.standfirst}</p>}
      <p class="credits">
        <When date={entry.published} within={entry.language} />
      </p>
    </div>
  </article>
);
