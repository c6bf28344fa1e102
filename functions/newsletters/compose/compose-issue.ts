import { senderOf } from '../../runtime/people/sender.ts';
import type { Issue } from '../issues/issue.ts';
import type { ComposedForSending, IssueComposer } from '../issues/ports.ts';
import { titleOf } from '../lists.ts';
import type { Press } from '../press.ts';
import { type GatherDeps, type Gathered, gatherContent } from './gather-content.ts';
import type { ComposedIssue, IssueContent } from './issue-content.ts';
import { issueMail } from './issue-mail.tsx';
import { filled } from './placeholders.ts';

export interface ComposeDeps extends GatherDeps {
  press(): Promise<Press>;
}

export const issueComposer = (deps: ComposeDeps): IssueComposer => ({
  compose: (issue) => composeIssue(issue, deps),
});

/** The issue of this moment, with all that is decided when it freezes. */
async function composeIssue({ text, digest }: Issue, deps: ComposeDeps): Promise<ComposedForSending> {
  const press = await deps.press();
  const gathered = await gatherContent(text, press.lists, deps);
  const { content, carries, marks } = gathered;
  const composed = composedOf(content, press);
  const said = objection(gathered, composed) ?? (digest && !content.pieces.length ? nothingNew : undefined);
  if (said) return { outcome: 'refused', said };
  const from = senderOf(press.sender, press.config.site);
  const frozen = { content, composed, from, replyTo: from };
  return { outcome: 'composed', frozen, carries, ...(marks && { marks }) };
}

/** What was news when a digest made it may have gone with another issue since. */
const nothingNew =
  'Its lists have had by now all that was news to them: there is nothing to send. The next issue comes when there is.';

/** The mail of an issue: also of one that is only looked at. */
export function composedOf(content: IssueContent, { config, lists }: Press): ComposedIssue {
  const titles = content.lists.map((name) => titleOf(lists, name));
  const mail = issueMail(config, titles, content);
  return { ...mail, bytes: Buffer.byteLength(filled(mail.html, sampleLinks)) };
}

/** Links as long as real ones, that lead to nobody's. */
export const sampleLinks = {
  leave: `0SAMPLE0SAMPLE0SAMPLE0SAMP.${'x'.repeat(43)}`,
  preferences: `0SAMPLE0SAMPLE0SAMPLE0SAMP.1.${'x'.repeat(43)}`,
};

/** SES takes 500 KB for all parts of a template. */
const largest = 500_000;

/** Why it cannot be sent, with the way out. */
export function objection({ content, gone }: Gathered, composed: ComposedIssue): string | undefined {
  if (!content.lists.length)
    return `The press document has none of its lists any more: ${gone.join(', ')}. Name one that it has under \`lists:\`, or add them there again.`;
  if (!content.subject.trim()) return 'It has no subject. Give it one as `subject:` or a title.';
  if (!content.intro.html.trim() && !content.pieces.length)
    return 'There is nothing in it: no text, and no piece that readers can read. Write something, or publish the pieces that it names.';
  const bytes = Buffer.byteLength(composed.html) + Buffer.byteLength(composed.text);
  if (bytes > largest)
    return `The mail has ${Math.ceil(bytes / 1000)} KB, and the mail service takes ${largest / 1000}. Shorten the text: readers find the rest on the site.`;
  return undefined;
}
