import { type Entry, pressEditions } from '../../content/contract/lists.ts';
import type { Body, PartialDate } from '../../content/contract/values.ts';
import type { EditionFields } from '../../content/kinds/edition.ts';
import { inLanguage } from '../../look/languages.ts';
import { RawHtml } from '../../look/markup.tsx';
import { page } from '../../look/page.tsx';
import { Figure } from '../../look/picture.tsx';
import { shortened } from '../../look/shortened.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { When } from '../../look/when.tsx';
import { type Address, hrefOf, pressEditionAddress } from '../routes.ts';
import { BookTeaser } from './book-teaser.tsx';
import { BulletinTeaser } from './bulletin-teaser.tsx';
import { EventBox, type EventBoxView } from './event-box.tsx';
import { Teaser } from './teaser.tsx';

/** What an edition shows of one of its documents. */
export type EditionPiece =
  | { is: 'article' | 'book' | 'bulletin'; entry: Entry }
  | { is: 'event'; event: EventBoxView }
  | { is: 'page'; title: string; address: Address; language?: string | undefined };

export interface PressEditionView {
  slug: string;
  fields: EditionFields;
  published: PartialDate;
  body: Body;
  pieces: EditionPiece[];
  /** The editions before and after it. */
  previous?: Entry | undefined;
  next?: Entry | undefined;
}

/** What came out together. */
export const pressEditionPage = (config: SiteConfig, view: PressEditionView): string =>
  page({
    config,
    about: {
      title: view.fields.title,
      description: view.fields.standfirst ?? (shortened(view.body.text, 200) || undefined),
      path: hrefOf(pressEditionAddress(view.slug)),
      picture: view.fields.picture,
    },
    children: <PressEdition config={config} view={view} />,
  });

const PressEdition = ({ config: { language }, view }: { config: SiteConfig; view: PressEditionView }) => {
  const { fields, published, body, pieces } = view;
  return (
    <div class="list-page">
      <header class="list-head" {...inLanguage(fields.language, language)}>
        <h1>{fields.title}</h1>
        <p class="list-intro">{fields.standfirst ?? <When date={published} within={fields.language} />}</p>
      </header>
      {fields.picture && (
        <Figure class="lead-picture" picture={fields.picture} sizes="(min-width: 64rem) 58rem, 100vw" eager />
      )}
      {body.html && (
        <div class="story" {...inLanguage(fields.language, language)}>
          <RawHtml class="body" html={body.html} />
        </div>
      )}
      <div class="entries">
        {pieces.map((piece) => (
          <Piece key={keyOf(piece)} piece={piece} language={language} />
        ))}
      </div>
      <Beside view={view} language={language} />
    </div>
  );
};

const keyOf = (piece: EditionPiece): string => {
  if (piece.is === 'event') return `event ${piece.event.slug}`;
  return piece.is === 'page' ? `page ${piece.title}` : piece.entry.slug;
};

const Piece = ({ piece, language }: { piece: EditionPiece; language: string }) => {
  switch (piece.is) {
    case 'article':
      return (
        <Teaser
          entry={piece.entry}
          language={language}
          heading="h2"
          picture="(min-width: 45rem) 14rem, 7rem"
        />
      );
    case 'book':
      return <BookTeaser entry={piece.entry} language={language} heading="h2" />;
    case 'bulletin':
      return <BulletinTeaser entry={piece.entry} language={language} heading="h2" />;
    case 'event':
      return <EventBox event={piece.event} language={language} heading="h2" />;
    case 'page':
      return (
        <article class="teaser" {...inLanguage(piece.language, language)}>
          <div class="teaser-text">
            <h2>
              <a href={hrefOf(piece.address)}>{piece.title}</a>
            </h2>
          </div>
        </article>
      );
  }
};

const Beside = ({ view: { previous, next }, language }: { view: PressEditionView; language: string }) => (
  <nav class="series-box" aria-label="Editions">
    <p class="series-box-title">
      <a href={hrefOf({ page: 'list', list: pressEditions })}>Every edition</a>
    </p>
    {(previous || next) && (
      <ul>
        {previous && <Neighbour entry={previous} language={language} is="prev" />}
        {next && <Neighbour entry={next} language={language} is="next" />}
      </ul>
    )}
  </nav>
);

const Neighbour = ({ entry, language, is }: { entry: Entry; language: string; is: 'prev' | 'next' }) => (
  <li class={is}>
    <span>{is === 'prev' ? 'Before' : 'Next'}</span>
    <a href={hrefOf(pressEditionAddress(entry.slug))} rel={is} {...inLanguage(entry.language, language)}>
      {entry.title}
    </a>
  </li>
);
