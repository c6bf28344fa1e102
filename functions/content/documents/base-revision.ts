import { Problem } from '../../runtime/problem.ts';
import { idOf, isLive, type PendingRevision, type Revision, type StoredHead } from '../contract/document.ts';
import { revisionId, revisionIdIn, revisionMeant } from '../contract/revision-id.ts';
import type { DocumentReader } from '../ports.ts';
import { noRevision } from './change-document.ts';
import { hasTextOf, isEditors, waitingIn } from './pending-revision.ts';

/*
 * Two people at one document: a hand-in may name the revision that it began from. What stands is replaced only by what
 * began from it; everything else becomes a draft beside it, until an editor publishes it and names what goes.
 *
 * | what comes between                     | and then                                                             |
 * | -------------------------------------- | -------------------------------------------------------------------- |
 * | both were written from revision 3 and  | the write names the state that was looked at, so one is written; the |
 * | arrive at once                         | other looks again, finds revision 4, and becomes a draft             |
 * | it dies before its write               | nothing was stored; the message comes again, and is judged anew      |
 * | … after its write                      | the file has its result: the same transaction settles it             |
 * | the message comes twice                | the second finds the result, or that its write settles nothing more  |
 * | the same text again, from the same     | “unchanged”, where it stands or waits                                |
 * | revision                               |                                                                      |
 * | an upload opened before, without a     | is judged by its order, as ever: a base is newer than what it began  |
 * | base, arrives late                     | from, whatever the order of its upload                               |
 * | what it began from was published or    | readers have the very text that it began from: nothing is lost       |
 * | withdrawn by the clock, or published   |                                                                      |
 * | … withdrawn or scheduled by a person   | somebody decided since: it becomes a draft                           |
 * | the document moved to another address  | its marker leads on: what stands there is what the base is set beside |
 * | it was deleted                         | the base is gone, and the hand-in refused                            |
 * | the draft is published or scheduled    | refused, until what goes is named by its revision; where another came |
 * |                                        | between, that one has to be named                                    |
 */

/** A revision that a newer hand-in is set beside. */
export type Standing = Pick<
  PendingRevision,
  'revision' | 'status' | 'order' | 'source' | 'body' | 'by' | 'byName' | 'at'
>;

/** What stands, or what editors have newer beside it. A writer's draft, and one that began from an older revision, wait
 *  for an editor: they stand in nobody's way. */
export function newestRevision(head: StoredHead): Standing {
  const drafts = waitingIn(head).filter(isEditors);
  return [head, ...drafts].reduce<Standing>((a, b) => (b.revision > a.revision ? b : a), head);
}

/** Whether what stands has something in it that the base does not have. */
export function isOvertaken(base: Revision, head: StoredHead): boolean {
  const newest = newestRevision(head);
  if (base.overtaken && !hasTextOf(base, head)) return true;
  if (base.slug === head.slug) {
    if (base.revision === newest.revision) return false;
    const waits = waitingIn(head).some(({ revision }) => revision === base.revision);
    if (waits && base.revision > newest.revision) return false;
  }
  return !continues(base, newest);
}

/** The same text, which readers have by now, or with which the clock alone did something. */
const continues = (base: Revision, newest: Standing): boolean =>
  hasTextOf(base, newest) && (newest.status === 'published' || newest.order === base.order);

/** Where revisions are looked for. */
export interface RevisionsDeps {
  documents: Pick<DocumentReader, 'head' | 'revision'>;
}

/**
 * A revision of a document, by its number or by its id; one from under an older slug too.
 * @throws Problem 404 where it has none such with a text.
 */
export async function revisionOfDocument(
  head: StoredHead,
  wanted: number | string,
  { documents }: RevisionsDeps,
): Promise<Revision> {
  const named = revisionMeant(head.slug, wanted);
  const at = !named || named.slug === head.slug ? head : await documents.head(named.slug);
  const isOfIt = at === head || (at?.status === 'moved' && idOf(at) === idOf(head));
  const found = named && isOfIt ? await documents.revision(named.slug, named.revision, at?.since) : undefined;
  if (!found?.body || found.status === 'moved') throw noRevision(head.slug, wanted);
  return found;
}

/** What would be replaced by a revision that did not begin from it, if anything would. */
export async function replacedUnseen(
  seen: StoredHead,
  revision: Revision,
  { documents }: RevisionsDeps,
): Promise<StoredHead | undefined> {
  if (revision.basedOn === undefined) return undefined;
  const named = revisionIdIn(revision.basedOn);
  const at = named && (await documents.head(named.slug));
  const replaced = isLive(at) ? at : seen;
  if (revision.revision === replaced.revision && revision.slug === replaced.slug) return undefined;
  if (hasTextOf(revision, replaced)) return undefined;
  const base = named && (await documents.revision(named.slug, named.revision, at?.since));
  const standing = { ...replaced, pending: undefined, ordering: undefined };
  return base && !isOvertaken({ ...base, overtaken: undefined }, standing) ? undefined : replaced;
}

/** In the list of what a command replaces, ids of revisions stand beside slugs of documents. */
export const splitNamed = (named: string[]): { slugs: string[]; revisions: string[] } => ({
  slugs: named.filter((one) => !revisionIdIn(one)),
  revisions: named.filter((one) => revisionIdIn(one)),
});

/**
 * An editor who publishes or schedules what did not begin from what stands says that they know: by the id of what goes.
 * @param again The command that they give again with it.
 * @throws Problem 409
 */
export async function demandReplaced(
  { seen, revision, named, again }: { seen: StoredHead; revision: Revision; named: string[]; again: string },
  deps: RevisionsDeps,
): Promise<void> {
  const replaced = await replacedUnseen(seen, revision, deps);
  const standing = revisionId(replaced ?? seen);
  const [other] = named.filter((id) => id !== standing);
  if (other !== undefined) {
    const text = `“${other}” is not what stands: that is “${standing}”. Nothing was changed.`;
    throw new Problem(409, text);
  }
  if (replaced && !named.includes(standing)) throw new Problem(409, notSeen(replaced, revision, again));
}

const notSeen = (replaced: StoredHead, { slug, revision, basedOn }: Revision, again: string): string =>
  `Revision ${revision} of “${slug}” began from ${basedOn}, and would replace ${describedStanding(replaced)}. Compare them:
    “press diff ${replaced.slug} ${replaced.revision} ${slug === replaced.slug ? revision : `${slug}/${revision}`}”. If that is meant, say so: “${again} --replaces
    ${revisionId(replaced)}”, in the API {"replaces": ["${revisionId(replaced)}"]}. If not, hand in what takes up both,
    begun from ${revisionId(replaced)}.`.replace(/\s+/g, ' ');

/** `revision 4, published by Edda Moss on 2026-11-04 at 16:05 UTC` */
export const describedStanding = ({ revision, status, by, byName, at }: Standing): string =>
  `revision ${revision}, ${status} by ${byName ?? by} on ${at.slice(0, 10)} at ${at.slice(11, 16)} UTC`;
