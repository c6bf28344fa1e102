import type { Entry } from '../../content/contract/lists.ts';
import type { Body } from '../../content/contract/values.ts';
import type { BookFields, Edition } from '../../content/kinds/book.ts';
import { inWords } from '../../look/in-words.ts';
import { inLanguage } from '../../look/languages.ts';
import { RawHtml } from '../../look/markup.tsx';
import { page } from '../../look/page.tsx';
import { Image } from '../../look/picture.tsx';
import { shortened } from '../../look/shortened.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { When } from '../../look/when.tsx';
import { type Address, bookAddress, editionAddress, hrefOf } from '../routes.ts';
import { bookData } from './book-data.ts';
import { Editions, Errata, Formats } from './book-parts.tsx';
import { LicenceBox } from './licence-box.tsx';
import { Teaser } from './teaser.tsx';

export interface BookView {
  slug: string;
  fields: BookFields;
  /** Id of the edition whose page it is. */
  edition?: string;
  body: Body;
  /** Articles that belong to it. */
  articles: Entry[];
}

export function bookPage(config: SiteConfig, view: BookView): string {
  const { fields, slug } = view;
  const [newest] = fields.editions;
  const edition = fields.editions.find(({ id }) => id === view.edition) ?? newest;
  const address = addressOf(slug, edition, newest);
  const cover = edition?.cover ?? fields.picture;
  return page({
    config,
    about: {
      title: edition === newest ? fields.title : `${fields.title}, ${nameOf(edition)}`,
      description: fields.standfirst ?? shortened(view.body.text, 200),
      path: hrefOf(address),
      picture: cover,
      data: bookData(config, { slug, fields, edition, path: hrefOf(address) }),
    },
    children: <Book config={config} view={view} edition={edition} isNewest={edition === newest} />,
  });
}

const addressOf = (slug: string, edition: Edition | undefined, newest: Edition | undefined): Address =>
  !edition || edition === newest ? bookAddress(slug) : editionAddress(slug, edition.id);

const nameOf = (edition: Edition | undefined): string => edition?.name ?? edition?.id ?? '';

interface BookProps {
  config: SiteConfig;
  view: BookView;
  edition?: Edition;
  isNewest: boolean;
}

const Book = ({ config, view, edition, isNewest }: BookProps) => {
  const { slug, fields, body, articles } = view;
  const cover = edition?.cover ?? fields.picture;
  return (
    <>
      <article class="story book" {...inLanguage(fields.language, config.language)}>
        <header class={cover ? 'book-head with-cover' : 'book-head'}>
          {cover && (
            <div class="book-cover">
              <Image picture={cover} sizes="(min-width: 45rem) 18rem, 60vw" eager />
            </div>
          )}
          <div class="book-facts">
            <p class="kicker">
              <a href={hrefOf({ page: 'list', list: 'books' })}>Books</a>
            </p>
            <h1>{fields.title}</h1>
            {fields.standfirst && <p class="standfirst">{fields.standfirst}</p>}
            {/* Without links: only who has written articles has a page. */}
            {fields.authors.length > 0 && <p class="byline">By {inWords(fields.authors)}</p>}
            {edition && <EditionLine edition={edition} />}
            {!isNewest && (
              <p class="book-older">
                An older edition: <a href={hrefOf(bookAddress(slug))}>see the newest</a>.
              </p>
            )}
            {edition && <Formats edition={edition} currency={fields.currency} />}
            {edition?.note && <p>{edition.note}</p>}
          </div>
        </header>
        <RawHtml class="body" html={body.html} />
        <footer class="boxes">
          {edition?.errata?.length ? <Errata errata={edition.errata} /> : null}
          <Editions slug={slug} editions={fields.editions} shown={edition} />
          <LicenceBox licence={fields.licence ?? config.licence} />
        </footer>
      </article>
      {articles.length > 0 && <Articles entries={articles} language={config.language} />}
    </>
  );
};

const EditionLine = ({ edition: { name, publisher, published } }: { edition: Edition }) =>
  name || publisher || published ? (
    <p class="dates">
      {name && <span>{name}</span>}
      {publisher && <span>{publisher}</span>}
      {published && (
        <span>
          <When date={published} />
        </span>
      )}
    </p>
  ) : null;

const Articles = ({ entries, language }: { entries: Entry[]; language: string }) => (
  <aside class="related" aria-labelledby="articles">
    <h2 id="articles" class="rubric">
      In the paper
    </h2>
    <div class="columns">
      {entries.map((entry) => (
        <Teaser key={entry.slug} entry={entry} language={language} />
      ))}
    </div>
  </aside>
);
