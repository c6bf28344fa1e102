import { absoluteHtml } from '../../look/absolute-html.ts';
import { printedDate } from '../../look/dates.ts';
import { inWords } from '../../look/in-words.ts';
import { inLanguage } from '../../look/languages.ts';
import { markupOf, RawHtml } from '../../look/markup.tsx';
import { noticePage } from '../../look/notice-page.tsx';
import { page } from '../../look/page.tsx';
import { Image } from '../../look/picture.tsx';
import { shortened } from '../../look/shortened.ts';
import { SignUpForm } from '../../look/sign-up-form.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import { When } from '../../look/when.tsx';
import { slugOf } from '../../runtime/slug.ts';
import type { Instant } from '../address.ts';
import { feedPath, issuePath, listPath } from '../archive/addresses.ts';
import type { ArchivedIssue } from '../archive/archived-issue.ts';
import type { IssueContent, Piece } from '../compose/issue-content.ts';
import type { MailingList } from '../lists.ts';
import type { Press } from '../press.ts';

/** An issue as the web archive shows it, among those of one of its lists. */
export interface IssueView {
  content: IssueContent;
  slug: string;
  list: MailingList;
  /** Path of the page in the list where it is at home. */
  canonical: string;
  startedAt: Instant;
  older?: ArchivedIssue | undefined;
  newer?: ArchivedIssue | undefined;
}

export const issuePage = (press: Press, view: IssueView): string => {
  const { content, list, canonical } = view;
  const { config } = press;
  const picture = content.intro.pictures[0] ?? content.pieces.find((piece) => piece.picture)?.picture;
  return page({
    config,
    about: {
      title: content.title,
      description: content.preview ?? shortened(content.intro.text, 200),
      path: canonical,
      picture,
      kind: 'article',
      feed: { title: list.title, href: feedPath(list.name) },
    },
    ownForm: true,
    children: (
      <>
        <article class="story" {...inLanguage(content.language, config.language)}>
          <Head view={view} press={press} />
          <IssueText content={content} config={config} />
        </article>
        <Neighbours view={view} />
        <Subscribing list={list} path={issuePath(list.name, view.slug)} />
      </>
    ),
  });
};

/** The whole of an issue for programs that show it elsewhere: HTML whose links and pictures lead here. */
export const issueHtml = ({ config }: Press, content: IssueContent, address: string): string =>
  absoluteHtml(markupOf(<IssueText content={content} config={config} />), config.site, address);

/** An issue that readers had, and do not get any more. */
export const withdrawnPage = ({ config }: Press, list: MailingList): string =>
  noticePage(config, {
    title: 'No longer published',
    paragraphs: ['This issue has been withdrawn.'],
    children: (
      <p>
        <a href={listPath(list.name)}>{list.title}</a>
      </p>
    ),
  });

/** Our own words are in the language of the press, also on an issue in another. */
const Head = ({ view, press: { config, zone } }: { view: IssueView; press: Press }) => {
  const { content, list, startedAt } = view;
  const own = inLanguage(config.language, content.language ?? config.language);
  return (
    <header class="story-head">
      <p class="kicker" {...own}>
        <a href={listPath(list.name)}>{list.title}</a>
      </p>
      <h1>{content.title}</h1>
      {content.preview && <p class="standfirst">{content.preview}</p>}
      <p class="dates" {...own}>
        <span>
          Sent <When date={startedAt} zone={zone} />
        </span>
      </p>
    </header>
  );
};

/** What the editors wrote, and the pieces that they name. */
const IssueText = ({ content, config }: { content: IssueContent; config: SiteConfig }) => {
  const { intro, pieces, more, language = config.language } = content;
  return (
    <>
      {intro.html && <RawHtml class="body" html={intro.html} />}
      {pieces.length > 0 && (
        <div class="entries">
          {pieces.map((piece) => (
            <PieceTeaser key={piece.id} piece={{ language: config.language, ...piece }} language={language} />
          ))}
        </div>
      )}
      {more && (
        <p {...inLanguage(config.language, language)}>
          <a href={more.path}>{more.count === 1 ? 'One more piece' : `${more.count} more pieces`}</a> since
          the last issue
        </p>
      )}
    </>
  );
};

/** @param language Of the issue. */
const PieceTeaser = ({ piece, language }: { piece: Piece; language: string }) => (
  <article class="teaser" {...inLanguage(piece.language, language)}>
    {piece.picture && (
      <div class="teaser-picture">
        <Image picture={piece.picture} sizes="(min-width: 45rem) 14rem, 7rem" decorative />
      </div>
    )}
    <div class="teaser-text">
      {piece.section && (
        <p class="kicker">
          <a href={encodeURI(`/sections/${slugOf(piece.section)}/`)}>{piece.section}</a>
        </p>
      )}
      <h2>
        <a href={encodeURI(`/articles/${piece.slug}/`)}>{piece.title}</a>
      </h2>
      <Line piece={piece} language={language} />
      <Credits piece={piece} />
    </div>
  </article>
);

const Credits = ({ piece }: { piece: Piece }) => {
  const { authors, written } = piece;
  const credits = [inWords(authors), written && `written ${printedDate(written)}`]
    .filter(Boolean)
    .join(' · ');
  return credits ? <p class="credits">{credits}</p> : null;
};

/** The editor's own line is of the issue's language. */
const Line = ({ piece, language }: { piece: Piece; language: string }) => {
  const { line, standfirst, language: own = language } = piece;
  if (line)
    return (
      <p class="teaser-standfirst" {...inLanguage(language, own)}>
        {line}
      </p>
    );
  return standfirst ? <p class="teaser-standfirst">{standfirst}</p> : null;
};

const Neighbours = ({ view: { list, older, newer } }: { view: IssueView }) => {
  if (!older && !newer) return null;
  return (
    <nav class="onward" aria-label={list.title}>
      {older && (
        <a href={issuePath(list.name, older.slug)} rel="prev">
          Before: {older.title}
        </a>
      )}
      {newer && (
        <a href={issuePath(list.name, newer.slug)} rel="next">
          Next: {newer.title}
        </a>
      )}
    </nav>
  );
};

const Subscribing = ({ list, path }: { list: MailingList; path: string }) => (
  <aside class="subscribing" aria-labelledby="subscribing">
    <h2 id="subscribing" class="rubric">
      {list.title} by mail
    </h2>
    <SignUpForm id="issue-email" page={path} short label="Subscribe">
      <input type="hidden" name="lists" value={list.name} />
    </SignUpForm>
  </aside>
);
