import { type Entry, pressEditions, type TermKind, termOf } from '../../content/contract/lists.ts';
import { printedDate } from '../../look/dates.ts';
import { page } from '../../look/page.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import { hasFeed, isByYear } from '../lists.ts';
import { hrefOf } from '../routes.ts';
import { AuthorCard } from './author-card.tsx';
import { BookTeaser } from './book-teaser.tsx';
import { BulletinTeaser, bulletinNumber } from './bulletin-teaser.tsx';
import { EditionTeaser } from './edition-teaser.tsx';
import { Teaser } from './teaser.tsx';
import { termIndexTitle } from './term-index.tsx';

/** One page of a list. */
export interface ListView {
  list: string;
  /** What the list is called; of a year the year. */
  name: string;
  entries: Entry[];
  /** On an archive page, the slug that opens it. */
  from?: string;
  /** The slug that opens the next older page. */
  older?: string;
  /** Kinds of names that have an index, for the archive to lead to. */
  indexes?: TermKind[];
  /** There are books for the archive to lead to. */
  hasBooks?: boolean;
  /** There are editions, too. */
  hasEditions?: boolean;
  /** The page about the author whose list it is. */
  about?: Entry;
}

export function listPage(config: SiteConfig, view: ListView): string {
  const { title, intro } = wordsOf(view);
  const since = view.from === undefined ? undefined : sinceOf(view, config);
  const feed = hasFeed(view.list) && view.list !== 'all' ? feedOf(view) : undefined;
  return page({
    config,
    about: {
      title: since ? `${title}, ${since}` : title,
      description: intro,
      path: hrefOf({ page: 'list', list: view.list, from: view.from }),
      feed,
      data: termOf(view.list)?.kind === 'serials' ? periodicalData(config, view) : undefined,
    },
    children: (
      <List config={config} view={view} title={title} intro={intro} since={since} feed={feed?.href} />
    ),
  });
}

interface ListProps {
  config: SiteConfig;
  view: ListView;
  title: string;
  intro?: string;
  since?: string;
  feed?: string;
}

const List = ({ config, view, title, intro, since, feed }: ListProps) => (
  <div class="list-page">
    <header class="list-head">
      <h1>{title}</h1>
      {since ? <p class="list-intro">{capital(since)}</p> : intro && <p class="list-intro">{intro}</p>}
      {view.about && <AuthorCard about={view.about} language={config.language} />}
      <ListLinks view={view} feed={feed} />
    </header>
    {view.entries.length === 0 && <p class="nothing-yet">Nothing published here yet.</p>}
    <div class="entries">
      {view.entries.map((entry, at) => (
        <Line key={entry.slug} entry={entry} list={view.list} language={config.language} eager={at === 0} />
      ))}
    </div>
    <Onward view={view} />
  </div>
);

interface LineProps {
  entry: Entry;
  list: string;
  language: string;
  eager: boolean;
}

const Line = ({ entry, list, language, eager }: LineProps) => {
  if (entry.bulletin) return <BulletinTeaser entry={entry} language={language} heading="h2" eager={eager} />;
  if (list === pressEditions) return <EditionTeaser entry={entry} language={language} eager={eager} />;
  if (list === 'books') return <BookTeaser entry={entry} language={language} heading="h2" eager={eager} />;
  return (
    <Teaser
      entry={entry}
      language={language}
      heading="h2"
      section={termOf(list)?.kind !== 'sections'}
      picture="(min-width: 45rem) 14rem, 7rem"
      eager={eager}
      date={dateIn(list)}
    />
  );
};

const ListLinks = ({ view, feed }: { view: ListView; feed?: string }) => {
  const byYear = view.list === 'all' || isByYear(view.list);
  const term = termOf(view.list);
  if (!feed && !byYear) return null;
  return (
    <p class="list-links">
      {byYear && <a href="/archive/years/">Every year</a>}
      {view.hasBooks && <a href={hrefOf({ page: 'list', list: 'books' })}>Books</a>}
      {view.hasEditions && <a href={hrefOf({ page: 'list', list: pressEditions })}>Editions</a>}
      {view.indexes?.map((kind) => (
        <a key={kind} href={hrefOf({ page: 'term-index', kind })}>
          {termIndexTitle(kind)}
        </a>
      ))}
      {term?.kind === 'serials' && (
        <>
          <a href={hrefOf({ page: 'latest', serial: term.slug })}>The latest number</a>
          <a href={hrefOf({ page: 'term-index', kind: 'serials' })}>Every bulletin</a>
        </>
      )}
      {feed && <a href={feed}>Feed of this list</a>}
    </p>
  );
};

const Onward = ({ view: { list, from, older } }: { view: ListView }) => {
  if (from === undefined && older === undefined) return null;
  return (
    <nav class="onward" aria-label="Pages of this list">
      {from !== undefined && <a href={hrefOf({ page: 'list', list })}>Newest</a>}
      {older !== undefined && (
        <a href={hrefOf({ page: 'list', list, from: older })} rel="next">
          Older
        </a>
      )}
    </nav>
  );
};

/** The first entry of an archive page is always the same, so its date or its number names the page. */
function sinceOf({ list, entries }: ListView, { language, timezone }: SiteConfig): string {
  const first = entries[0];
  if (first?.bulletin) return `from ${bulletinNumber(first.bulletin)} back`;
  const date = first?.book?.published ?? first?.[dateIn(list)];
  return date ? `from ${printedDate(date, language, timezone)} back` : '';
}

/** The date by which the list is ordered. */
const dateIn = (list: string) => (termOf(list)?.kind === 'written' ? 'written' : 'published');

function wordsOf({ list, name }: ListView): { title: string; intro?: string } {
  if (list === pressEditions)
    return { title: 'Editions', intro: 'What came out together, the newest first.' };
  if (list === 'books') return { title: 'Books', intro: 'What we have printed, the newest first.' };
  switch (termOf(list)?.kind) {
    case undefined:
      return { title: 'Archive', intro: 'Everything we have published, the newest first.' };
    case 'tags':
      return { title: name, intro: `Everything about “${name}”.` };
    case 'authors':
      return { title: name, intro: `What ${name} has written here.` };
    case 'series':
      return { title: name, intro: 'A series.' };
    case 'serials':
      return { title: name, intro: 'Every number, the newest first.' };
    case 'years':
      return { title: `Published in ${name}` };
    case 'written':
      return { title: `Written in ${name}` };
    case 'sections':
      return { title: name };
  }
}

/** A serial as schema.org describes one. */
const periodicalData = (config: SiteConfig, { list, name }: ListView) => ({
  '@context': 'https://schema.org',
  '@type': 'Periodical',
  name,
  url: config.site + hrefOf({ page: 'list', list }),
  publisher: { '@type': 'Organization', name: config.title, url: `${config.site}/` },
});

const feedOf = ({ list, name }: ListView) => ({ title: name, href: hrefOf({ page: 'feed', list }) });

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
