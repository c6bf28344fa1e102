import { type ContentEvent, type TermChanged, termChanged } from '../contract/change.ts';
import type { Announcer, Unannounced } from '../ports.ts';
import { type AnnouncedHead, changeOf, changeTo, type StoredKey } from './announcement.ts';

/** One write to the content table; `place` is its sequence number in the stream. */
export type ContentWrite = { place: string; key: StoredKey } & (
  | { before?: AnnouncedHead; after?: AnnouncedHead }
  | { term: TermChanged }
  /** What it was or is cannot be read; `after` when it is what it was. */
  | { unreadable: Error; after?: AnnouncedHead }
);

export interface AnnounceDeps {
  announcer: Announcer;
  unannounced: Unannounced;
}

/**
 * Announces what was written, in order, until the bus refuses. What nobody can announce, because it cannot be read or
 * no call can carry it, is set aside by its key, and what follows goes on; where only what a document was cannot be read,
 * what it is now is announced, too. Returns the place to go on from; undefined
 * when all is done. Called again from there, or with all of it, it repeats announcements and omits none.
 */
export async function announceChange(
  writes: ContentWrite[],
  { announcer, unannounced }: AnnounceDeps,
): Promise<string | undefined> {
  const events = writes.map(eventOf);
  const announced = await announcer.announce(events.flatMap((event) => event ?? []));
  const { refused } = announced;
  const from = refused ? events.indexOf(refused) : writes.length;
  const isAside = (write: ContentWrite, event: ContentEvent | undefined): boolean =>
    'unreadable' in write || (event !== undefined && announced.unfit.includes(event));
  const aside = writes.slice(0, from).filter((write, at) => isAside(write, events[at]));
  if (aside.length) await unannounced.add(aside.map(({ place, key }) => ({ ...key, place })));
  return writes[from]?.place;
}

/** What a write means for other rooms; undefined when it means nothing. */
function eventOf(write: ContentWrite): ContentEvent | undefined {
  if ('unreadable' in write) return write.after && changeTo(write.after);
  if ('term' in write) return { type: termChanged, detail: write.term };
  return changeOf(write.before, write.after);
}
