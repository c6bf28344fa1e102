import { atomFeed, atomId } from '../../look/atom.ts';
import { feedPath, issuePath, listPath } from '../archive/addresses.ts';
import type { ArchivedIssue } from '../archive/archived-issue.ts';
import type { IssueContent } from '../compose/issue-content.ts';
import type { MailingList } from '../lists.ts';
import type { Press } from '../press.ts';
import { issueHtml } from './issue-page.tsx';

/** An issue of a feed; without content it is a title with its preview. */
export interface FedIssue {
  issue: ArchivedIssue;
  content?: IssueContent | undefined;
}

/** Characters of HTML in one feed: a function's answer has at most 6 MB, and most are escaped in it. */
const room = 2_000_000;

/** The newest issues of a list, whole, as an Atom feed; those that find no room any more with their previews alone. */
export function issueFeed(press: Press, list: MailingList, issues: readonly FedIssue[]): string {
  const { config } = press;
  let used = 0;
  return atomFeed(config, {
    title: `${config.title}: ${list.title}`,
    subtitle: list.about,
    self: config.site + feedPath(list.name),
    home: config.site + listPath(list.name),
    entries: issues.map(({ issue, content }) => {
      const address = config.site + issuePath(list.name, issue.slug);
      const html = content && issueHtml(press, content, address);
      used += html?.length ?? 0;
      return {
        id: atomId(issue.id),
        title: issue.title,
        address,
        published: issue.startedAt,
        updated: issue.startedAt,
        language: issue.language,
        summary: issue.preview,
        content: used <= room ? html : undefined,
      };
    }),
  });
}
