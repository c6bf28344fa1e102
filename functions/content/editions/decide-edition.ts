import type { Ids } from '../../runtime/ids.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Revision, StoredHead, UnreadyDocument } from '../contract/document.ts';
import type { Change, Command } from '../documents/change-document.ts';
import type { PublishedFilesDeps } from '../documents/published-head.ts';
import { preparePictures } from '../documents/published-head.ts';
import { asDraft, wait } from '../documents/schedule-document.ts';
import { PicturesMissing } from '../removal/prepare-files.ts';
import { followersOf, type GatherDeps, gatherMembers, type Member, unreadyIn } from './readiness.ts';

/*
 * An edition is a document, and its head alone says how far it is. One conditional write decides: that of the head, with
 * the documents that follow and the revision of each, on the condition that the head and all of them stand as they were
 * seen. From then on each document follows by a write of its own (`follow-edition.ts`), and no write can undo that some
 * follow and others do not.
 *
 * | state of the head              | what is true                                                                     |
 * | ------------------------------ | -------------------------------------------------------------------------------- |
 * | draft, no `failed`             | nothing happens by itself; its documents wait as drafts                          |
 * | scheduled                      | its moment is to come                                                            |
 * | scheduled, `waiting`           | its moment came, and pictures of its documents are being made: for five minutes  |
 * |                                | from when they were first asked for, however late that was                       |
 * | draft, `failed`                | its moment came, these documents were not ready, and nothing went                |
 * | published, `going`             | it is decided; some documents may be left to follow. One whose pictures are      |
 * |                                | being made again says since when                                                 |
 * | published                      | all of them have followed                                                        |
 * | published, `failed`            | all but these, whose pictures did not come: they wait as drafts                  |
 *
 * | it dies after                  | and then                                                                         |
 * | ------------------------------ | -------------------------------------------------------------------------------- |
 * | some documents were looked at  | nothing has changed; the next tick looks again                                   |
 * | pictures were asked for        | the next tick asks again; the wait counts from when its begin was written        |
 * | pictures were made             | nobody shows them: they are taken down a minute later, and made again            |
 * | the write that decides         | `going` is due since its moment: the next tick goes on                           |
 * | some documents followed        | each is looked at again; one that readers have is passed by                      |
 * | all followed                   | the next tick finds nothing left, and `going` is taken off                       |
 * | the write that it failed, or   | it is written; the alarm counts when that write is answered, and may miss it     |
 * | that some did not follow       |                                                                                  |
 *
 * | what comes between             | and then                                                                         |
 * | ------------------------------ | -------------------------------------------------------------------------------- |
 * | the same, from another tick    | of two decisions from one state the second is refused; it looks again, and       |
 * |                                | follows what the first has decided                                               |
 * | hours without a tick           | the next one decides: all of it is late, with the date that it was to have       |
 * | a document is withdrawn,       | before the decision: it is not ready, or readers have it already. Between the    |
 * | deleted, published, scheduled  | look and the write: the write is refused. After the decision: that document      |
 * |                                | stands as the person said, and the others follow                                 |
 * | a newer draft of a document    | before the decision: it goes. After it: it waits beside what went                |
 * | a draft that arrives after,    | the same: what went is what was there when it was decided                        |
 * | opened before                  |                                                                                  |
 * | moved, unscheduled             | before the decision: the head has another time, or none. After it: refused,      |
 * |                                | nothing is scheduled any more                                                    |
 * | a newer text of the edition    | before the decision: it is decided by that one. After it: it waits beside, goes  |
 * |                                | at its own time, and takes along what is new in its documents                    |
 * | another document at the        | after the decision: it keeps what is left to follow, whatever is done to it      |
 * | address of a deleted one       |                                                                                  |
 * | the pictures of a document are | before the decision: it waits for them for five minutes, and fails. After it:    |
 * | lost                           | what comes behind waits as long, then the others go and the head names this one  |
 * | the edition is withdrawn or    | before the decision: nothing goes. After it: its page goes, and its documents    |
 * | deleted                        | follow to the end: they are withdrawn one by one                                 |
 */

export interface DecideDeps extends GatherDeps, PublishedFilesDeps {
  ids: Ids;
  /** False: a document whose pictures are not there yet is not ready. */
  waitsForPictures: boolean;
}

/** What comes of an edition's moment. */
export type EditionOutcome =
  | { outcome: 'goes'; change: Pick<Change, 'asSeen'> & { going: NonNullable<StoredHead['going']> } }
  | { outcome: 'not ready'; documents: UnreadyDocument[] };

/** Of an edition (ISO instants): for when it is scheduled, if it is, and the moment by which its documents are dated. */
interface EditionTimes {
  publishAt: string | undefined;
  at: string;
}

/** Looks at every document of an edition and has its pictures made ready. Throws PicturesMissing while some are being
 *  made, if they are waited for. */
export async function readEdition(
  { fields, aliases = [], replaces = [] }: Pick<Revision, 'fields' | 'aliases' | 'replaces'>,
  { publishAt, at }: EditionTimes,
  deps: DecideDeps,
): Promise<EditionOutcome> {
  const slugs = fields.kind === 'edition' ? fields.documents : [];
  const members = await gatherMembers(slugs, publishAt, deps);
  const taken = members.filter(({ head }) => head && [...aliases, ...replaces].includes(head.slug));
  const documents = [...unreadyIn(members), ...taken.map(({ slug }) => ({ slug, why: takenOver }))];
  if (documents.length) return { outcome: 'not ready', documents };
  const lacking = await prepareAll(members, deps);
  if (lacking.length) return { outcome: 'not ready', documents: lacking };
  const asSeen = distinct(members.flatMap(({ head }) => head ?? []));
  const going = { at, order: deps.ids.next(), documents: followersOf(members) };
  return { outcome: 'goes', change: { asSeen, going } };
}

const takenOver =
  'stands at an address that the edition takes itself, by “replaces:” or “aliases:” of its file: take it out there, or out of the list';

/** Two slugs may lead to one document. */
const distinct = (heads: StoredHead[]): StoredHead[] => [
  ...new Map(heads.map((head) => [head.slug, head])).values(),
];

/** Members whose pictures are looked for at once. */
const concurrency = 4;

/** All are asked for before the first that is missing is told. Returns those that nobody waits for any more. */
async function prepareAll(members: Member[], deps: DecideDeps): Promise<UnreadyDocument[]> {
  const all = await mapConcurrently(members, { concurrency }, async ({ slug, head, revision }) => {
    const missing = head && revision && (await missingPictures(head, revision, deps));
    return missing ? [{ slug, missing }] : [];
  });
  const [first] = all.flat();
  if (first && deps.waitsForPictures) throw first.missing;
  return all.flat().map(({ slug }) => ({
    slug,
    why: 'shows pictures that cannot be made ready: hand it in again with them',
  }));
}

async function missingPictures(
  head: StoredHead,
  revision: Revision,
  deps: DecideDeps,
): Promise<PicturesMissing | undefined> {
  try {
    await preparePictures(head, revision, deps);
    return undefined;
  } catch (error) {
    if (error instanceof PicturesMissing) return error;
    throw error;
  }
}

/** The edition once its moment has come to nothing: a draft with what was not ready, which can be scheduled anew. */
export function failedChange(
  seen: StoredHead,
  revision: Revision,
  { command, at, documents }: { command: Command; at: string; documents: UnreadyDocument[] },
): Change {
  const change = wait(seen, asDraft(revision), command);
  const failed = { at, revision: change.revision?.revision ?? change.head.revision, documents };
  return { ...change, head: { ...change.head, failed } };
}
