import { useContext } from 'preact/hooks';
import type { Entry } from '../../content/contract/lists.ts';
import { writtenEarlier } from '../../look/dates.ts';
import { inWords } from '../../look/in-words.ts';
import { inLanguage } from '../../look/languages.ts';
import { Image } from '../../look/picture.tsx';
import { PressZone, When } from '../../look/when.tsx';
import { articleAddress, hrefOf } from '../routes.ts';
import { termLink } from '../site-config.ts';

interface TeaserProps {
  entry: Entry;
  /** Language of the page. */
  language: string;
  heading?: 'h2' | 'h3';
  class?: string;
  /** How wide the picture is shown (the `sizes` attribute); none is shown without it. */
  picture?: string;
  /** Seen without scrolling. */
  eager?: boolean;
  standfirst?: boolean;
  section?: boolean;
  /** Which of its dates is shown. */
  date?: 'published' | 'written';
}

/** An article as other pages show it: headline, standfirst, picture, credits. */
export const Teaser = ({
  entry,
  language,
  picture,
  standfirst = true,
  section = true,
  ...shown
}: TeaserProps) => {
  const Heading = shown.heading ?? 'h3';
  return (
    <article class={`teaser ${shown.class ?? ''}`.trim()} {...inLanguage(entry.language, language)}>
      {picture && entry.picture && (
        <div class="teaser-picture">
          <Image picture={entry.picture} sizes={picture} eager={shown.eager} decorative />
        </div>
      )}
      <div class="teaser-text">
        <Kicker entry={entry} section={section} />
        <Heading>
          <a href={hrefOf(articleAddress(entry.slug))}>{entry.title}</a>
        </Heading>
        {standfirst && entry.standfirst && <p class="teaser-standfirst">{entry.standfirst}</p>}
        <Credits entry={entry} language={language} date={shown.date} />
      </div>
    </article>
  );
};

const Kicker = ({ entry, section }: { entry: Entry; section: boolean }) => {
  const link = section && entry.section ? termLink('sections', entry.section) : undefined;
  const form = formOf(entry);
  if (!link && entry.part === undefined && !form) return null;
  return (
    <p class="kicker">
      {link && <a href={link.href}>{link.name}</a>}
      {entry.part !== undefined && <span class="part"> Part {entry.part}</span>}
      {form && <span class="part"> {form}</span>}
    </p>
  );
};

/** `Appeal by the Harbour Tenants’ Union`: what the paper has not written itself. */
function formOf({ form, wordsOf = [] }: Entry): string | undefined {
  if (!form && !wordsOf.length) return undefined;
  const what = form ?? 'statement';
  const by = wordsOf.length ? ` by ${inWords(wordsOf)}` : '';
  return what.slice(0, 1).toUpperCase() + what.slice(1) + by;
}

interface CreditsProps {
  entry: Entry;
  language: string;
  date?: 'published' | 'written';
}

const Credits = ({ entry, language, date = 'published' }: CreditsProps) => {
  const zone = useContext(PressZone);
  return (
    <p class="credits">
      {entry.authors.length > 0 && <span class="by">{inWords(entry.authors)}</span>}
      <When date={(date === 'written' && entry.written) || entry.published} within={entry.language} />
      {date === 'published' && writtenEarlier(entry, zone) && (
        <span class="written" {...inLanguage(language, entry.language ?? language)}>
          written <When date={entry.written ?? ''} />
        </span>
      )}
    </p>
  );
};
