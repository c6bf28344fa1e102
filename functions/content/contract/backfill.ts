import { backfillEnded, backfillStarted } from './change.ts';

/** What a room has stored of the backfills it heard, in a table of its own. */
export interface BackfillNotes {
  heard(backfill: string, what: 'started' | 'ended'): Promise<void>;
  /** It heard one backfill start and end, in whichever order: it has been sent every document. */
  isComplete(): Promise<boolean>;
}

/** A room that needs every document. */
export interface BackfilledRoom {
  notes: BackfillNotes;
  /** Puts `Backfill Requested` on the bus. */
  request(): Promise<void>;
}

/** An event in EventBridge's envelope. */
interface BusEvent {
  'detail-type': string;
  detail?: unknown;
}

/** CloudFormation sends it when a deploy is done. */
export const stackChanged = 'CloudFormation Stack Status Change';

/**
 * What a room does with events that are about backfills: it notes when one starts and ends, and after a deploy it asks
 * for one unless it has heard a whole one. A room that hears the start was subscribed before the first document. What
 * changes later it hears as a change. Returns false for any other event.
 */
export async function followBackfills(
  { 'detail-type': type, detail }: BusEvent,
  room: BackfilledRoom,
): Promise<boolean> {
  switch (type) {
    case backfillStarted:
      await room.notes.heard(backfillIn(detail), 'started');
      return true;
    case backfillEnded:
      await room.notes.heard(backfillIn(detail), 'ended');
      return true;
    case stackChanged:
      if (!(await room.notes.isComplete())) await room.request();
      return true;
    default:
      return false;
  }
}

function backfillIn(detail: unknown): string {
  const { backfill } = Object(detail);
  if (typeof backfill !== 'string' || !backfill) throw new TypeError('The event names no backfill');
  return backfill;
}
