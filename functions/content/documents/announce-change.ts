import type { StoredHead } from '../contract/document.ts';
import type { Announcer } from '../ports.ts';
import { changeOf } from './change-of.ts';

/** One write to a document's head. */
export interface HeadWrite {
  /** Its place in the stream. */
  place: string;
  before?: StoredHead;
  after?: StoredHead;
}

/** Announces what was written, in order. Returns the places of those writes that could not be told. */
export async function announceChange(writes: HeadWrite[], announcer: Announcer): Promise<string[]> {
  const told = writes.map(({ place, before, after }) => ({ place, change: changeOf(before, after) }));
  const untold = await announcer.announce(told.flatMap(({ change }) => change ?? []));
  return told.flatMap(({ place, change }) => (change && untold.includes(change) ? [place] : []));
}
