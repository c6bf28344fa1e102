import { Problem } from '../../runtime/problem.ts';
import {
  type ChangedBy,
  idOf,
  isLive,
  isPublic,
  type Revision,
  type StoredHead,
} from '../contract/document.ts';
import { revisionId } from '../contract/revision-id.ts';
import type { Correction } from '../kinds/article.ts';
import { commonFields, dated, type Fields } from '../kinds/kinds.ts';
import type { ContentStore } from '../ports.ts';
import { type RevisionsDeps, revisionOfDocument } from './base-revision.ts';
import { type Command, type CommandDeps, changeDocument, nextRevision, notFound } from './change-document.ts';
import { termsOf, withDerived } from './membership.ts';
import { hasTextOf, newestOrderOf, pendingOf, waitingIn, withDrafts } from './pending-revision.ts';
import { type PublishedFilesDeps, preparePictures, publishedHead, tryAgain } from './published-head.ts';
import { zoneOfPress } from './schedule.ts';

/*
 * A restored text is a new revision, and what it replaces stays in the history. It takes the place of the newest text, and
 * nothing else: address, id, old addresses and what is to happen by itself stay the document's.
 *
 * | the document is  | with the old text it is                                                                   |
 * | ---------------- | ----------------------------------------------------------------------------------------- |
 * | published        | published, to be withdrawn when it was to be. As with any publication by hand, what was   |
 * |                  | scheduled beside it waits as a draft                                                      |
 * | scheduled        | scheduled, for the same moment                                                            |
 * | a draft          | a draft                                                                                   |
 * | withdrawn        | withdrawn for the same reason: an editor publishes the new revision, if anybody is to     |
 * |                  | read it                                                                                   |
 *
 * | what comes between                  | and then                                                               |
 * | ----------------------------------- | ---------------------------------------------------------------------- |
 * | a hand-in, a command, the clock     | the write names the state that was looked at: it looks again           |
 * | a hand-in that began from what this | is overtaken, and becomes a draft                                      |
 * | replaced                            |                                                                        |
 * | a hand-in opened before, without a  | is older than this command                                             |
 * | base                                |                                                                        |
 * | it is deleted                       | its revisions are gone: there is no such document                      |
 * | pictures that readers have no more  | are made again first; the command says to try again                    |
 * | it dies before the write            | files are noted as used, which ends after ten minutes                  |
 * | the answer is lost                  | asked again, it says that the press has exactly this already           |
 */

export interface RestoreRevisionDeps extends CommandDeps, PublishedFilesDeps, RevisionsDeps {
  content: Pick<ContentStore, 'lookUp' | 'write' | 'addTerms'>;
}

/** The document as it stands now. */
export interface RestoredRevision {
  head: StoredHead;
  /** What readers were told was corrected, and what the restored text does not say. */
  dropped: Correction[];
}

/** Makes an old revision the newest. @throws Problem 404, 409 where it is so already, 503 while pictures are made. */
export async function restoreRevision(
  slug: string,
  wanted: number | string,
  who: ChangedBy,
  deps: RestoreRevisionDeps,
): Promise<RestoredRevision> {
  let dropped: Correction[] = [];
  const head = await changeDocument(
    slug,
    who,
    async (seen, command) => {
      if (!isLive(seen)) throw notFound(slug);
      const revision = await revisionOfDocument(seen, wanted, deps);
      if (revision.fields.kind !== seen.fields.kind) throw new Problem(409, otherKind(seen, revision));
      if (hasTextOf(seen, revision)) throw new Problem(409, alreadySo(seen, revision));
      if (seen.fields.kind === 'edition' && isPublic(seen)) throw new Problem(409, hasGone(seen));
      const head = restored(seen, revision, command, await zoneOfPress(deps));
      const isPublished = head.status === 'published';
      await preparePictures(seen, head, deps, isPublished).catch(tryAgain);
      if (isPublished) await deps.content.addTerms(termsOf(head));
      dropped = isPublished ? correctionsLost(seen.fields, head.fields) : [];
      return { head };
    },
    deps,
  );
  return { head, dropped };
}

function correctionsLost(before: Fields, after: Fields): Correction[] {
  const [had, has] = [before, after].map((fields) =>
    fields.kind === 'article' ? (fields.corrections ?? []) : [],
  );
  const isSaid = ({ date, text }: Correction) =>
    has?.some((one) => one.date === date && one.text === text) === true;
  return had?.filter((one) => !isSaid(one)) ?? [];
}

const alreadySo = ({ slug, status }: StoredHead, revision: Revision): string =>
  `Unchanged: “${slug}” has the text of ${revisionId(revision)} already, and is ${status}.`;

const hasGone = ({ slug }: StoredHead): string =>
  `“${slug}” is an edition that has gone with its documents: restore those, one by one.`;

const otherKind = ({ slug, fields }: StoredHead, revision: Revision): string =>
  `${revisionId(revision)} was of the kind ${revision.fields.kind}, and “${slug}” is of the kind ${fields.kind} now.`;

/** Where it was made under an older slug, the document stays where it is. */
function restored(seen: StoredHead, revision: Revision, command: Command, zone: string): StoredHead {
  const { slug, withdrawAt, withdrawReason } = seen;
  const text = { ...revision, slug, basedOn: undefined };
  const restores = revisionId(revision);
  const times = { withdrawAt, withdrawReason };
  if (seen.status === 'published') {
    const nothing = { markers: [], moved: [], kept: [], replaced: [], former: [], first: [] };
    const taken = { ...nothing, id: idOf(seen) };
    const head = publishedHead(seen, { ...text, status: 'published' }, command, taken, zone);
    return { ...head, ...times, restores };
  }
  const { byWriter, overtaken, publishAt, published, aliases, replaces, ...own } = text;
  const { status, reason, id, former, since, first, restored, going, ordering } = seen;
  const state = withDerived({
    ...own,
    ...command,
    ...nextRevision(seen),
    ...{ status, reason, id, former, since, first, restored, restores, going },
    ...(status === 'scheduled' && { publishAt: seen.publishAt, ...times }),
    fields: status === 'scheduled' ? dated(own.fields, commonFields(seen.fields).published) : own.fields,
    published: status === 'withdrawn' ? seen.published : undefined,
    handedIn: newestOrderOf(seen, revision),
    ordering: { ...ordering, after: command.order, repeats: undefined },
    zone,
    lists: [],
    entry: '',
  });
  // What waited goes on waiting: as a publication, it counts from when the old text came.
  const drafts = waitingIn(seen).filter((draft) => !hasTextOf(draft, state));
  return withDrafts(state, status === 'withdrawn' ? drafts : [...drafts, pendingOf(state)]);
}
