import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import {
  type FollowingDocument,
  type Going,
  idOf,
  isLive,
  isPublic,
  type Revision,
  revisionOf,
  type StoredHead,
  type UnreadyDocument,
} from '../contract/document.ts';
import { isAfter } from '../contract/values.ts';
import { type Change, noRevision } from '../documents/change-document.ts';
import { termsOf } from '../documents/membership.ts';
import { hasTextOf, newestOrderOf } from '../documents/pending-revision.ts';
import { liveHead, type PublishedFilesDeps, preparePictures } from '../documents/published-head.ts';
import { asDate, zoneOfPress } from '../documents/schedule.ts';
import { type TakeOverDeps, takeOver } from '../documents/take-over.ts';
import { commonFields, isSingle, redated, withGivenDate } from '../kinds/kinds.ts';
import type { ContentStore, DocumentReader } from '../ports.ts';
import { PicturesMissing } from '../removal/prepare-files.ts';
import { decidedAt } from './readiness.ts';

export interface FollowDeps extends PublishedFilesDeps, TakeOverDeps {
  content: Pick<ContentStore, 'lookUp' | 'write' | 'addTerms'>;
  documents: TakeOverDeps['documents'] & Pick<DocumentReader, 'revision'>;
  clock: Clock;
  ids: Ids;
  backoff: Backoff;
}

/** Documents that follow at once. */
const concurrency = 8;

/** How far an edition has been followed. */
export interface Followed {
  /** Documents whose pictures are being made again; the groups behind them wait. */
  waiting: FollowingDocument[];
  /** Those that the edition went on without. */
  left: UnreadyDocument[];
}

/**
 * Each document of a decided edition becomes live, once, however often this is called: articles, books and the like first,
 * then the newsletter that carries them, and last the front page and the press, which show all of them. One whose pictures
 * are missing holds back what comes behind it, but not if it has waited since before `late` (ISO instant).
 * @throws the first failure of the first group that has one; the groups behind it wait.
 */
export async function followEdition(going: Going, late: string, deps: FollowDeps): Promise<Followed> {
  const left: UnreadyDocument[] = [];
  for (const group of await inOrder(going.documents, deps)) {
    const [failures, stuck]: [unknown[], FollowingDocument[]] = [[], []];
    await mapConcurrently(group, { concurrency }, (one) =>
      follow(one, going, deps).catch((error: unknown) => {
        if (error instanceof PicturesMissing) stuck.push(one);
        else failures.push(error);
      }),
    );
    if (failures.length) throw failures[0];
    const waiting = stuck.filter(({ waitsSince }) => waitsSince === undefined || waitsSince >= late);
    if (waiting.length) return { waiting, left };
    left.push(...stuck.map(({ slug }) => ({ slug, why: leftBehind })));
  }
  return { waiting: [], left };
}

const leftBehind =
  'did not go with it, for it shows pictures that could not be made ready: hand it in again with them';

async function inOrder(
  documents: FollowingDocument[],
  { content }: FollowDeps,
): Promise<FollowingDocument[][]> {
  const { heads } = await content.lookUp({ slugs: documents.map(({ slug }) => slug), filenames: [] });
  const isNewsletter = ({ slug }: FollowingDocument) => heads.get(slug)?.fields.kind === 'newsletter';
  const [singles, others] = [documents.filter(isOfSingle), documents.filter((one) => !isOfSingle(one))];
  return [others.filter((one) => !isNewsletter(one)), others.filter(isNewsletter), singles];
}

const isOfSingle = ({ slug }: FollowingDocument): boolean => isSingle(slug);

const mostAttempts = 12;

/** Others were at the same document all the time: it is left to follow still. */
class StillFollows extends Error {
  override readonly name = 'StillFollows';
}

async function follow(one: FollowingDocument, going: Going, deps: FollowDeps): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (attempt) await deps.backoff(attempt);
    const seen = (await deps.content.lookUp({ slugs: [one.slug], filenames: [] })).heads.get(one.slug);
    const change = await nextOf(seen, one, going, deps);
    if (!change || !seen) return;
    if ((await deps.content.write({ ...change, seen })) === 'written') return;
  }
  throw new StillFollows('A document was changed again and again while it was to follow its edition');
}

/** Undefined where readers have it, and where a person has decided otherwise since. */
async function nextOf(
  seen: StoredHead | undefined,
  { id, since, revision: number }: FollowingDocument,
  going: Going,
  deps: FollowDeps,
): Promise<Change | undefined> {
  if (!isLive(seen) || idOf(seen) !== id || seen.since !== since) return undefined;
  const stored = await deps.documents.revision(seen.slug, number, since);
  if (!stored?.body) throw noRevision(seen.slug, number);
  if (isDone(seen, stored) || isDecidedSince(seen, stored, going)) return undefined;
  const revision = { ...stored, ...datedAt(going.at, seen, stored) };
  const at = deps.clock.now().toISOString();
  const { by, byName } = revision;
  const taken = await takeOver(seen, revision, { order: deps.ids.next(), by, byName, at }, deps);
  await preparePictures(seen, revision, deps);
  const head = liveHead(seen, revision, { at, zone: await zoneOfPress(deps) }, taken);
  await deps.content.addTerms(termsOf(head));
  return { head, markers: taken.markers, revision: revisionOf(head) };
}

const isDone = (seen: StoredHead, revision: Revision): boolean =>
  seen.status === 'published' && hasTextOf(seen, revision) && !waitsToBeSent(seen);

const waitsToBeSent = ({ fields }: StoredHead): boolean =>
  fields.kind === 'newsletter' && fields.sendAt === undefined;

/** What readers have or had is newer, by a hand-in or a command; or somebody has given it another time. */
function isDecidedSince(seen: StoredHead, revision: Revision, { order }: Going): boolean {
  if (isPublic(seen)) return decidedAt(seen) > newestOrderOf(seen, revision);
  return seen.status === 'scheduled' && seen.order > order;
}

/** It has the date of the edition, unless it names one of its own that is past or readers had it before; a newsletter
 *  goes out at that moment. */
function datedAt(
  at: string,
  { first }: StoredHead,
  { fields }: Revision,
): Pick<Revision, 'fields' | 'givenDate'> {
  if (fields.kind === 'newsletter') return { fields: { ...fields, sendAt: asDate(at) } };
  const { published } = commonFields(fields);
  if (isAfter(published, at)) return { fields: redated(fields, asDate(at)) };
  return first === undefined ? withGivenDate(fields, asDate(at)) : { fields };
}
