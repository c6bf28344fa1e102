import type { PersonAsked } from '../../post/contract/letter.ts';
import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import { type LetterDeps, ownDataLetter, withLink } from '../letters.ts';
import { isClosed, momentAfter, type Person } from '../person.ts';
import type { Subscribers } from '../ports.ts';
import type { Press } from '../press.ts';
import { decideAndWrite } from '../write-again.ts';
import type { Announcer, Messages } from './ports.ts';

/*
 * What the press knows of somebody goes to their own address alone. This room gives its part by a link; when the link is
 * used, or where nobody here has the address, it tells the other rooms, each of which sends its part by letter.
 *
 * | dies | |
 * | --- | --- |
 * | before the message | nothing happened, nobody was told otherwise: asked again |
 * | after it | the message's own call goes on |
 * | the message comes twice | the letter has the id of the request, and is put once; so do the other rooms' |
 * | after the message, before the link is spent | they press again: a second letter of the other rooms, at worst |
 */

/** Has all that any room knows of an address sent there. It goes on when this returns, and says the same of an address
 *  that nobody knows. */
export async function askForPerson(hash: string, deps: AskDeps): Promise<void> {
  await deps.messages.send({ ask: requestFor(hash, deps) });
}

/** Has the other rooms tell what they know: this room's part is handed over. */
export async function askOtherRooms(hash: string, deps: AskDeps): Promise<void> {
  await deps.messages.send({ ask: { ...requestFor(hash, deps), isHandedOver: true } });
}

export interface AskDeps {
  messages: Messages;
  clock: Clock;
  ids: Ids;
}

const requestFor = (hash: string, { clock, ids }: AskDeps): PersonAsked => ({
  ...{ hash, id: ids.next(), at: clock.now().toISOString() },
});

export interface Deps extends LetterDeps {
  subscribers: Pick<Subscribers, 'address' | 'person' | 'write'>;
  announcer: Pick<Announcer, 'personAsked'>;
  press: () => Promise<Press>;
  clock: Clock;
  backoff: Backoff;
}

/** Sends the link to whom this room knows; tells the other rooms where it knows nobody, or has handed its part over. */
export async function tellPerson(
  { isHandedOver, ...asked }: PersonAsked & { isHandedOver?: boolean | undefined },
  deps: Deps,
): Promise<void> {
  const isSent = !isHandedOver && (await sendLink(asked, deps));
  if (!isSent) await deps.announcer.personAsked(asked);
}

/** Whether there is somebody. */
async function sendLink({ hash, id }: PersonAsked, deps: Deps): Promise<boolean> {
  const { result } = await decideAndWrite(deps, async () => {
    const before = await personAt(hash, deps);
    if (!before) return { result: false };
    const at = momentAfter(before, deps.clock.now());
    const { letter, token } = ownDataLetter(
      { press: await deps.press(), person: before, at },
      'export',
      deps,
    );
    const { person: after, old } = withLink(before, token, at);
    return {
      result: true,
      write: {
        ...{ at, people: [{ before, after }], tokens: [token], removesTokens: old },
        letters: [{ ...letter, id }],
      },
    };
  });
  return result;
}

async function personAt(hash: string, { subscribers }: Deps): Promise<Person | undefined> {
  const address = await subscribers.address(hash);
  const row = address?.person === undefined ? undefined : await subscribers.person(address.person);
  return row && !isClosed(row) && row.addressHash === hash ? row : undefined;
}
