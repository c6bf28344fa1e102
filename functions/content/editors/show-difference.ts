import { Problem } from '../../runtime/problem.ts';
import { shownRevisionLine } from '../api/shown.ts';
import { isLive, type StoredHead } from '../contract/document.ts';
import { revisionOfDocument } from '../documents/base-revision.ts';
import { notFound } from '../documents/change-document.ts';
import type { Archive, DocumentReader } from '../ports.ts';
import { compareRevisions } from './compare-revisions.ts';

interface Deps {
  documents: Pick<DocumentReader, 'head' | 'revision'>;
  bodies: Pick<Archive, 'body'>;
}

/** Revisions by number or id. Without `from` what stands, without `to` what waits beside that. */
export interface Compared {
  from?: string;
  to?: string;
}

/**
 * How two revisions of a document differ, word by word.
 * @throws Problem 404 where there is no such document or revision, 409 where one has to be named.
 */
export async function showDifference(slug: string, { from, to }: Compared, { documents, bodies }: Deps) {
  const head = await documents.head(slug);
  if (!isLive(head)) throw notFound(slug);
  const [one, other] = await Promise.all(
    [from ?? head.revision, to ?? waiting(head, from)].map((wanted) =>
      revisionOfDocument(head, wanted, { documents }),
    ),
  );
  if (!one || !other) throw notFound(slug);
  const [before, after] = await Promise.all([bodies.body(one.body), bodies.body(other.body)]);
  const texts = [
    { fields: one.fields, body: before },
    { fields: other.fields, body: after },
  ] as const;
  return {
    slug,
    from: shownRevisionLine(one),
    to: shownRevisionLine(other),
    ...compareRevisions(...texts),
  };
}

/** What one revision is compared with, where nobody says: what stands; of that, what waits beside it. */
function waiting({ slug, revision, pending }: StoredHead, from: string | undefined): number {
  if (from !== undefined) return revision;
  if (pending) return pending.revision;
  throw new Problem(
    409,
    `Nothing of “${slug}” waits: name two revisions, as “press show ${slug}” lists them.`,
  );
}
