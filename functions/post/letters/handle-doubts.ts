import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { maskedAddress } from '../../runtime/people/address.ts';
import { Problem } from '../../runtime/problem.ts';
import { letterWanted, type NotWantedReason } from '../contract/letter.ts';
import type { Announcer, Outbox } from '../ports.ts';
import { type OutboxLetter, settledAs, wantedAgain } from './outbox-letter.ts';

export interface DoubtDeps {
  outbox: Outbox;
  announcer: Announcer;
  clock: Clock;
  ids: Ids;
}

/** What an editor sees of a letter of which nobody knows whether it left, or that was to be sent again and was not. */
export interface ShownDoubt {
  id: string;
  state: 'doubt' | 'closed';
  room: string;
  kind: string;
  /** Id of a person, a booking and the like. */
  about: string;
  /** In part: who may see whole addresses finds the person by `about`. Absent after 30 days, and once it is closed. */
  to?: string;
  /** When it was put into the outbox, and since when it is in doubt or closed; in UTC, to the second. */
  at: string;
  since: string;
  /** Of a closed one: why its room sent nothing. */
  why?: NotWantedReason;
}

/**
 * A page of the doubts, oldest first: those that have their letters still, then those that have them no more.
 * @param after The `next` of the page before.
 */
export async function listDoubts(
  { limit, after }: { limit: number; after?: string },
  { outbox }: Pick<DoubtDeps, 'outbox'>,
): Promise<{ items: ShownDoubt[]; next: string | null }> {
  const kind = after?.startsWith(emptiedMark) ? 'emptied' : 'whole';
  const from = kind === 'emptied' ? after?.slice(emptiedMark.length) : after;
  const page = await outbox.doubts(kind, { limit, after: from || undefined });
  const letters = await mapConcurrently(page.items, { concurrency: 8 }, ({ id }) => outbox.read(id));
  const items = letters.flatMap((letter) => (letter?.state === 'doubt' ? [shown(letter)] : []));
  if (kind === 'emptied') return { items, next: page.next ? emptiedMark + page.next : null };
  return { items, next: page.next ?? (await firstEmptied(outbox)) };
}

const emptiedMark = 'emptied:';

/** A page of those that an editor wanted again and whose room had nothing to send, oldest first: for 90 days. */
export async function listNotWanted(
  page: { limit: number; after?: string },
  { outbox }: Pick<DoubtDeps, 'outbox'>,
): Promise<{ items: ShownDoubt[]; next: string | null }> {
  const { items, next = null } = await outbox.doubts('notWanted', page);
  const letters = await mapConcurrently(items, { concurrency: 8 }, ({ id }) => outbox.read(id));
  return { items: letters.flatMap((letter) => (letter?.state === 'closed' ? [shown(letter)] : [])), next };
}

async function firstEmptied(outbox: Outbox): Promise<string | null> {
  const { items } = await outbox.doubts('emptied', { limit: 1 });
  return items.length ? emptiedMark : null;
}

const shown = ({ id, state, room, kind, about, to, at, dueAt = '', why }: OutboxLetter): ShownDoubt => ({
  id,
  state: state === 'closed' ? state : 'doubt',
  room,
  kind,
  about,
  ...(to && { to: maskedAddress(to) }),
  at: toTheSecond(at),
  since: toTheSecond(dueAt),
  ...(isNotWanted(why) && { why }),
});

const isNotWanted = (why: OutboxLetter['why']): why is NotWantedReason => why === 'used' || why === 'gone';

const toTheSecond = (instant: string): string => `${instant.slice(0, 19)}Z`;

/**
 * Has a letter in doubt sent again: its room composes it anew, under the id that is returned. The id is stored before
 * the room hears it: a call that is repeated names the same one, and the room puts it once, or answers that there is
 * nothing to send (`Letter Not Wanted`), which closes the doubt.
 * @throws Problem 404, 409
 */
export async function resendLetter(id: string, deps: DoubtDeps): Promise<{ letter: string; next: string }> {
  const { outbox, announcer, clock, ids } = deps;
  const seen = await openDoubt(id, 'resent', outbox);
  if (seen.state === 'resent') return { letter: id, next: seen.next ?? id };
  if (seen.onlyOnce) throw new Problem(409, cannotCompose);
  const letter = await written(outbox.replace(seen, wantedAgain(seen, ids.next())));
  const { room, kind, about, next = id } = letter;
  await announcer.announce({ type: letterWanted, detail: { letter: id, next, room, kind, about } });
  await written(outbox.replace(letter, settledAs(letter, 'resent', clock.now())));
  return { letter: id, next };
}

const cannotCompose =
  'This letter cannot be composed again. Write to the person yourself if they have to know, then settle it.';

/** Leaves a letter in doubt as it is: it is listed no more. @throws Problem 404, 409 */
export async function closeLetter(id: string, { outbox, clock }: DoubtDeps): Promise<void> {
  const seen = await openDoubt(id, 'closed', outbox);
  if (seen.state === 'closed') return;
  await written(outbox.replace(seen, settledAs(seen, 'closed', clock.now())));
}

const notSent: Readonly<Record<NotWantedReason, string>> = {
  used: 'This letter was not sent again: its link was used, so it arrived.',
  gone: 'This letter was not sent again: its person, or their address, is not known any more.',
};

/** The letter, in doubt or settled in this way already. */
async function openDoubt(id: string, settled: 'resent' | 'closed', outbox: Outbox): Promise<OutboxLetter> {
  const letter = await outbox.read(id);
  if (!letter) throw new Problem(404, 'There is no such letter.');
  if (letter.state === 'doubt' || letter.state === settled) return letter;
  if (isNotWanted(letter.why)) throw new Problem(409, notSent[letter.why]);
  throw new Problem(409, `This letter is not in doubt (any more): it is ${letter.state}.`);
}

async function written(write: Promise<OutboxLetter | undefined>): Promise<OutboxLetter> {
  const letter = await write;
  if (letter) return letter;
  throw new Problem(409, 'Something became known of this letter just now. Look at the list again.');
}
