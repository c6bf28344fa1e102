import type { Entry } from '../../content/contract/lists.ts';
import { inLanguage } from '../../look/languages.ts';
import { Image } from '../../look/picture.tsx';
import { hrefOf, standingAddress } from '../routes.ts';

/** Who an author is, over what they have written: the line and the picture of the page about them. */
export const AuthorCard = ({ about, language }: { about: Entry; language: string }) => (
  <div class="author-card" {...inLanguage(about.language, language)}>
    {about.picture && <Image picture={about.picture} sizes="8rem" eager />}
    <div>
      {about.standfirst && <p>{about.standfirst}</p>}
      <p class="list-links">
        <a href={hrefOf(standingAddress(about.slug))}>{about.title}</a>
      </p>
    </div>
  </div>
);
