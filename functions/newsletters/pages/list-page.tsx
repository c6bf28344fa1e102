import { printedDate } from '../../look/dates.ts';
import { inLanguage } from '../../look/languages.ts';
import { page } from '../../look/page.tsx';
import { When } from '../../look/when.tsx';
import { feedPath, issuePath, listPath } from '../archive/addresses.ts';
import type { ArchivedIssue } from '../archive/archived-issue.ts';
import { newslettersPath } from '../links.ts';
import type { MailingList } from '../lists.ts';
import type { Press } from '../press.ts';
import { FullForm, ListWords } from './sign-up-pages.tsx';

/** A list and some of its issues, the newest first; none of one whose issues are for members alone. */
export interface ListView {
  list: MailingList;
  issues: readonly ArchivedIssue[];
  /** The slug before which the next older ones are. */
  older?: string;
}

/** One list: what it is, the form with it alone, and its newest issues. */
export const listPage = (press: Press, view: ListView): string => {
  const { list } = view;
  return page({
    config: press.config,
    about: { title: list.title, description: list.about, path: listPath(list.name), ...feedOf(list) },
    ownForm: true,
    children: (
      <div class="notice">
        <h1>{list.title}</h1>
        <ListWords list={list} />
        <FullForm lists={[list]} typed={{}} from={listPath(list.name)} />
        {list.archive && <Newest press={press} view={view} />}
        <p>
          <a href={newslettersPath}>All newsletters</a>
        </p>
      </div>
    ),
  });
};

/** Older issues. @param before The slug of the issue before which they are. */
export const olderIssuesPage = (press: Press, view: ListView, before: string): string => {
  const { list, issues } = view;
  const [first] = issues;
  const since =
    first && `Issues from ${printedDate(first.startedAt, press.config.language, press.zone)} back`;
  const title = since ? `${list.title}: ${since}` : list.title;
  return page({
    config: press.config,
    about: { title, path: listPath(list.name, before), ...feedOf(list) },
    children: (
      <div class="notice">
        <h1>{list.title}</h1>
        <p class="list-intro">{since ?? 'There are no older issues.'}</p>
        <Issues press={press} view={view} />
        <nav class="onward" aria-label="Pages of this list">
          <a href={listPath(list.name)}>Newest</a>
          <Older view={view} />
        </nav>
      </div>
    ),
  });
};

const feedOf = ({ name, title, archive }: MailingList) =>
  archive ? { feed: { title, href: feedPath(name) } } : {};

const Newest = ({ press, view }: { press: Press; view: ListView }) => (
  <section class="issues" aria-labelledby="issues">
    <h2 id="issues" class="rubric">
      Issues
    </h2>
    {view.issues.length === 0 && <p class="list-intro">Nothing has been sent yet.</p>}
    <Issues press={press} view={view} />
    <p class="list-links">
      <a href={feedPath(view.list.name)}>Feed of this list</a>
    </p>
    {view.older && (
      <nav class="onward" aria-label="Pages of this list">
        <Older view={view} />
      </nav>
    )}
  </section>
);

const Issues = ({ press, view: { list, issues } }: { press: Press; view: ListView }) => (
  <div class="entries">
    {issues.map((issue) => (
      <article key={issue.id} class="teaser" {...inLanguage(issue.language, press.config.language)}>
        <div class="teaser-text">
          <p class="credits">
            <When date={issue.startedAt} zone={press.zone} />
          </p>
          <h3>
            <a href={issuePath(list.name, issue.slug)}>{issue.title}</a>
          </h3>
          {issue.preview && <p class="teaser-standfirst">{issue.preview}</p>}
        </div>
      </article>
    ))}
  </div>
);

const Older = ({ view: { list, older } }: { view: ListView }) =>
  older === undefined ? null : (
    <a href={listPath(list.name, older)} rel="next">
      Older
    </a>
  );
