import { type FoundLink, findLink } from '../find-person.ts';
import type { Person } from '../person.ts';
import { type Deps as ChangeDeps, changeAddress } from './change-address.ts';

export interface Deps extends ChangeDeps {
  /** Everything that this room knows of a person, as JSON. */
  exportPerson: (person: Person) => Promise<unknown>;
  /** Has the other rooms send what they know to the person's address. */
  askOthers: (person: Person) => Promise<void>;
  /** Has every room forget a person; done again it does no harm. */
  erase: (person: Person) => Promise<void>;
}

export type Used =
  | { outcome: 'changed' | 'erased' | 'done' | 'expired' }
  /** What to hand over. */
  | { outcome: 'exported'; everything: unknown };

const actions = ['change', 'export', 'erase'] as const;

/** What a link stands for now; changes nothing. */
export const showLink = (text: string, { subscribers, clock }: Pick<Deps, 'subscribers' | 'clock'>) =>
  findLink(text, actions, { subscribers, now: clock.now() });

/** Does what the link was asked for, once. */
export async function useLink(text: string, deps: Deps): Promise<Used> {
  const found = await showLink(text, deps);
  if (found.outcome !== 'expired' && found.token.action === 'change') {
    const outcome = await changeAddress(text, deps);
    return { outcome: outcome === 'open' ? 'changed' : outcome };
  }
  if (found.outcome !== 'open') return { outcome: found.outcome };
  return found.token.action === 'export' ? exportOnce(found, deps) : eraseOnce(found, deps);
}

type Open = Extract<FoundLink, { outcome: 'open' }>;

/** The link is spent last: who gets no file can press again. */
async function exportOnce({ person, token }: Open, deps: Deps): Promise<Used> {
  const everything = await deps.exportPerson(person);
  await deps.askOthers(person);
  const at = deps.clock.now().toISOString();
  const outcome = await deps.subscribers.write({ at, uses: { hash: token.hash, at } });
  return outcome === 'written' ? { outcome: 'exported', everything } : { outcome: 'done' };
}

/** The link is spent last: where nothing came of it, they can press again. */
async function eraseOnce({ person, token }: Open, deps: Deps): Promise<Used> {
  await deps.erase(person);
  const at = deps.clock.now().toISOString();
  await deps.subscribers.write({ at, uses: { hash: token.hash, at } });
  return { outcome: 'erased' };
}
