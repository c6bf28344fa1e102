import type { Entry } from '../../content/contract/lists.ts';
import { inLanguage } from '../../look/languages.ts';
import { Image } from '../../look/picture.tsx';
import { numberWords } from '../../look/provenance.ts';
import { When } from '../../look/when.tsx';
import { bulletinAddress, hrefOf } from '../routes.ts';
import { sizeInWords } from './attached-file.tsx';

interface BulletinTeaserProps {
  entry: Entry;
  /** Language of the page. */
  language: string;
  heading?: 'h2' | 'h3';
  eager?: boolean;
}

/** A number of a serial as lists show it: cover, title, which number it is, when it came out, the PDF. */
export const BulletinTeaser = ({ entry, language, heading: Heading = 'h3', eager }: BulletinTeaserProps) => {
  const number = entry.bulletin && bulletinNumber(entry.bulletin);
  return (
    <article class="teaser book-teaser bulletin-teaser" {...inLanguage(entry.language, language)}>
      {entry.picture && (
        <div class="teaser-picture">
          <Image picture={entry.picture} sizes="8rem" eager={eager} decorative />
        </div>
      )}
      <div class="teaser-text">
        <Heading>
          <a href={bulletinHref(entry)}>{entry.title}</a>
        </Heading>
        {entry.standfirst && <p class="teaser-standfirst">{entry.standfirst}</p>}
        <p class="credits">
          {number && !entry.title.includes(number) && <span>{number}</span>}
          <When date={entry.published} within={entry.language} />
          {entry.file && <span>{sizeInWords(entry.file)}</span>}
        </p>
      </div>
    </article>
  );
};

/** `no. 12`, `vol. 64, no. 3/4`. */
export const bulletinNumber = ({
  volume,
  number,
}: Pick<NonNullable<Entry['bulletin']>, 'volume' | 'number'>) =>
  [volume !== undefined && `vol. ${volume}`, numberWords(number)].filter(Boolean).join(', ');

export const bulletinHref = ({ slug, bulletin }: Entry): string =>
  hrefOf(bulletinAddress(bulletin?.serial.slug ?? '', slug));
