import type { Translation } from '../../content/contract/citations.ts';
import { type Entry, updatedOf } from '../../content/contract/lists.ts';
import type { Body, PartialDate } from '../../content/contract/values.ts';
import type { ArticleFields, Correction, Provenance, Reviewed } from '../../content/kinds/article.ts';
import { inLanguage } from '../../look/languages.ts';
import { licenceHref } from '../../look/licence.ts';
import { RawHtml } from '../../look/markup.tsx';
import { page } from '../../look/page.tsx';
import { Figure } from '../../look/picture.tsx';
import { provenanceSentence } from '../../look/provenance.ts';
import { shortened } from '../../look/shortened.ts';
import { SignUpForm } from '../../look/sign-up-form.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import type { ArticleLinks } from '../kinds/article-links.ts';
import { articleAddress, hrefOf } from '../routes.ts';
import { termLink } from '../site-config.ts';
import { Boxes } from './article-boxes.tsx';
import { ArticleHead } from './article-head.tsx';
import { AttachedPdf, mediaObject } from './attached-file.tsx';
import { BookBox } from './book-box.tsx';
import { Corrections, newestFirst } from './corrections-box.tsx';
import { EventBox, type EventBoxView } from './event-box.tsx';
import { SeriesBox } from './series-box.tsx';
import { Teaser } from './teaser.tsx';

export interface ArticleView {
  slug: string;
  fields: ArticleFields;
  published: PartialDate;
  /** The years in whose lists it stands: by the time zone of the press. */
  years: { published?: string; written?: string };
  body: Body;
  related: Entry[];
  links: ArticleLinks;
  /** The event that it calls to. */
  event?: EventBoxView;
  /** The book that it belongs to. */
  book?: Entry;
}

export function articlePage(config: SiteConfig, view: ArticleView): string {
  const { fields, slug } = view;
  const path = hrefOf(articleAddress(slug));
  const description = fields.standfirst ?? shortened(view.body.text, 200);
  const data = articleData(config, view);
  const languages = { languages: languagesOf(config, view) };
  return page({
    config,
    about: {
      title: fields.title,
      description,
      path,
      picture: pictureOf(fields),
      kind: 'article',
      ...languages,
      data,
    },
    children: <Story config={config} view={view} />,
  });
}

/** For previews of its address: its own, else the cover of its PDF. */
const pictureOf = ({ picture, file }: ArticleFields) => picture ?? file?.cover;

const Story = ({ config, view }: { config: SiteConfig; view: ArticleView }) => {
  const { fields, body, related, event, book } = view;
  return (
    <>
      <article class="story" {...inLanguage(fields.language, config.language)}>
        <ArticleHead fields={fields} published={view.published} years={view.years} />
        <Corrections corrections={fields.corrections} language={fields.language} />
        {fields.picture && (
          <Figure
            class="lead-picture"
            picture={fields.picture}
            sizes="(min-width: 64rem) 60rem, 100vw"
            eager
          />
        )}
        {fields.file && <AttachedPdf file={fields.file} title={fields.title} />}
        <RawHtml class="body" html={body.html} />
        {event && <EventBox event={event} language={fields.language ?? config.language} heading="h2" />}
        {book && <BookBox book={book} language={fields.language ?? config.language} heading="h2" />}
        <Boxes fields={fields} links={view.links} config={config} />
      </article>
      <SeriesBox series={fields.series} links={view.links} language={config.language} />
      <Subscribing config={config} path={hrefOf(articleAddress(view.slug))} />
      {related.length > 0 && <Related entries={related} language={config.language} />}
    </>
  );
};

const Subscribing = ({ config, path }: { config: SiteConfig; path: string }) => (
  <aside class="subscribing" aria-labelledby="subscribing">
    <h2 id="subscribing" class="rubric">
      {config.title} by mail
    </h2>
    <SignUpForm id="article-email" page={path} short label="Subscribe" />
  </aside>
);

const Related = ({ entries, language }: { entries: Entry[]; language: string }) => (
  <aside class="related" aria-labelledby="related">
    <h2 id="related" class="rubric">
      Read next
    </h2>
    <div class="columns">
      {entries.map((entry) => (
        <Teaser
          key={entry.slug}
          entry={entry}
          language={language}
          picture="(min-width: 60rem) 24rem, 100vw"
        />
      ))}
    </div>
  </aside>
);

/** An article as schema.org describes one, for search engines. JSON leaves out what is undefined. */
function articleData(config: SiteConfig, { slug, fields, published }: ArticleView) {
  const address = config.site + hrefOf(articleAddress(slug));
  const licence = fields.licence ?? config.licence;
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: fields.title,
    description: fields.standfirst,
    url: address,
    mainEntityOfPage: address,
    datePublished: published,
    dateCreated: fields.written,
    dateModified: updatedOf(fields),
    correction: correctionData(fields.corrections),
    inLanguage: fields.language ?? config.language,
    articleSection: fields.section,
    keywords: fields.tags.length ? fields.tags : undefined,
    author: fields.authors.map((name) => ({
      '@type': 'Person',
      name,
      url: config.site + termLink('authors', name).href,
    })),
    license: licence && (licenceHref(licence) ?? licence),
    ...reviewData(fields.reviews),
    ...originData(fields.provenance),
    image: pictureOf(fields) && config.site + pictureOf(fields)?.src,
    associatedMedia: fields.file && mediaObject(fields.file, config.site),
    publisher: { '@type': 'Organization', name: config.title, url: `${config.site}/` },
  };
}

/** As schema.org has them, the newest first. */
const correctionData = (corrections: Correction[] = []) =>
  corrections.length
    ? newestFirst(corrections).map(({ date, text }) => ({
        '@type': 'CorrectionComment',
        text,
        datePublished: date,
      }))
    : undefined;

/** The same text in every language that it has here or elsewhere, itself included: search engines want all of them. */
function languagesOf(config: SiteConfig, { slug, fields, links }: ArticleView) {
  if (!links.translations.length) return [];
  const hrefIn = ({ slug, url }: Translation) =>
    slug === undefined ? url : config.site + hrefOf(articleAddress(slug));
  const own = { language: fields.language ?? config.language, slug };
  return [own, ...links.translations].flatMap((one) => {
    const href = hrefIn(one);
    return href === undefined ? [] : [{ language: one.language, href }];
  });
}

/** Reviews are articles and reviews at once. */
function reviewData(works: Reviewed[] = []) {
  if (!works.length) return {};
  const itemReviewed = works.map(({ title, authors, publisher, year, isbn, url }) => ({
    '@type': isbn ? 'Book' : 'CreativeWork',
    name: title,
    author: authors?.map((name) => ({ '@type': 'Person', name })),
    publisher: publisher && { '@type': 'Organization', name: publisher },
    datePublished: year === undefined ? undefined : String(year),
    isbn: isbn?.replace(/[^\dX]/gi, ''),
    url,
  }));
  return { '@type': ['NewsArticle', 'Review'], itemReviewed };
}

/** The publication in which a piece first appeared; a range of dates begins with its first. */
function originData(provenance: Provenance | undefined) {
  if (!provenance) return {};
  const { publication, issue, dates } = provenance;
  const periodical = publication && { '@type': 'Periodical', name: publication };
  return {
    creditText: provenanceSentence(provenance) || undefined,
    isBasedOn: {
      '@type': 'CreativeWork',
      datePublished: dates?.[0]?.split('/')[0],
      isPartOf: issue
        ? { '@type': 'PublicationIssue', issueNumber: issue, isPartOf: periodical }
        : periodical,
    },
  };
}
