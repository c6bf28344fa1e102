import { useContext } from 'preact/hooks';
import { updatedOf } from '../../content/contract/lists.ts';
import type { PartialDate } from '../../content/contract/values.ts';
import type { ArticleFields } from '../../content/kinds/article.ts';
import { inWords } from '../../look/in-words.ts';
import { inLanguage } from '../../look/languages.ts';
import type { Link } from '../../look/site-config.ts';
import { PressLanguage, useDates, When } from '../../look/when.tsx';
import { termLink, yearLink } from '../site-config.ts';

interface HeadProps {
  fields: ArticleFields;
  published: PartialDate;
  /** Those in whose lists it stands. */
  years: { published?: string; written?: string };
}

/** Title and standfirst are in the language of the piece, all else in that of the press. */
export const ArticleHead = ({ fields, published, years }: HeadProps) => {
  const language = useContext(PressLanguage);
  const ofPress = inLanguage(language, fields.language ?? language);
  return (
    <header class="story-head">
      <Place fields={fields} ofPress={ofPress} />
      <h1>{fields.title}</h1>
      {fields.standfirst && <p class="standfirst">{fields.standfirst}</p>}
      {fields.authors.length > 0 && (
        <p class="byline" {...ofPress}>
          By <Names links={fields.authors.map((name) => termLink('authors', name))} />
        </p>
      )}
      <WhoseWords fields={fields} ofPress={ofPress} />
      <Dates fields={fields} published={published} years={years} ofPress={ofPress} />
    </header>
  );
};

interface PartProps {
  fields: ArticleFields;
  /** Attributes of what the press says within the piece. */
  ofPress: ReturnType<typeof inLanguage>;
}

/** Of an appeal, a statement or an open letter: the paper prints it, and has not written it. */
const WhoseWords = ({ fields: { form, wordsOf = [] }, ofPress }: PartProps) => {
  if (!form && !wordsOf.length) return null;
  const what = `${article(form ?? 'statement')}${wordsOf.length ? ` by ${inWords(wordsOf)}` : ''}`;
  return (
    <p class="whose-words" {...ofPress}>
      {wordsOf.length ? `${what}, printed in their words.` : `${what}.`}
    </p>
  );
};

const article = (form: string): string => (/^[aeiou]/.test(form) ? `An ${form}` : `A ${form}`);

/** Section and series. */
const Place = ({ fields: { section, series }, ofPress }: PartProps) => {
  if (!section && !series) return null;
  return (
    <p class="kicker" {...ofPress}>
      {section && <Anchor link={termLink('sections', section)} />}
      {series && (
        <span class="series">
          {series.part === undefined ? 'In the series ' : `Part ${series.part} of `}
          <Anchor link={termLink('series', series.title)} />
        </span>
      )}
    </p>
  );
};

/** Each at its own precision; when both print the same, once. */
const Dates = ({ fields, published, years, ofPress }: HeadProps & PartProps) => {
  const { written } = fields;
  const updated = updatedOf(fields);
  const printed = useDates();
  return (
    <p class="dates" {...ofPress}>
      {written && printed(written) !== printed(published) && (
        <span>
          Written <Dated of="written" date={written} year={years.written} />
        </span>
      )}
      <span>
        Published <Dated of="years" date={published} year={years.published} />
      </span>
      {updated && (
        <span>
          Corrected <When date={updated} />
        </span>
      )}
    </p>
  );
};

/** With the list of its year, once it stands in one. */
const Dated = ({ of, date, year }: { of: 'years' | 'written'; date: PartialDate; year?: string }) =>
  year === undefined ? (
    <When date={date} />
  ) : (
    <a href={yearLink(of, year).href}>
      <When date={date} />
    </a>
  );

/** `A, B and C`, each a link. */
export const Names = ({ links }: { links: Link[] }) => (
  <>
    {links.map((link, at) => (
      <span key={link.href}>
        {at > 0 && (at === links.length - 1 ? ' and ' : ', ')}
        <Anchor link={link} />
      </span>
    ))}
  </>
);

export const Anchor = ({ link }: { link: Link }) => <a href={link.href}>{link.name}</a>;
