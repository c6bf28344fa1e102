import type { Backoff } from '../../runtime/backoff.ts';
import { Problem } from '../../runtime/problem.ts';
import type { Person } from '../person.ts';
import type { Subscribers } from '../ports.ts';
import { decideAndWrite } from '../write-again.ts';
import { candidateIn, unknownList } from './import-person.ts';
import { admissionOf, knownOf, type RowDeps } from './import-rows.ts';

export interface Deps extends RowDeps {
  subscribers: Pick<Subscribers, 'write'>;
  backoff: Backoff;
}

export interface NewSubscriber {
  email: string;
  name?: string | undefined;
  /** Names of lists; the default ones without any. */
  lists?: string[] | undefined;
  /** How they agreed, in the editor's words: kept as the evidence. */
  evidence: string;
}

/**
 * Puts somebody on lists, confirmed, because an editor says how they agreed. @param by Subject of the editor's token.
 * @returns whether anything changed, and the person as they are now.
 * @throws Problem: 422 for what is no address or no list, 409 where they left, were erased or can get no mail.
 */
export async function addSubscriber(
  { email, name, lists, evidence }: NewSubscriber,
  by: string,
  deps: Deps,
): Promise<{ isNew: boolean; person: Person | undefined }> {
  const parsed = candidateIn({
    email,
    ...(name !== undefined && { name }),
    ...(lists && { lists: lists.join(';') }),
  });
  if (!parsed.ok) throw new Problem(422, parsed.why);
  const { candidate } = parsed;
  const { lists: known } = await deps.press();
  const unknown = candidate.lists?.find((one) => !known.some((list) => list.name === one));
  if (unknown !== undefined) throw new Problem(422, `lists: ${unknownList(unknown, known)}`);
  const { outcome, result } = await decideAndWrite(deps, async () => {
    const found = (await knownOf([candidate], deps)).get(candidate.key);
    if (!found) throw new Error('Nothing was looked up');
    const terms = { lists: known, now: deps.clock.now(), newId: () => deps.ids.next() };
    const proof = { what: 'added' as const, note: evidence, by, id: deps.ids.next() };
    const { decision, write } = admissionOf(candidate, found, terms, proof);
    if ('why' in decision && decision.why !== undefined) throw new Problem(409, decision.why);
    const person = decision.outcome === 'added' ? decision.person : found.person;
    return { result: person, ...(write && { write }) };
  });
  return { isNew: outcome === 'written', person: result };
}
