import type { Clock } from '../../runtime/clock.ts';
import { Problem } from '../../runtime/problem.ts';
import type { Digest } from '../digests/digest.ts';
import type { Issue } from '../issues/issue.ts';
import type { Digests, Issues, Published } from '../issues/ports.ts';

export interface FindDeps {
  issues: Pick<Issues, 'atSlug' | 'read'>;
  digests: Pick<Digests, 'atSlug' | 'read'>;
  /** For who looks at its text, or sends it. */
  published?: Pick<Published, 'standing'>;
  clock: Clock;
  pause(milliseconds: number): Promise<unknown>;
}

/** What stands at a slug: an issue, or a digest, which makes issues. */
export type Found = { issue: Issue } | { digest: Digest };

/** Milliseconds: a document that was just handed in comes by an event, on average within one. */
const longest = 5_000;
const interval = 250;

/** The newsletter at a slug, also at one it had before. What was not heard of yet, or of which a newer text is not, is looked
 *  for again for five seconds. @throws Problem (404, 503) */
export async function demandNewsletter(slug: string, deps: FindDeps): Promise<Found> {
  const end = deps.clock.now().getTime() + longest;
  for (;;) {
    const found = await newsletterAt(slug, deps);
    if (found && !(await isBehind(found, deps))) return found;
    if (deps.clock.now().getTime() >= end) throw found ? notHeard() : new Problem(404, notThere(slug));
    await deps.pause(interval);
  }
}

/** Whether its document was corrected, published or drafted, and the row does not say so yet: what is looked at or sent now
 *  would be what was said before. */
async function isBehind(found: Found, { published }: FindDeps): Promise<boolean> {
  if (!published || 'digest' in found || found.issue.digest || found.issue.frozen) return false;
  const { id, text } = found.issue;
  const document = await published.standing(id, text.slug);
  if (document?.kind !== 'newsletter' || !mailable.has(document.status)) return false;
  const isDraft = document.status !== 'published';
  return document.revision !== text.revision || isDraft !== (text.unpublished === true);
}

const mailable: ReadonlySet<string> = new Set(['published', 'draft', 'scheduled']);

const notHeard = () =>
  new Problem(
    503,
    'Its document has just been changed, and the change is not heard of yet. Try again in a moment.',
    {
      headers: { 'retry-after': '5' },
    },
  );

/** The same where only an issue will do. @throws Problem (404, or 409 for a digest) */
export async function demandIssue(slug: string, deps: FindDeps): Promise<Issue> {
  const found = await demandNewsletter(slug, deps);
  if ('issue' in found) return found.issue;
  throw new Problem(
    409,
    `“${slug}” is a digest: it makes an issue each time, with a slug of its own. “GET /api/newsletters” lists them.`,
  );
}

async function newsletterAt(slug: string, { issues, digests }: FindDeps): Promise<Found | undefined> {
  const [issueId, digestId] = await Promise.all([issues.atSlug(slug), digests.atSlug(slug)]);
  const issue = issueId === undefined ? undefined : await issues.read(issueId);
  if (issue) return { issue };
  const digest = digestId === undefined ? undefined : await digests.read(digestId);
  return digest && { digest };
}

const notThere = (slug: string): string =>
  `There is no newsletter “${slug}”. “press newsletter list” shows those there are; a document becomes one by “kind: newsletter”.`;
