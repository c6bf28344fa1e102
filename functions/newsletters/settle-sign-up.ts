import type { Backoff } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import { mapConcurrently } from '../runtime/map-concurrently.ts';
import { type AddressRow, type Suppressed, suppressionsOf } from './address.ts';
import { confirmationLetter, type LetterDeps, withLink } from './letters.ts';
import { askable, asked, isClosed, newPerson, type Person, suppressedBy } from './person.ts';
import type { SignUp, Subscribers, Write } from './ports.ts';
import type { Press } from './press.ts';
import { decideAndWrite } from './write-again.ts';

export interface Deps extends LetterDeps {
  subscribers: Pick<Subscribers, 'signUp' | 'person' | 'address' | 'write'>;
  press: () => Promise<Press>;
  /** The address by the hash keys of presses whose people were imported. */
  importedHashes: (email: string) => Promise<string[]>;
  clock: Clock;
  backoff: Backoff;
}

const day = 86_400;

/**
 * Decides what comes of a sign-up: a letter with a link, or nothing, where the address takes no mail, has all that was
 * asked for, left or was erased since, or has had its letters of the day. Its transaction removes the sign-up, so that
 * settling it again, by stream or tick, does nothing.
 */
export async function settleSignUp(id: string, deps: Deps): Promise<void> {
  const { outcome } = await decideAndWrite(deps, async () => {
    const signUp = await deps.subscribers.signUp(id);
    return { result: undefined, ...(signUp && { write: await writeFor(signUp, deps) }) };
  });
  // The day's limit of letters is reached: no letter, and no change.
  if (outcome === 'over-limit')
    await deps.subscribers.write({ at: deps.clock.now().toISOString(), settles: id });
}

async function writeFor(signUp: SignUp, deps: Deps): Promise<Write> {
  const { subscribers, importedHashes, clock } = deps;
  const address = await subscribers.address(signUp.addressHash);
  const row = address?.person === undefined ? undefined : await subscribers.person(address.person);
  const known = row && !isClosed(row) ? row : undefined;
  const elsewhere = known ? [] : await importedHashes(signUp.email);
  const imported = await mapConcurrently(elsewhere, { concurrency: 4 }, (hash) => subscribers.address(hash));
  const suppressions = suppressionsOf(
    address,
    imported.flatMap((one) => one ?? []),
  );
  const bounces = suppressions.some(({ scope }) => scope === 'all');
  const at = clock.now().toISOString();
  const names = bounces || isOver(address, signUp) ? [] : namesToAsk(known, signUp);
  if (!names.length) return { at, settles: signUp.id };
  return askToConfirm({ signUp, address, known, suppressed: suppressions[0], names, at }, deps);
}

/** From before the address was erased, or left by a person who is not stored any more. */
const isOver = (address: AddressRow | undefined, { at }: SignUp): boolean =>
  (address?.erasedAt ?? '') >= at || (address?.person === undefined && (address?.leftAt ?? '') >= at);

const namesToAsk = (known: Person | undefined, { lists, at }: SignUp): string[] => {
  if (!known) return lists;
  return (known.leftAt ?? '') >= at ? [] : askable(known, lists, at);
};

interface Question {
  signUp: SignUp;
  address: AddressRow | undefined;
  known: Person | undefined;
  /** What stops newsletters to the address, and not this letter. */
  suppressed: Suppressed | undefined;
  names: string[];
  at: string;
}

async function askToConfirm(question: Question, deps: Deps): Promise<Write> {
  const { signUp, address, known, suppressed, names, at } = question;
  const { press: readPress, ids } = deps;
  const press = await readPress();
  const { name, consent, language } = signUp;
  const fresh = newPerson({ ...identity(signUp, ids.next()), ...(language && { language }) });
  const before = known ?? (suppressed ? suppressedBy(fresh, suppressed) : fresh);
  const { token, letter } = confirmationLetter(
    { press, person: before, at },
    { lists: names, consent, ...(name && { name }) },
    deps,
  );
  const { person, old } = withLink(asked(before, names, signUp.at), token, at);
  const ownAddress = { hash: signUp.addressHash, person: person.id };
  return {
    at,
    settles: signUp.id,
    people: [{ ...(known && { before: known }), after: person }],
    ...(!known && { addresses: [addressChange(address, { writes: 0, ...address, ...ownAddress })] }),
    tokens: [token],
    removesTokens: old,
    letters: [letter],
    counts: [
      {
        name: 'confirmations',
        hash: signUp.addressHash,
        most: press.limits.confirmations,
        seconds: day,
      },
    ],
  };
}

const identity = ({ email, addressHash, at, name }: SignUp, id: string) => ({
  ...{ id, email, addressHash, createdAt: at },
  ...(name && { name }),
});

const addressChange = (before: AddressRow | undefined, after: AddressRow) => ({
  ...(before && { before }),
  after,
});
