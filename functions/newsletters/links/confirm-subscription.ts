import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Instant } from '../address.ts';
import { type FoundLink, findLink } from '../find-person.ts';
import { joined, momentAfter, type Person } from '../person.ts';
import type { Evidence, LeaveLog, LogEntry, Subscribers, Token, Write } from '../ports.ts';
import { decideAndWrite } from '../write-again.ts';

export interface Deps {
  subscribers: Pick<Subscribers, 'person' | 'token' | 'write'>;
  leaveLog: Pick<LeaveLog, 'write'>;
  clock: Clock;
  ids: Ids;
  backoff: Backoff;
}

/** What a link of a confirmation letter stands for now; changes nothing. */
export const showRequest = (text: string, { subscribers, clock }: Pick<Deps, 'subscribers' | 'clock'>) =>
  findLink(text, ['confirm'], { subscribers, now: clock.now() });

/**
 * Confirms what the link asked for, once. The row changes first and the log follows: a table from a backup then knows at
 * worst too little of who joined. `done`: it was used before.
 */
export async function confirmSubscription(text: string, deps: Deps): Promise<FoundLink['outcome']> {
  const { result } = await decideAndWrite<Result>(deps, async () => {
    const found = await showRequest(text, deps);
    if (found.outcome !== 'open') return { result: { outcome: found.outcome, joins: [] } };
    const at = momentAfter(found.person, deps.clock.now());
    const hash = found.person.addressHash;
    const joins = (found.token.lists ?? []).map((list): LogEntry => ({ hash, what: 'joined', list, at }));
    return { result: { outcome: found.outcome, joins }, write: confirmation(found, at, deps) };
  });
  for (const entry of result.joins) await deps.leaveLog.write(entry);
  return result.outcome;
}

interface Result {
  outcome: FoundLink['outcome'];
  joins: LogEntry[];
}

function confirmation(
  { person, token }: { person: Person; token: Token },
  at: Instant,
  { ids }: Pick<Deps, 'ids'>,
): Write {
  const { lists = [], name, consent } = token;
  const after = joined({ ...person, ...(name && { name }) }, lists, at);
  const evidence: Evidence = {
    ...{ id: ids.next(), person: person.id, at, what: 'confirmed', lists, askedAt: token.at },
    ...(consent && { consent }),
  };
  return { at, people: [{ before: person, after }], evidence: [evidence], uses: { hash: token.hash, at } };
}
