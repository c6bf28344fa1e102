import type { Digest } from '../digests/digest.ts';
import type { Issue } from './issue.ts';

/** The issue that a digest would make now: to be looked at, never stored. */
export function issueOfDigest(digest: Digest, now: Date): Issue {
  const { slug, revision, title, subject, preview, language, lists, pieces, body } = digest;
  return {
    id: `${digest.id}.${now.toISOString().slice(0, 10)}`,
    text: {
      ...{ slug, version: 0, revision, title, subject, lists, pieces, body, sinceLast: true },
      ...(preview !== undefined && { preview }),
      ...(language !== undefined && { language }),
    },
    state: 'draft',
    digest: digest.id,
    round: 1,
    writes: 0,
  };
}
