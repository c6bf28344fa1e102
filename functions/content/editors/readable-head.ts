import { isPublic, type Revision, type StoredHead } from '../contract/document.ts';
import { mayRead, maySee, type Viewer } from '../contract/own-documents.ts';
import { draftsOf, withDrafts } from '../documents/pending-revision.ts';
import type { DocumentReader } from '../ports.ts';

/**
 * What stands, with what of it somebody may read: of what waits beside it, and of when it changes by itself. Undefined
 * where they may not read what stands.
 */
export function readableHead(viewer: Viewer, head: StoredHead): StoredHead | undefined {
  if (viewer.isEditor) return head;
  if (!mayRead(viewer, head, head)) return undefined;
  const { slug } = head;
  const drafts = draftsOf(head).filter((draft) => mayRead(viewer, head, { ...draft, slug }));
  const readable = withDrafts(head, drafts);
  return maySee(viewer, head) ? readable : { ...readable, withdrawAt: undefined };
}

/** How many revisions are looked through for somebody's own. */
const mostRevisions = 100;

/** The same; where they may not read what stands, the newest revision that they may. @param past Newest first, if known. */
export async function newestReadable(
  viewer: Viewer,
  head: StoredHead,
  documents: Pick<DocumentReader, 'revisions'>,
  past?: Revision[],
): Promise<StoredHead | undefined> {
  if (!maySee(viewer, head)) return undefined;
  const readable = readableHead(viewer, head);
  if (readable) return readable;
  const revisions = past ?? (await documents.revisions(head.slug, mostRevisions, head.since));
  const own = revisions.find((revision) => mayRead(viewer, head, revision));
  return own && ownState(head, own);
}

/** Of the document only what readers are told: that it is withdrawn. Else it is a draft for who handed it in. */
function ownState(head: StoredHead, own: Revision): StoredHead {
  const { slug, id, since, people, revisions } = head;
  const { status, reason } = isPublic(head) ? head : { status: 'draft' as const, reason: undefined };
  const untimed = { publishAt: undefined, withdrawAt: undefined };
  return { ...own, ...untimed, slug, id, since, people, revisions, status, reason, lists: [], entry: '' };
}
