import { Problem } from '../../runtime/problem.ts';
import { type Deps as DigestDeps, sleepDigest, wakeDigest } from '../digests/wake-digest.ts';
import { demandNewsletter, type FindDeps } from './find-issue.ts';
import type { CommandOutcome, IssueCommand } from './ports.ts';
import { sendTest, type TestDeps } from './send-test.ts';
import { issueIn, shownDigest, shownIssue } from './shown-issue.ts';

export interface Deps extends FindDeps, Omit<DigestDeps, 'digests'>, TestDeps {
  digests: FindDeps['digests'] & DigestDeps['digests'];
  /** Does what is demanded of an issue, or says why not. */
  commandIssue(id: string, command: IssueCommand): Promise<CommandOutcome>;
}

/** Does what an editor demands of what stands at a slug, and answers its line. @throws Problem (404, 409) */
export async function commandNewsletter(slug: string, command: IssueCommand, deps: Deps) {
  const found = await demandNewsletter(slug, deps);
  if ('digest' in found) return commandDigest(found.digest.id, command, deps);
  const done = await deps.commandIssue(found.issue.id, command);
  if (done.outcome === 'refused') throw new Problem(409, done.said);
  return shownIssue(done.issue);
}

async function commandDigest(id: string, { what, by }: IssueCommand, deps: Deps) {
  if (what !== 'pause' && what !== 'resume') throw new Problem(409, noIssue);
  const done = await (what === 'resume' ? wakeDigest(id, deps) : sleepDigest(id, by, deps));
  if (done.outcome === 'refused') throw new Problem(409, done.said);
  return shownDigest(done.digest);
}

const noIssue =
  'It is a digest: it makes issues by itself, and these are sent, cancelled and sent again, each by its own slug. A ' +
  'digest can be paused and resumed.';

/** Mails what stands at a slug to one address, as a test. @throws Problem (404, 409, 422, 429, 503) */
export async function testNewsletter(
  slug: string,
  to: { email: string; by: string },
  deps: Deps,
): Promise<void> {
  await sendTest(issueIn(await demandNewsletter(slug, deps), deps.clock.now()), to, deps);
}
