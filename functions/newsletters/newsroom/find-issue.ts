import type { Clock } from '../../runtime/clock.ts';
import { Problem } from '../../runtime/problem.ts';
import type { Digest } from '../digests/digest.ts';
import type { Issue } from '../issues/issue.ts';
import type { Digests, Issues } from '../issues/ports.ts';

export interface FindDeps {
  issues: Pick<Issues, 'atSlug' | 'read'>;
  digests: Pick<Digests, 'atSlug' | 'read'>;
  clock: Clock;
  pause(milliseconds: number): Promise<unknown>;
}

/** What stands at a slug: an issue, or a digest, which makes issues. */
export type Found = { issue: Issue } | { digest: Digest };

/** Milliseconds: a document that was just handed in comes by an event, on average within one. */
const longest = 5_000;
const interval = 250;

/** The newsletter at a slug, also at one it had before. What was not heard of yet is looked for again for five seconds.
 *  @throws Problem (404) */
export async function demandNewsletter(slug: string, deps: FindDeps): Promise<Found> {
  const end = deps.clock.now().getTime() + longest;
  for (;;) {
    const found = await newsletterAt(slug, deps);
    if (found) return found;
    if (deps.clock.now().getTime() >= end) throw new Problem(404, notThere(slug));
    await deps.pause(interval);
  }
}

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
