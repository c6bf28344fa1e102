import {
  isPublic,
  type PendingRevision,
  type Revision,
  revisionOf,
  type StoredHead,
} from '../contract/document.ts';
import { hashInKey } from '../documents/archive-keys.ts';
import { withDerived } from '../documents/membership.ts';
import { pendingOf } from '../documents/pending-revision.ts';
import { blankFields, dated, type Fields, type Kind, redated } from '../kinds/kinds.ts';
import type { History, PastState } from './history.ts';

/** What reading the files of a state gives. */
export type RestoredText = Pick<
  StoredHead,
  'fields' | 'source' | 'body' | 'manuscript' | 'originals' | 'aliases' | 'replaces' | 'pages'
>;

/** Of what never had a text: a marker at an old address, or the tombstone of a deleted document. */
export const blankText = (kind: Kind): RestoredText => ({
  fields: blankFields(kind),
  source: '',
  body: '',
  manuscript: '',
  originals: {},
});

/**
 * What restoring still has to do where `seen` stands. In a press that has the document already what is
 * newer stays, and only states that continue its own past are added.
 */
export type ToRestore =
  | { outcome: 'there' | 'newer' | 'another' }
  /** The states still to be added, oldest first; none when only the head is not yet as it stood. */
  | { outcome: 'left'; states: PastState[] };

export function leftToRestore(seen: StoredHead | undefined, saved: History): ToRestore {
  const { past, order, revisions } = saved;
  if (!seen || isLeftBehind(seen, saved)) return { outcome: 'left', states: past };
  if (seen.since !== saved.since) return { outcome: seen.order > order ? 'newer' : 'another' };
  if (seen.order === order && seen.revisions === revisions) return { outcome: 'there' };
  if (isPartlyRestored(seen, saved) || (seen.order <= order && isEarlier(seen, saved))) {
    return { outcome: 'left', states: past.filter(({ revision }) => revision > seen.revisions) };
  }
  return { outcome: seen.order > order ? 'newer' : 'another' };
}

/** At an address that another document left, or where one was deleted, before this one began. */
export const isLeftBehind = (seen: StoredHead, { since, past }: History): boolean =>
  since !== undefined &&
  seen.since !== since &&
  (seen.status === 'deleted' || seen.status === 'moved') &&
  past.every(({ order }) => order > seen.order);

/** Restoring has got this far: the head has the order of the last state that was added. */
const isPartlyRestored = ({ order, revisions }: StoredHead, { past }: History): boolean =>
  past.some((state) => state.revision === revisions && state.order === order);

/** The document as it once stood. Its order may be any: it rises with a hand-in that changes nothing, and stays
 *  when a revision is added that does not stand. */
const isEarlier = (seen: StoredHead, { past }: History): boolean =>
  past.some(({ revision }) => revision === seen.revisions) &&
  past.some((state) => state.revision === seen.revision && state.at === seen.at && hasTextOf(state, seen));

const hasTextOf = ({ manuscript }: PastState, seen: StoredHead): boolean =>
  (manuscript ?? '') === hashInKey(seen.manuscript);

/** The revision of a state. What readers had keeps its date, which may not be the manuscript's: it was published by hand
 *  before. What they did not have keeps the addresses that it is to take. */
export function restoredRevision(slug: string, state: PastState, text: RestoredText): Revision {
  const { kind, manuscript, pictures, dated: isDated, ...others } = state;
  const { aliases, replaces, ...said } = text;
  const more = isPublic(state) ? {} : { aliases, replaces };
  const fields = datedFields(said.fields, state);
  return revisionOf({
    ...others,
    slug,
    ...said,
    ...more,
    fields,
    revisions: state.revision,
    lists: [],
    entry: '',
  });
}

/** Histories from before there were schedules tell nothing of what readers did not have. */
function datedFields(fields: Fields, { status, published, dated: isDated }: PastState): Fields {
  if (published === undefined) return fields;
  if (isDated) return dated(fields, published);
  return isPublic({ status }) ? redated(fields, published) : fields;
}

/** The document as it stood when its past was copied. @param restored When the restoring upload was opened. */
export function restoredHead(
  history: History,
  current: Revision,
  { pending, ordering, restored, zone }: Pick<StoredHead, 'pending' | 'ordering' | 'restored' | 'zone'>,
): StoredHead {
  const { order, revisions, first, handedIn, ...identity } = history;
  const standing = { order, revisions, first, handedIn, pending, ordering, restored, lists: [], entry: '' };
  const head = { ...current, ...identityOf(identity), ...standing };
  return head.status === 'deleted' ? head : withDerived({ ...head, zone });
}

const identityOf = ({ id, former, since, people }: Pick<History, 'id' | 'former' | 'since' | 'people'>) => ({
  id,
  former,
  since,
  people,
});

/** What waits beside the document, once it is restored. */
export const restoredPending = (
  { pending, scheduled }: History,
  seen: StoredHead | undefined,
  restored: Revision | undefined,
): PendingRevision | undefined => {
  const found = waitingAt(pending, seen, restored);
  // What an editor decided on since is a draft.
  return found?.status === 'scheduled' && found.revision !== scheduled
    ? { ...found, status: 'draft' }
    : found;
};

const waitingAt = (
  revision: number | undefined,
  seen: StoredHead | undefined,
  restored: Revision | undefined,
): PendingRevision | undefined =>
  [restored && pendingOf(restored), seen?.pending, ...(seen?.ordering?.drafts ?? [])].find(
    (one) => one !== undefined && one.revision === revision,
  );

/** A writer's draft may be newer than what is scheduled: then both wait. */
export function restoredOrdering(
  { pending, scheduled }: History,
  seen: StoredHead | undefined,
  restored: Revision | undefined,
): StoredHead['ordering'] {
  if (scheduled === undefined || scheduled === pending) return undefined;
  const drafts = [pending, scheduled].flatMap((one) => waitingAt(one, seen, restored) ?? []);
  return drafts.length ? { drafts } : undefined;
}

/** What stands while older states are added: what stood before, or nothing that readers see. */
export function headMeanwhile(
  history: History,
  seen: StoredHead | undefined,
  restored: Revision,
): StoredHead {
  const { order, revision, ...state } = restored;
  const pending = restoredPending(history, seen, restored);
  const ordering = restoredOrdering(history, seen, restored);
  if (seen && !isLeftBehind(seen, history)) return { ...seen, order, revisions: revision, pending, ordering };
  const revisions = { order, revision, revisions: revision };
  const head = { ...state, ...revisions, ...identityOf(history), lists: [], entry: '' };
  // A marker leads on at once: its document is elsewhere.
  if (history.status !== 'moved') return withDerived({ ...head, pending, ordering, status: 'draft' });
  return withDerived({ ...head, status: 'moved', to: history.past.at(-1)?.to });
}
