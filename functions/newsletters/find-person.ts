import { hashOfToken } from '../runtime/people/tokens.ts';
import { isClosed, type Person } from './person.ts';
import type { Subscribers, Token } from './ports.ts';

/** The person with this id, or the one that their entry was joined to. */
export async function findPerson(
  { person: read }: Pick<Subscribers, 'person'>,
  id: string,
): Promise<Person | undefined> {
  const passed = new Set<string>();
  for (let next = id; !passed.has(next); ) {
    passed.add(next);
    const row = await read(next);
    if (!row || !isClosed(row)) return row;
    next = row.into;
  }
  return undefined;
}

/** What a one-time link can do now. */
export type FoundLink =
  | { outcome: 'open'; token: Token; person: Person }
  /** It was used, or what it erases is gone. The person is absent when they are gone, or at another address: whoever has the old one's mail gets
   *  nothing of theirs. */
  | { outcome: 'done'; token: Token; person?: Person }
  | { outcome: 'expired' };

/**
 * Looks up a one-time link of one of these actions. It is expired, too, when nobody knows it, when its person is gone, and
 * when their address is another by now, for it was mailed to the one before.
 */
export async function findLink(
  text: string,
  actions: readonly Token['action'][],
  { subscribers, now }: { subscribers: Pick<Subscribers, 'person' | 'token'>; now: Date },
): Promise<FoundLink> {
  const token = await subscribers.token(hashOfToken(text));
  if (!token || !actions.includes(token.action)) return { outcome: 'expired' };
  const person = await findPerson(subscribers, token.person);
  const isSame = person?.id === token.person && person.addressHash === token.addressHash;
  const isErased = token.action === 'erase' && !person;
  if (token.usedAt || isErased) return { outcome: 'done', token, ...(person && isSame && { person }) };
  if (!person || !isSame || token.expiresAt <= now.toISOString()) return { outcome: 'expired' };
  if (token.action === 'change' && token.version !== person.version) return { outcome: 'expired' };
  return { outcome: 'open', token, person };
}
