import { Problem } from '../../runtime/problem.ts';
import {
  isPublic,
  type PendingRevision,
  type Revision,
  type StoredHead,
  textOrderOf,
} from '../contract/document.ts';
import { isAfter } from '../contract/values.ts';
import { commonFields, type Fields, redated, withGivenDate } from '../kinds/kinds.ts';
import type { Archive } from '../ports.ts';
import { PicturesMissing, type PrepareDeps, prepareFiles } from '../removal/prepare-files.ts';
import { shownFilesOf } from '../uploads/manuscript-draft.ts';
import { type Command, nextRevision } from './change-document.ts';
import { earliest } from './decide.ts';
import { withDerived } from './membership.ts';
import { draftsOf, hasTextOf, newestOrderOf, openDrafts, withDrafts } from './pending-revision.ts';
import { asDate } from './schedule.ts';
import type { TakenOver } from './take-over.ts';
import { later, textDecidedOf } from './text-order.ts';

/** Where a publication takes pictures and texts from. */
export interface PublishedFilesDeps extends PrepareDeps {
  archive: Pick<Archive, 'body'>;
}

/** Readers may not have had its pictures yet, or not any more. Throws PicturesMissing. @param published They are to have
 *  them now; else only the originals have to be there. */
export async function preparePictures(
  seen: StoredHead,
  revision: Revision,
  deps: PublishedFilesDeps,
  published = true,
): Promise<void> {
  const { fields, body, manuscript, originals } = revision;
  const pictures = shownFilesOf(fields, await deps.archive.body(body));
  // Newer than what was seen, and older than whatever deletes that.
  const order = `${seen.order}~`;
  const files = { slug: seen.slug, order, body, manuscript, originals, pictures, published };
  // No upload has this id: the upload that the revision came with is settled, and this is on its way.
  await prepareFiles({ ...files, upload: order, uploaded: new Map() }, deps);
}

/** What a command answers while pictures are made. */
export const tryAgain = (cause: unknown): never => {
  if (!(cause instanceof PicturesMissing)) throw cause;
  const detail = 'Its pictures are being made ready. Please try again in a few seconds.';
  throw new Problem(503, detail, { cause, headers: { 'retry-after': '2' } });
};

/** The document once a revision of it is published by hand. */
export function publishedHead(
  seen: StoredHead,
  revision: Revision,
  command: Command,
  taken: TakenOver,
  zone: string,
): StoredHead {
  const stood = hasTextOf(seen, revision);
  const { withdrawAt = '' } = revision;
  // One that is past was said of a draft that came too late for it.
  const said = {
    fields: datedFields(revision, command.at),
    withdrawAt: withdrawAt > command.at ? withdrawAt : undefined,
  };
  const head = live(seen, { ...revision, ...said, zone }, command, taken);
  const ordering = { after: command.order, repeats: stood ? seen.ordering?.repeats : undefined };
  return withOtherDrafts(seen, revision, { ...head, ordering }, openDrafts(seen));
}

/**
 * The document once a revision of it is live because its time has come: what it would be if its hand-in had been
 * published when it came. It keeps its own date and the order of the decision.
 */
export function liveHead(
  seen: StoredHead,
  revision: Revision,
  { at, zone }: { at: string; zone: string },
  taken: TakenOver,
): StoredHead {
  const { by, byName } = revision;
  const command = { by, byName, at, order: later(seen.order, revision.order) };
  const stood = hasTextOf(seen, revision);
  // A command on its times alone may be newer than the decision on its text.
  const decided = stood ? textDecidedOf(seen) : revision.order;
  const textDecided = decided < command.order ? decided : undefined;
  const head = { ...live(seen, { ...revision, zone }, command, taken), textDecided };
  const ordering = stood ? seen.ordering : { after: textDecidedOf(seen) };
  return withOtherDrafts(seen, revision, { ...head, ordering }, draftsOf(seen));
}

function live(
  seen: StoredHead,
  revision: Revision,
  command: Command,
  { id, former, first }: TakenOver,
): StoredHead {
  const { byWriter, overtaken, reason, aliases, replaces, published, publishAt, ...text } = revision;
  const slugs = [...new Set([...(seen.former ?? []), ...former])].filter((slug) => slug !== seen.slug);
  return withDerived({
    ...text,
    ...withGivenDate(text.fields, seen.givenDate),
    ...command,
    ...nextRevision(seen),
    status: 'published',
    id,
    since: seen.since,
    former: slugs.length ? slugs.sort() : undefined,
    first: earliest(seen.first, command.at, ...first),
    ...(seen.restored && { restored: seen.restored }),
    ...(seen.going && { going: seen.going }),
    handedIn: hasTextOf(seen, revision) ? textOrderOf(seen) : newestOrderOf(seen, revision),
    lists: [],
    entry: '',
  });
}

/** What readers have now, and what they had until now, waits no more. */
function withOtherDrafts(
  seen: StoredHead,
  revision: Revision,
  head: StoredHead,
  drafts: PendingRevision[],
): StoredHead {
  const had = isPublic(seen) ? [revision, seen] : [revision];
  return withDrafts(
    head,
    drafts.filter((draft) => !had.some((one) => hasTextOf(one, draft))),
  );
}

/** A date to come becomes this moment, and so does that of what was scheduled. */
function datedFields({ fields, status }: Revision, at: string): Fields {
  const { published } = commonFields(fields);
  const wasToCome = status === 'scheduled' || isAfter(published, at);
  return wasToCome ? redated(fields, asDate(at)) : fields;
}
