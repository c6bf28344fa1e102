import { Problem } from '../../runtime/problem.ts';
import { demandIssue, demandNewsletter, type FindDeps } from './find-issue.ts';
import type { Batches, Digests, Issues } from './ports.ts';
import { type PreviewDeps, previewIssue } from './preview-issue.ts';
import { reportOf } from './report.ts';
import { issueIn, shownDigest, shownDigestWhole, shownIssue, shownIssueWhole } from './shown-issue.ts';

export interface Deps extends FindDeps, PreviewDeps {
  issues: Pick<Issues, 'atSlug' | 'read' | 'list'>;
  digests: Pick<Digests, 'atSlug' | 'read' | 'all'>;
  batches: Pick<Batches, 'all' | 'leaves'>;
}

/** Issues, the newest first; before the first of them all digests, which are few. */
export async function listNewsletters(
  { limit, cursor }: { limit: number; cursor?: string },
  { issues, digests }: Pick<Deps, 'issues' | 'digests'>,
) {
  const [page, all] = await Promise.all([
    issues.list(limit, cursor === undefined ? undefined : positionIn(cursor)),
    cursor === undefined ? digests.all() : [],
  ]);
  return {
    digests: all.map(shownDigest),
    items: page.items.map(shownIssue),
    next: page.next === undefined ? null : Buffer.from(page.next).toString('base64url'),
  };
}

function positionIn(cursor: string): string {
  const position = Buffer.from(cursor, 'base64url').toString();
  if (/^[\x20-\x7e]{1,200}$/.test(position)) return position;
  throw new Problem(400, 'cursor: has to be the “next” of the answer before, as it came.');
}

/** An issue or a digest: how it stands, what it carries, and what somebody should know before it is sent. */
export async function showNewsletter(slug: string, deps: Deps) {
  const found = await demandNewsletter(slug, deps);
  const { findings, people } = await previewIssue(issueIn(found, deps.clock.now()), deps);
  const shown = 'issue' in found ? shownIssueWhole(found.issue) : shownDigestWhole(found.digest);
  return { ...shown, people, findings };
}

/** The mail as one of its people gets it; of a digest as it would be if it left now. @throws Problem (404, 409) */
export async function showPreview(slug: string, deps: Deps) {
  const found = await demandNewsletter(slug, deps);
  const { mail, findings, people } = await previewIssue(issueIn(found, deps.clock.now()), deps);
  if (!mail) throw new Problem(409, findings[0]?.text ?? 'It cannot be composed.');
  return { ...mail, people, findings };
}

/** What became of it, by person: one figure a state. @throws Problem (404) */
export async function showReport(slug: string, deps: Deps) {
  const issue = await demandIssue(slug, deps);
  return { state: issue.state, ...(await reportOf(issue, deps)) };
}
