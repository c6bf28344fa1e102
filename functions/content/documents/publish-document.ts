import { Problem } from '../../runtime/problem.ts';
import { type ChangedBy, isLive, isPublic, type Revision, type StoredHead } from '../contract/document.ts';
import { readEdition } from '../editions/decide-edition.ts';
import type { ContentStore, DocumentReader } from '../ports.ts';
import { demandReplaced, splitNamed } from './base-revision.ts';
import { type Command, type CommandDeps, changeDocument, noRevision, notFound } from './change-document.ts';
import { termsOf } from './membership.ts';
import { hasTextOf, newestDraft } from './pending-revision.ts';
import { type PublishedFilesDeps, preparePictures, publishedHead, tryAgain } from './published-head.ts';
import { scheduledOf, zoneOfPress } from './schedule.ts';
import {
  type Addresses,
  addressesOf,
  demandNamed,
  leftToMove,
  mostRevisions,
  takeOver,
} from './take-over.ts';

/*
 * What is true where it dies, or where something comes between two steps:
 *
 * look up, read the revision      nothing has changed
 * read what stands at old slugs   the write names the states that were seen there, too
 * note the files' uses            they count as on their way for ten minutes; a deletion of what was seen covers them
 * have pictures made again        nobody shows them: their look a minute later takes them down; the command says "again"
 * add the terms                   a term without documents is not listed
 * write, if what was seen stands  one transaction: the head with its revision, lists and markers. Else again from the top:
 *                                 a deletion ends it, a hand-in may bring another draft
 * write what needs more actions   the head stands with the first marker, the others follow one by one. Where one was not
 *                                 written, the same command, tried or given again, moves what is left
 * the answer is lost              asked again, it says that readers have this already
 *
 * Hand-ins opened before the command and arriving later are older; later ones are newer, as beside any hand-in.
 */

export interface PublishDeps extends CommandDeps, PublishedFilesDeps {
  content: Pick<ContentStore, 'lookUp' | 'write' | 'addTerms'>;
  documents: Pick<DocumentReader, 'head' | 'heads' | 'revision' | 'revisions'>;
}

/** What an editor asks for. */
export interface Publication {
  slug: string;
  /** The newest draft if not said. */
  revision?: number;
  /** Slugs of the documents whose place it takes, and the id of the revision that stands, where it did not begin from that. */
  replaces?: string[];
}

/** The document as it stands now, and what became of the old slugs that it named. */
export interface Published extends Addresses {
  head: StoredHead;
}

/**
 * Publishes a revision of a document by hand: the newest draft, unless another is named by its number. What was
 * scheduled, or has a date to come, is dated with this moment. No other document goes that the editor does not name.
 * Throws a Problem: 404 where there is no such document or revision, 409 where there is nothing to publish or the wrong
 * documents are named, 503 while its pictures are made ready. Where readers have the text already, it moves what that
 * publication has left to move.
 */
export async function publishDocument(
  { slug, revision: wanted, replaces = [] }: Publication,
  who: ChangedBy,
  deps: PublishDeps,
): Promise<Published> {
  let addresses: Addresses = { moved: [], replaced: [], kept: [] };
  const next = async (seen: StoredHead | undefined, command: Command) => {
    if (!isLive(seen)) throw notFound(slug);
    const revision = await revisionFor(seen, wanted, deps);
    const { slugs, revisions } = splitNamed(replaces);
    const again = `press publish ${slug} ${revision.revision}`;
    await demandReplaced({ seen, revision, named: revisions, again }, deps);
    const taken = await takeOver(seen, revision, command, deps);
    const stands = seen.status === 'published' && hasTextOf(seen, revision);
    const left = stands ? leftToMove(seen, taken) : taken.markers;
    if (stands && !left.length) throw new Problem(409, nothingLeft(seen, wanted));
    demandNamed({ seen, revision, named: slugs }, taken);
    addresses = addressesOf(taken, slugs);
    if (stands) return { head: seen, markers: left };
    const edition =
      revision.fields.kind === 'edition' ? await goingNow(seen, revision, command, deps) : undefined;
    await preparePictures(seen, revision, deps).catch(tryAgain);
    const head = publishedHead(seen, revision, command, taken, await zoneOfPress(deps));
    await deps.content.addTerms(termsOf(head));
    return {
      head: { ...head, ...(edition && { going: edition.going }) },
      markers: left,
      asSeen: edition?.asSeen,
    };
  };
  return { head: await changeDocument(slug, who, next, deps), ...addresses };
}

/** The revision that is meant. */
async function revisionFor(
  seen: StoredHead,
  wanted: number | undefined,
  { documents }: PublishDeps,
): Promise<Revision> {
  const { slug, since } = seen;
  const number = wanted ?? newestDraft(seen) ?? (await standingDraft(seen, documents));
  if (number === undefined) throw new Problem(409, nothingWaits(seen));
  const revision = await documents.revision(slug, number, since);
  if (!revision?.body || revision.status === 'moved') throw noRevision(slug, number);
  return revision;
}

/** The draft that readers have by now. Only where the document took addresses may some of its own be left to move. */
async function standingDraft(
  seen: StoredHead,
  documents: PublishDeps['documents'],
): Promise<number | undefined> {
  if (seen.status !== 'published' || !seen.former) return undefined;
  const past = await documents.revisions(seen.slug, mostRevisions, seen.since);
  return past.find((one) => !isPublic(one) && hasTextOf(one, seen))?.revision;
}

const nothingLeft = (seen: StoredHead, wanted: number | undefined): string =>
  wanted === undefined
    ? nothingWaits(seen)
    : `Unchanged: revision ${wanted} of “${seen.slug}” is what readers have already.`;

const nothingWaits = ({ slug, status }: StoredHead): string =>
  `${status === 'published' ? 'Unchanged: ' : ''}“${slug}” is ${status}, and no draft is newer. To publish another revision, name its number: “press show ${slug}” lists
    them.`.replace(/\s+/g, ' ');

/** An edition goes with all its documents, which follow with the next tick, or not at all. */
async function goingNow(seen: StoredHead, revision: Revision, { at }: Command, deps: PublishDeps) {
  if (seen.going) throw new Problem(409, `“${seen.slug}” is going right now. Please try again in a minute.`);
  const times = { publishAt: scheduledOf(seen)?.publishAt, at };
  const read = await readEdition(revision, times, { ...deps, waitsForPictures: true }).catch(tryAgain);
  if (read.outcome === 'goes') return read.change;
  const why = read.documents.map((one) => `“${one.slug}” ${one.why}`).join('; ');
  throw new Problem(409, `Nothing was published, for not all of it is ready: ${why}.`);
}
