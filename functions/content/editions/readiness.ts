import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import {
  type FollowingDocument,
  idOf,
  isLive,
  isPublic,
  type PendingRevision,
  type Revision,
  revisionOf,
  type StoredHead,
  textOrderOf,
} from '../contract/document.ts';
import { presentHead, readMoves } from '../contract/moves.ts';
import { draftsOf, isEditors, isUnread, pendingOf } from '../documents/pending-revision.ts';
import { asDate, inUtc } from '../documents/schedule.ts';
import { later } from '../documents/text-order.ts';
import type { Fields } from '../kinds/kinds.ts';
import type { DocumentReader } from '../ports.ts';

/**
 * Whether a document can follow its edition.
 * - `goes`: this revision becomes live with it.
 * - `live`: readers have it, and nothing newer waits.
 * - `not ready`: the edition cannot go with it; `why` ends the sentence that its slug begins.
 */
export type Readiness =
  | { state: 'goes'; revision: number }
  | { state: 'live' }
  | { state: 'not ready'; why: string };

/** A document that an edition lists, as it stands. */
export interface Member {
  /** As the edition lists it. */
  slug: string;
  /** Where it stands now, if it is there. */
  head: StoredHead | undefined;
  readiness: Readiness;
  /** What becomes live. */
  revision?: Revision;
}

export interface GatherDeps {
  documents: Pick<DocumentReader, 'heads' | 'revision'>;
}

/** Revisions that are read at once. */
const concurrency = 8;

/** The documents of an edition, in its order, as far as is stored. @param at Its moment (ISO instant), if it has one. */
export async function gatherMembers(
  slugs: string[],
  at: string | undefined,
  { documents }: GatherDeps,
): Promise<Member[]> {
  const heads = await presentHeads(slugs, (wanted) => documents.heads(wanted));
  return mapConcurrently(slugs, { concurrency }, async (slug): Promise<Member> => {
    const head = heads.get(slug);
    const revision = isLive(head) ? await nextRevisionOf(head, documents) : undefined;
    const readiness = readinessOf({ head, fields: revision?.fields }, at);
    return { slug, head, readiness, ...(revision && readiness.state === 'goes' && { revision }) };
  });
}

/** What waits in it, or what stands where nothing does. */
async function nextRevisionOf(
  head: StoredHead,
  documents: GatherDeps['documents'],
): Promise<Revision | undefined> {
  const number = editorsDraft(head)?.revision ?? head.revision;
  return number === head.revision ? revisionOf(head) : documents.revision(head.slug, number, head.since);
}

/** Heads by the slugs that name them, also where a document has moved since. */
export async function presentHeads(
  slugs: string[],
  read: DocumentReader['heads'],
): Promise<ReadonlyMap<string, StoredHead>> {
  const { heads } = await read({ slugs, ids: [] });
  const moves = await readMoves(heads.values(), read);
  return new Map(
    slugs.flatMap((slug) => {
      const head = heads.get(slug);
      const present = head && presentHead(head, moves);
      return present ? [[slug, present] as const] : [];
    }),
  );
}

/**
 * What an editor has handed in that readers do not have: the document itself, or what waits beside what they have or had,
 * unless somebody has published or withdrawn it by hand since.
 */
export function editorsDraft(head: StoredHead): PendingRevision | undefined {
  if (!isPublic(head)) return isEditors(head) ? pendingOf(head) : undefined;
  const decided = decidedAt(head);
  return draftsOf(head).find((one) => isEditors(one) && isUnread(one, head) && one.order > decided);
}

/** Order of what readers have or had, or of the command that made it so. */
export const decidedAt = (head: StoredHead): string => later(textOrderOf(head), head.ordering?.after ?? '');

/** @param fields Those of what waits, or of what stands where nothing does; absent: they are not known. */
export function readinessOf(
  { head, fields }: { head: StoredHead | undefined; fields: Fields | undefined },
  at: string | undefined,
): Readiness {
  if (!isLive(head)) return notReady('is not there: no document stands at that slug');
  const waiting = editorsDraft(head);
  const unfit = fields && unfitFor(fields);
  if (unfit && (waiting || !wasSent(head, fields, at))) return notReady(unfit);
  if (waiting) return whetherGoes(waiting, at);
  if (head.status === 'published') {
    // It was published to wait for a hand that sends it; the edition is that hand.
    const waitsToBeSent = fields?.kind === 'newsletter' && fields.sendAt === undefined;
    return waitsToBeSent ? { state: 'goes', revision: head.revision } : { state: 'live' };
  }
  return notReady(head.status === 'withdrawn' ? 'is withdrawn' : waitsForReview(head, at));
}

/** The newsletter of an edition that has gone has its moment from that; one that goes before the edition is with readers
 *  by then. */
function wasSent(head: StoredHead, fields: Fields, at = head.at): boolean {
  if (head.status !== 'published' || fields.kind !== 'newsletter' || fields.sendAt === undefined)
    return false;
  return Date.parse(fields.sendAt) <= Math.max(Date.parse(head.at), Date.parse(at));
}

function whetherGoes({ status, publishAt, withdrawAt, revision }: PendingRevision, at?: string): Readiness {
  // One that is before the edition has come by then.
  const isLater = publishAt !== undefined && (at === undefined || publishAt > at);
  if (status === 'scheduled' && isLater) return notReady(ownTime(publishAt));
  if (at !== undefined && withdrawAt !== undefined && withdrawAt <= at)
    return notReady(`is to be withdrawn at ${inUtc(withdrawAt)}, before the edition goes`);
  return { state: 'goes', revision };
}

/** What a document says of itself that no edition can have. */
export function unfitFor(fields: Fields): string | undefined {
  if (fields.kind === 'edition') return 'is an edition itself';
  if (fields.kind !== 'newsletter') return undefined;
  if (fields.every !== undefined)
    return 'is a digest, which goes out each week by itself: take “every:” out of its file';
  return fields.sendAt === undefined
    ? undefined
    : 'has a “send_at:” of its own: take it out, for it goes out with the edition';
}

const notReady = (why: string): Readiness => ({ state: 'not ready', why });

const ownTime = (publishAt: string): string =>
  `has a time of its own (${inUtc(publishAt)}): “press unschedule” takes that back`;

const waitsForReview = ({ slug, pending, revision }: StoredHead, at: string | undefined): string =>
  `waits for an editor’s review: ${
    at === undefined
      ? 'hand it in as an editor'
      : `“press schedule ${slug} ${pending?.revision ?? revision} "${asDate(at)}"” takes it for this edition`
  }`;

/** What the decision fixes: each that goes, as it stands, in the order in which they follow. */
export const followersOf = (members: Member[]): FollowingDocument[] =>
  members.flatMap(({ head, readiness }) =>
    head && readiness.state === 'goes'
      ? [
          {
            slug: head.slug,
            id: idOf(head),
            ...(head.since !== undefined && { since: head.since }),
            revision: readiness.revision,
          },
        ]
      : [],
  );

export const unreadyIn = (members: Member[]) =>
  members.flatMap(({ slug, readiness }) =>
    readiness.state === 'not ready' ? [{ slug, why: readiness.why }] : [],
  );
