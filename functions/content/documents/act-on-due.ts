import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { type Going, isPublic, type Revision, revisionOf, type StoredHead } from '../contract/document.ts';
import { failedChange, readEdition } from '../editions/decide-edition.ts';
import { followEdition } from '../editions/follow-edition.ts';
import { isSingle } from '../kinds/kinds.ts';
import type { ContentStore, DocumentReader, DueDocuments } from '../ports.ts';
import { PicturesMissing } from '../removal/prepare-files.ts';
import { type Change, type CommandDeps, noRevision } from './change-document.ts';
import { termsOf } from './membership.ts';
import { liveHead, type PublishedFilesDeps, preparePictures } from './published-head.ts';
import { scheduledOf, withdrawnAt, zoneOfPress } from './schedule.ts';
import { type TakeOverDeps, takeOver } from './take-over.ts';
import { later } from './text-order.ts';
import { withdrawnInTime } from './withdraw-document.ts';

/*
 * The index of what is due may be behind, and it names documents alone: whether something is to happen the document
 * says, and the write that makes it happen ends it. It has the order of the decision (see `schedule.ts`).
 *
 * | what comes between                | and then                                                                  |
 * | --------------------------------- | ------------------------------------------------------------------------- |
 * | the same, from another tick       | of two writes from one state the second is refused; it looks again and    |
 * |                                   | finds nothing due: it happens once                                        |
 * | hours without a tick              | the next finds it: live late, with the date it was to have                |
 * | withdrawn or published by hand    | decided after the schedule, which is void; before it, the schedule stands |
 * | a newer text, to be live at once  | stands; what was scheduled was older                                      |
 * | the same, and it arrives later    | its order is higher than that of the schedule: it takes the place         |
 * | a newer draft of an editor        | what was scheduled is that draft now. If it arrives after the time came,  |
 * |                                   | readers keep what they have, and the draft waits                          |
 * | a draft of a writer               | waits beside, and changes no schedule                                     |
 * | moved to another slug             | the marker has no schedule; the document takes along what its text says   |
 * | deleted                           | the tombstone has no schedule                                             |
 * | it dies after pictures were made  | nobody shows them yet; the next tick goes on                              |
 * | … after the terms were added      | a term without documents is not listed                                    |
 * | … in the midst of many markers    | see `publish-document.ts`; what is left to move an editor moves by        |
 * |                                   | publishing again                                                          |
 * | both times are past               | it becomes live, and is withdrawn with the next look                      |
 *
 * What comes of an edition: `decide-edition.ts`.
 */

export interface DueDeps extends CommandDeps, PublishedFilesDeps, TakeOverDeps {
  content: Pick<ContentStore, 'lookUp' | 'write' | 'addTerms'>;
  documents: Pick<DocumentReader, 'revision' | 'revisions' | 'heads'>;
  dueDocuments: DueDocuments;
  /** An edition did not go, or some of its documents did not go with it. */
  failed(edition: string): void;
  /** Whether there is time for more in this call. */
  hasTime(): boolean;
  pause(milliseconds: number): Promise<void>;
}

/** Documents that are looked up at once. */
const most = 100;
const concurrency = 8;
/** Milliseconds until pictures that are made again are looked for. */
const pictureDelay = 1_000;

/**
 * Publishes and withdraws what time has come for: pieces, then the front page and the press, which show them, then
 * editions, so that a late tick finds readers to have by then what has a time of its own. What has to wait for its
 * pictures is tried again as long as there is time, and with the next tick.
 * @throws the first failure, once all others are done.
 */
export async function actOnDue(deps: DueDeps): Promise<void> {
  const [done, waiting] = [new Set<string>(), new Map<string, string>()];
  const once = askingOnce(deps);
  const failures: unknown[] = [];
  for (let isFirst = true; deps.hasTime(); isFirst = false) {
    const due = await deps.dueDocuments.due(deps.clock.now().toISOString(), most + done.size + waiting.size);
    const left = due.filter((slug) => !done.has(slug));
    if (!left.length) break;
    if (!isFirst) await deps.pause(pictureDelay);
    for (const some of await inOrder(left, deps)) {
      await mapConcurrently(some, { concurrency }, async (slug) => {
        if (!deps.hasTime()) return;
        const outcome = await actOn(slug, once).catch(failed(failures));
        if (outcome === 'done' || outcome === 'failed') done.add(slug);
        else waiting.set(slug, outcome.since);
        if (done.has(slug)) waiting.delete(slug);
      });
    }
  }
  const late = tooLongAgo(deps);
  const [overdue] = [...waiting].filter(([, since]) => since < late).map(([slug]) => slug);
  if (overdue !== undefined)
    failures.push(new WaitsTooLong(`“${overdue}” waits for pictures that do not come`));
  if (failures.length) throw failures[0];
}

async function inOrder(slugs: string[], { documents }: DueDeps): Promise<string[][]> {
  const { heads } = await documents.heads({ slugs, ids: [] });
  const isEdition = (slug: string) => heads.get(slug)?.fields.kind === 'edition';
  const others = slugs.filter((slug) => !isEdition(slug));
  return [others.filter((slug) => !isSingle(slug)), others.filter(isSingle), slugs.filter(isEdition)];
}

const failed = (failures: unknown[]) => (error: unknown) => {
  if (error instanceof StillWaits) return error;
  failures.push(error);
  return 'failed' as const;
};

/** Milliseconds that pictures take at most to be made again; then somebody has to look. */
const longestWait = 5 * 60_000;

/** The instant (ISO) before which a wait has lasted too long by now. */
const tooLongAgo = ({ clock }: Pick<DueDeps, 'clock'>): string =>
  new Date(clock.now().getTime() - longestWait).toISOString();

/** It was due five minutes ago or more. */
class WaitsTooLong extends Error {
  override readonly name = 'WaitsTooLong';
}

/** Its pictures are being made again. */
class StillWaits extends Error {
  override readonly name = 'StillWaits';
  /** When it was due, or of an edition when they were first asked for (ISO instant). */
  readonly since: string;

  constructor(since: string) {
    super('Pictures are being made again');
    this.since = since;
  }
}

/** A call asks for each picture once, and notes each use once: it looks every second whether the pictures are there. */
function askingOnce(deps: DueDeps): DueDeps {
  const seen = new Set<string>();
  const isNew = (what: unknown) => seen.size < seen.add(JSON.stringify(what)).size;
  const { fileUses, remakes } = deps;
  return {
    ...deps,
    remakes: { request: async (one) => (isNew([one.file, one.media]) ? remakes.request(one) : undefined) },
    fileUses: {
      note: async (uses) => {
        const fresh = uses.filter(({ at, ...use }) => isNew(use));
        if (fresh.length) await fileUses.note(fresh);
      },
    },
  };
}

const mostAttempts = 12;

/** Others were at the same document all the time: it is due still. */
class StillDue extends Error {
  override readonly name = 'StillDue';
}

/** Until nothing is due: of what becomes live the withdrawal may be due, too. */
async function actOn(slug: string, deps: DueDeps): Promise<'done'> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const seen = (await deps.content.lookUp({ slugs: [slug], filenames: [] })).heads.get(slug);
    const change = seen && (await nextOf(seen, deps));
    if (!change) return 'done';
    if ((await deps.content.write({ ...change, seen })) !== 'written') await deps.backoff(attempt);
    else if (change.head.failed && change.head.failed !== seen.failed) deps.failed(slug);
  }
  throw new StillDue('A document was changed again and again while it was due');
}

/** What is to happen to it now; undefined when nothing is. */
async function nextOf(seen: StoredHead, deps: DueDeps): Promise<Change | undefined> {
  const at = deps.clock.now().toISOString();
  if (seen.going) return afterFollowing(seen, seen.going, deps);
  const scheduled = scheduledOf(seen);
  if (scheduled?.publishAt !== undefined && scheduled.publishAt <= at) {
    return becomeLive(seen, { ...scheduled, publishAt: scheduled.publishAt }, at, deps);
  }
  const until = withdrawnAt(seen);
  if (until === undefined || until > at) return undefined;
  const { order, by, byName, withdrawReason = timeIsOver } = seen;
  return withOwnRevision({ head: withdrawnInTime(seen, { order, by, byName, at }, withdrawReason) });
}

const withOwnRevision = (change: Change): Change => ({ ...change, revision: revisionOf(change.head) });

/** Nothing is left of what was decided, or it is noted since when some of it waits for pictures. */
async function afterFollowing(seen: StoredHead, going: Going, deps: DueDeps): Promise<Change> {
  const { waiting, left } = await followEdition(going, tooLongAgo(deps), deps);
  if (!waiting.length) {
    const failed = { at: going.at, revision: seen.revision, documents: left };
    return { head: { ...seen, going: undefined, ...(left.length && { failed }) } };
  }
  const [longest] = waiting.flatMap(({ waitsSince }) => waitsSince ?? []).sort();
  const unnoted = waiting.filter(({ waitsSince }) => waitsSince === undefined);
  if (!unnoted.length && longest !== undefined) throw new StillWaits(longest);
  const since = { waitsSince: deps.clock.now().toISOString() };
  const documents = going.documents.map((one) => (unnoted.includes(one) ? { ...one, ...since } : one));
  return { head: { ...seen, going: { ...going, documents } } };
}

const waitForPictures =
  (since: string) =>
  (error: unknown): never => {
    throw error instanceof PicturesMissing ? new StillWaits(since) : error;
  };

/** What readers are told where nobody said more. */
const timeIsOver = 'It was to be here for a time, which is over.';

/** An editor has said when, with all that it replaces: nobody has to name that again. */
async function becomeLive(
  seen: StoredHead,
  { revision: number, publishAt }: { revision: number; publishAt: string },
  at: string,
  deps: DueDeps,
): Promise<Change> {
  const revision = isPublic(seen)
    ? await deps.documents.revision(seen.slug, number, seen.since)
    : revisionOf(seen);
  if (!revision?.body) throw noRevision(seen.slug, number);
  if (revision.fields.kind === 'edition') return decideEdition(seen, revision, { publishAt, at }, deps);
  return live(seen, revision, { publishAt, at }, deps);
}

/** When it was to be live, and what time it is (ISO instants). */
interface DueTimes {
  publishAt: string;
  at: string;
}

/** One that came with a moment that was past goes at once, and its documents have the date of that. */
async function decideEdition(
  seen: StoredHead,
  revision: Revision,
  { publishAt, at }: DueTimes,
  deps: DueDeps,
): Promise<Change> {
  const moment = later(publishAt, revision.at);
  const since = seen.waiting?.revision === revision.revision ? seen.waiting.since : undefined;
  const waitsForPictures = since === undefined || since >= tooLongAgo(deps);
  const times = { publishAt, at: moment };
  const read = await readEdition(revision, times, { ...deps, waitsForPictures }).catch((error: unknown) => {
    if (!(error instanceof PicturesMissing)) throw error;
    if (since !== undefined) throw new StillWaits(since);
    return undefined;
  });
  if (!read) return { head: { ...seen, waiting: { revision: revision.revision, since: at } } };
  const { by, byName, order } = revision;
  if (read.outcome === 'not ready') {
    const command = { by, byName, at, order: later(seen.order, order) };
    const { documents } = read;
    const change = failedChange(seen, revision, { command, at: moment, documents });
    return change.revision ? change : withOwnRevision(change);
  }
  const change = await live(seen, revision, { publishAt, at }, deps);
  const { going, asSeen } = read.change;
  return { ...change, asSeen, head: { ...change.head, going } };
}

async function live(
  seen: StoredHead,
  revision: Revision,
  { publishAt, at }: DueTimes,
  deps: DueDeps,
): Promise<Change> {
  const { by, byName } = revision;
  // Old addresses lead here from this moment on, whatever came to them since it was decided.
  const taken = await takeOver(seen, revision, { order: deps.ids.next(), by, byName, at }, deps);
  await preparePictures(seen, revision, deps).catch(waitForPictures(publishAt));
  const head = liveHead(seen, revision, { at, zone: await zoneOfPress(deps) }, taken);
  await deps.content.addTerms(termsOf(head));
  return withOwnRevision({ head, markers: taken.markers });
}
