import type { Entry } from '../../content/contract/lists.ts';
import type { Body, PartialDate } from '../../content/contract/values.ts';
import type { ArticleFields, Provenance } from '../../content/kinds/article.ts';
import { inLanguage } from '../../look/languages.ts';
import { RawHtml } from '../../look/markup.tsx';
import { page } from '../../look/page.tsx';
import { Figure } from '../../look/picture.tsx';
import { provenanceSentence } from '../../look/provenance.ts';
import { shortened } from '../../look/shortened.ts';
import { SignUpForm } from '../../look/sign-up-form.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import { articleAddress, hrefOf } from '../routes.ts';
import { termLink } from '../site-config.ts';
import { Boxes } from './article-boxes.tsx';
import { ArticleHead } from './article-head.tsx';
import { EventBox, type EventBoxView } from './event-box.tsx';
import { Teaser } from './teaser.tsx';

export interface ArticleView {
  slug: string;
  fields: ArticleFields;
  published: PartialDate;
  /** When this revision was stored (ISO instant). */
  changed: string;
  body: Body;
  related: Entry[];
  /** The event that it calls to. */
  event?: EventBoxView;
}

export function articlePage(config: SiteConfig, view: ArticleView): string {
  const { fields, slug } = view;
  const path = hrefOf(articleAddress(slug));
  const description = fields.standfirst ?? shortened(view.body.text, 200);
  const data = articleData(config, view);
  return page({
    config,
    about: { title: fields.title, description, path, picture: fields.picture, kind: 'article', data },
    children: <Story config={config} view={view} />,
  });
}

const Story = ({ config, view }: { config: SiteConfig; view: ArticleView }) => {
  const { fields, body, related, event } = view;
  return (
    <>
      <article class="story" {...inLanguage(fields.language, config.language)}>
        <ArticleHead fields={fields} published={view.published} />
        {fields.picture && (
          <Figure
            class="lead-picture"
            picture={fields.picture}
            sizes="(min-width: 64rem) 60rem, 100vw"
            eager
          />
        )}
        <RawHtml class="body" html={body.html} />
        {event && <EventBox event={event} language={fields.language ?? config.language} heading="h2" />}
        <Boxes fields={fields} config={config} />
      </article>
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
function articleData(config: SiteConfig, { slug, fields, published, changed }: ArticleView) {
  const address = config.site + hrefOf(articleAddress(slug));
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: fields.title,
    description: fields.standfirst,
    url: address,
    mainEntityOfPage: address,
    datePublished: published,
    dateCreated: fields.written,
    dateModified: changed,
    inLanguage: fields.language ?? config.language,
    articleSection: fields.section,
    keywords: fields.tags.length ? fields.tags : undefined,
    author: fields.authors.map((name) => ({
      '@type': 'Person',
      name,
      url: config.site + termLink('authors', name).href,
    })),
    ...originData(fields.provenance),
    image: fields.picture && config.site + fields.picture.src,
    publisher: { '@type': 'Organization', name: config.title, url: `${config.site}/` },
  };
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
