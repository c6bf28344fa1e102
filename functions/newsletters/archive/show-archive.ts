import { publicForTenSeconds } from '../../runtime/http.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { PageReply } from '../../runtime/page-http.ts';
import { Problem } from '../../runtime/problem.ts';
import type { IssueFiles, Issues } from '../issues/ports.ts';
import type { MailingList } from '../lists.ts';
import { issueFeed } from '../pages/issue-feed.ts';
import { issuePage, withdrawnPage } from '../pages/issue-page.tsx';
import { listPage, olderIssuesPage } from '../pages/list-page.tsx';
import type { Press } from '../press.ts';
import { anyList, canonicalList, feedName, issuePath, latestName, listPath } from './addresses.ts';
import { type Archive, archivePosition } from './archived-issue.ts';

export interface Deps {
  issues: Pick<Issues, 'atSlug' | 'read'>;
  archive: Archive;
  files: Pick<IssueFiles, 'page'>;
  press: () => Promise<Press>;
}

/** What is asked for: `/newsletters/{list}/`, perhaps from the issue `before` (a slug) back, or what is `below` it. */
export interface Asked {
  list: string;
  below?: string | undefined;
  before?: string | undefined;
}

/** Issues on a page of a list, and in its feed. */
const pageLength = 20;
const feedLength = 10;

/**
 * The web archive: lists, issues and feeds, as readers may see them. Issues are there from when sending begins. All of it
 * is public, and as fresh as any page. @throws Problem 404.
 */
export async function showArchive({ list: name, below, before }: Asked, deps: Deps): Promise<PageReply> {
  const press = await deps.press();
  if (name === anyList && below !== undefined) return showHome(below, press, deps);
  const list = press.lists.find((one) => one.name === name);
  if (!list) throw new Problem(404, 'There is no newsletter of this name.');
  if (below === undefined && before === undefined) return showNewest(list, press, deps);
  if (!list.archive) throw nothing();
  if (below === undefined) return showOlder(list, before ?? '', press, deps);
  switch (below) {
    case feedName:
      return showFeed(list, press, deps);
    case latestName:
      return showLatest(list, deps);
    default:
      return showIssue(list, below, press, deps);
  }
}

/** Characters; DynamoDB refuses keys that are far longer. */
const longestSlug = 500;

const nothing = () => new Problem(404, 'There is nothing at this address.');

const shared = { 'cache-control': publicForTenSeconds };

const shown = (html: string): PageReply => ({ status: 200, open: true, html, headers: shared });

/** A slug can become free again, and there will be a newer issue: no address leads on for good. */
const leadsTo = (status: 301 | 302, location: string): PageReply => ({
  status,
  open: true,
  headers: { ...shared, location },
});

/** To the address under which an issue is at home, whatever its lists are. */
async function showHome(slug: string, press: Press, { issues }: Deps): Promise<PageReply> {
  const id = await issues.atSlug(slug);
  const issue = id === undefined ? undefined : await issues.read(id);
  const home = issue?.startedAt && canonicalList(issue.frozen?.lists ?? [], press.lists);
  if (!issue || !home) throw new Problem(404, 'There is nothing at this address, or not yet.');
  return leadsTo(302, issuePath(home, issue.text.slug));
}

async function showNewest(list: MailingList, press: Press, deps: Deps): Promise<PageReply> {
  return shown(listPage(press, { list, ...(await issuesOf(list, deps)) }));
}

/** Also from an issue that was withdrawn: somebody may have the address of this page. */
async function showOlder(list: MailingList, slug: string, press: Press, deps: Deps): Promise<PageReply> {
  if (slug.length > longestSlug) throw nothing();
  const id = await deps.issues.atSlug(slug);
  const issue = id === undefined ? undefined : await deps.issues.read(id);
  const { startedAt } = issue ?? {};
  if (!issue || startedAt === undefined || !issue.frozen?.lists.includes(list.name)) throw nothing();
  const part = await issuesOf(list, deps, archivePosition({ id: issue.id, startedAt }));
  return shown(olderIssuesPage(press, { list, ...part }, issue.text.slug));
}

async function issuesOf(list: MailingList, { archive }: Deps, before?: string) {
  if (!list.archive) return { issues: [] };
  const read = await archive.older(list.name, pageLength + 1, before);
  const issues = read.slice(0, pageLength);
  return { issues, ...(read.length > pageLength && { older: issues.at(-1)?.slug }) };
}

async function showFeed(list: MailingList, press: Press, deps: Deps): Promise<PageReply> {
  const newest = await deps.archive.older(list.name, feedLength);
  const issues = await mapConcurrently(newest, { concurrency: 5 }, async (issue) => ({
    issue,
    content: await deps.files.page(issue.id),
  }));
  const { headers, ...reply } = shown(issueFeed(press, list, issues));
  return { ...reply, headers: { ...headers, 'content-type': 'application/atom+xml; charset=utf-8' } };
}

/** Before there is an issue: to the page that says so. */
async function showLatest({ name }: MailingList, { archive }: Deps): Promise<PageReply> {
  const [newest] = await archive.older(name, 1);
  return leadsTo(302, newest ? issuePath(name, newest.slug) : listPath(name));
}

async function showIssue(list: MailingList, slug: string, press: Press, deps: Deps): Promise<PageReply> {
  const id = await deps.issues.atSlug(slug);
  const issue = id === undefined ? undefined : await deps.issues.read(id);
  const { startedAt, frozen } = issue ?? {};
  if (!issue || startedAt === undefined || !frozen?.lists.includes(list.name)) throw nothing();
  if (issue.withdrawnAt !== undefined)
    return { status: 410, html: withdrawnPage(press, list), headers: shared };
  if (issue.text.slug !== slug) return leadsTo(301, issuePath(list.name, issue.text.slug));
  const home = canonicalList(frozen.lists, press.lists) ?? list.name;
  const position = archivePosition({ id: issue.id, startedAt });
  const [content, [older], newer] = await Promise.all([
    deps.files.page(issue.id),
    deps.archive.older(list.name, 1, position),
    deps.archive.newer(list.name, position),
  ]);
  if (!content) throw nothing();
  return shown(
    issuePage(press, { content, slug, list, canonical: issuePath(home, slug), startedAt, older, newer }),
  );
}
