import type { Digest } from '../digests/digest.ts';
import { issueOfDigest } from '../digests/digest-moves.ts';
import type { Issue, Stop } from '../issues/issue.ts';
import type { Found } from './find-issue.ts';

/* Issues and digests as editors see them. */

const second = (instant: string): string => instant.replace(/\.\d+Z$/, 'Z');

/** A line of `GET /api/newsletters`. */
export function shownIssue(issue: Issue) {
  const { text, state, digest, sendAt, audience, startedAt, endedAt, stop } = issue;
  return {
    ...{ slug: text.slug, title: text.title, subject: text.subject, state },
    lists: issue.frozen?.lists ?? text.lists,
    ...(digest !== undefined && { digest }),
    ...(sendAt && { sendAt: second(sendAt) }),
    ...(audience !== undefined && { audience }),
    ...(startedAt && { started: second(startedAt) }),
    ...(endedAt && { ended: second(endedAt) }),
    ...(stop && { stop: shownStop(stop) }),
  };
}

/** All of it but its content. */
export function shownIssueWhole(issue: Issue) {
  const { text, frozen, pausedFrom, waitUntil, round, again, withdrawnAt } = issue;
  return {
    ...shownIssue(issue),
    ...{ revision: frozen?.revision ?? text.revision, pieces: text.pieces, round },
    ...(text.preview !== undefined && { preview: text.preview }),
    ...(text.language !== undefined && { language: text.language }),
    ...(text.sinceLast && { sinceLast: true }),
    ...(frozen && { frozen: second(frozen.at) }),
    ...(pausedFrom && { pausedFrom }),
    ...(waitUntil && { waitsUntil: second(waitUntil) }),
    ...(again && { again }),
    ...(withdrawnAt && { withdrawn: second(withdrawnAt) }),
  };
}

const shownStop = ({ why, said, at, by }: Stop) => ({ why, said, at: second(at), ...(by && { by }) });

/** A digest in the same list. */
export const shownDigest = (digest: Digest) => ({
  ...{ slug: digest.slug, title: digest.title, subject: digest.subject, state: digest.state },
  ...{ lists: digest.lists, every: digest.every },
  ...(digest.why !== undefined && { why: digest.why }),
  ...(digest.dueAt && { next: second(digest.dueAt) }),
  ...(digest.last && { last: digest.last }),
});

export const shownDigestWhole = (digest: Digest) => ({
  ...shownDigest(digest),
  ...{ revision: digest.revision, pieces: digest.pieces },
  ...(digest.preview !== undefined && { preview: digest.preview }),
  ...(digest.language !== undefined && { language: digest.language }),
});

/** Of a digest the issue that it would make: looked at, never stored. */
export function issueIn(found: Found, now: Date): Issue {
  if ('issue' in found) return found.issue;
  const at = now.toISOString();
  const sendAt = found.digest.dueAt ?? at;
  // Without its digest it is shown also when there is no news for it.
  const { digest, ...issue } = issueOfDigest(found.digest, { date: sendAt.slice(0, 10), sendAt }, at);
  return issue;
}
