import type { Clock } from '../../runtime/clock.ts';
import { backfillEnded, backfillStarted, type ContentEvent, termChanged } from '../contract/change.ts';
import type { StoredHead } from '../contract/document.ts';
import { headKey } from '../contract/table-keys.ts';
import {
  type AnnouncedHead,
  backfillOf,
  changeTo,
  readHead,
  UnreadableHead,
} from '../documents/announcement.ts';
import type {
  Announced,
  Announcer,
  HistoryReader,
  Reannouncement,
  ReannouncementNotes,
  Reannouncements,
  Unannounced,
} from '../ports.ts';
import { type RenewDeps, renewDocuments } from './renew-documents.ts';

export interface AnnounceAgainDeps extends RenewDeps {
  histories: Pick<HistoryReader, 'headOf' | 'allHeads' | 'withoutRevision'>;
  announcer: Announcer;
  unannounced: Unannounced;
  reannouncements: Reannouncements;
  notes: ReannouncementNotes;
  clock: Clock;
}

/**
 * Documents a message, and seconds between two messages: what somebody waits for passes in between. For a change a dozen
 * pages are rendered and files are looked at; most rooms do nothing in a backfill.
 */
const pace = { changes: { limit: 25, delay: 10 }, backfill: { limit: 100, delay: 1 } };

/** Seconds before the first document is read: what was written before the start is in the index by then. */
const startDelay = 10;

/**
 * Announces what stands now. Many documents are announced a page at a time, each page with a message for the next one,
 * in the order of their changes: one that changes meanwhile is announced by its change. It may die at any point and
 * come twice: documents are then announced twice, and none is left out.
 */
export async function announceAgain(wanted: Reannouncement, deps: AnnounceAgainDeps): Promise<void> {
  switch (wanted.what) {
    case 'document':
      return announceDocument(wanted.slug, deps);
    case 'term':
      return announce({ type: termChanged, detail: { ...wanted.term, respelled: true } }, deps);
    case 'lost changes':
      return announceLost(wanted, deps);
    case 'changes':
      return announceChanges(wanted, deps);
    case 'backfill':
      return backfill(wanted, deps);
    case 'renewal':
      return renewal(wanted, deps);
  }
}

/** Throws UnreadableHead when what stands there cannot be read yet: the message becomes a dead letter again. */
async function announceDocument(slug: string, deps: AnnounceAgainDeps): Promise<void> {
  const head = await deps.histories.headOf(slug);
  if (head) await announce(changeTo(readHead(head)), deps);
}

/**
 * Which documents they were nobody knows, and no document says when it was stored: a restored one keeps its dates. So
 * all are announced, from their beginning, once for all that was lost before. It may die before the first page is asked
 * for: the same range then begins again.
 */
async function announceLost(
  { range, written }: Extract<Reannouncement, { what: 'lost changes' }>,
  { notes, clock, reannouncements }: AnnounceAgainDeps,
): Promise<void> {
  const begun = await notes.begin({ range, written }, clock.now().toISOString());
  if (begun) await reannouncements.send({ what: 'changes' }, startDelay);
}

async function announceChanges(
  { after }: Extract<Reannouncement, { what: 'changes' }>,
  deps: AnnounceAgainDeps,
): Promise<void> {
  const { limit, delay } = pace.changes;
  const { items, next } = await deps.histories.allHeads({ limit, after });
  await announceHeads(items, changeTo, deps);
  if (next !== undefined) await deps.reannouncements.send({ what: 'changes', after: next }, delay);
}

/** The start is a message of its own: whoever hears it is subscribed before anything is read. */
async function backfill(
  wanted: Extract<Reannouncement, { what: 'backfill' }>,
  deps: AnnounceAgainDeps,
): Promise<void> {
  const { backfill: id, after } = wanted;
  if (after === undefined) {
    await announce({ type: backfillStarted, detail: { backfill: id } }, deps);
    return deps.reannouncements.send({ ...wanted, after: '' }, startDelay);
  }
  const { limit, delay } = pace.backfill;
  const { items, next } = await deps.histories.allHeads({ limit, after: after || undefined });
  await announceHeads(items, (head) => backfillOf(head, id), deps);
  if (next !== undefined) return deps.reannouncements.send({ ...wanted, after: next }, delay);
  await announce({ type: backfillEnded, detail: { backfill: id } }, deps);
}

/** A page at a time. The first is read when what was handed in before, and may go by what was then, is stored. */
async function renewal(
  { after }: Extract<Reannouncement, { what: 'renewal' }>,
  deps: AnnounceAgainDeps,
): Promise<void> {
  if (after === undefined) return deps.reannouncements.send({ what: 'renewal', after: '' }, startDelay);
  const { limit, delay } = pace.backfill;
  const { items, next } = await deps.histories.allHeads({ limit, after: after || undefined });
  await renewDocuments(
    items.map(({ slug }) => slug),
    deps,
  );
  if (next !== undefined) await deps.reannouncements.send({ what: 'renewal', after: next }, delay);
}

/** What cannot be read or carried is set aside by its key, and the others are announced. */
async function announceHeads(
  heads: StoredHead[],
  eventOf: (head: AnnouncedHead) => ContentEvent,
  deps: AnnounceAgainDeps,
): Promise<void> {
  const unreadable: string[] = [];
  const events = heads.flatMap((head) => {
    try {
      return [eventOf(readHead(head))];
    } catch (error) {
      if (!(error instanceof UnreadableHead)) throw error;
      unreadable.push(head.slug);
      return [];
    }
  });
  const { unfit, ...announced } = await deps.announcer.announce(events);
  throwIfRefused(announced);
  const unfitSlugs = unfit.flatMap(({ detail }) => ('slug' in detail ? [detail.slug] : []));
  const aside = [...unreadable, ...unfitSlugs];
  if (aside.length) await deps.unannounced.add(aside.map(headKey));
}

async function announce(event: ContentEvent, { announcer }: AnnounceAgainDeps): Promise<void> {
  const { unfit, refused = unfit[0], cause } = await announcer.announce([event]);
  throwIfRefused({ refused, cause });
}

function throwIfRefused({ refused, cause }: Pick<Announced, 'refused' | 'cause'>): void {
  if (refused) throw new BusRefused({ cause });
}

/** The message is tried again, and becomes a dead letter in the end. */
class BusRefused extends Error {
  override readonly name = 'BusRefused';

  constructor(options: ErrorOptions) {
    super('The bus did not take an event', options);
  }
}
