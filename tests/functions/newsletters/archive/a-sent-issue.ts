import type { IssueContent } from '../../../../functions/newsletters/compose/issue-content.ts';
import type { Issue, IssueText } from '../../../../functions/newsletters/issues/issue.ts';
import { anIssue } from '../issues/fakes.ts';

interface Sent extends Partial<Issue> {
  /** When sending began. */
  at: string;
  lists?: string[];
}

/** An issue that is being sent, with its slug as its id. */
export function aSentIssue(
  slug: string,
  { at, lists = ['weekly'], ...members }: Sent,
  text: Partial<IssueText> = {},
): Issue {
  const issue = anIssue();
  return {
    ...issue,
    id: slug,
    state: 'sending',
    text: { ...issue.text, slug, title: `Issue ${slug}`, lists, ...text },
    frozen: { at, key: `frozen/${slug}`, revision: 1, lists, carries: [], batchSize: 50 },
    startedAt: at,
    ...members,
  };
}

/** What its page shows. */
export const aContent = (members: Partial<IssueContent> = {}): IssueContent => ({
  ...{ slug: 'may', title: 'May', subject: 'News of May', lists: ['weekly'], pieces: [] },
  intro: { html: '<p>Dear readers.</p>', text: 'Dear readers.', pictures: [] },
  ...members,
});
