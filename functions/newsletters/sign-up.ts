import type { Clock } from '../runtime/clock.ts';
import type { Ids } from '../runtime/ids.ts';
import { parseAddress } from '../runtime/people/address.ts';
import type { Keys } from '../runtime/people/keys.ts';
import type { Allowance } from '../runtime/people/limits.ts';
import { readName } from '../runtime/people/name.ts';
import type { Complaint } from '../runtime/problem.ts';
import { defaultNames, type MailingList } from './lists.ts';
import type { Consent, SignUp, SignUps } from './ports.ts';
import type { Press } from './press.ts';

/** What somebody typed. */
export interface Wish {
  email: string;
  name?: string | undefined;
  /** Names of lists; the default ones without any. */
  lists?: readonly string[] | undefined;
  /** What a field said that nobody sees. */
  honeypot?: string | undefined;
  consent: Consent;
}

export interface Deps {
  signUps: SignUps;
  keys: Pick<Keys, 'hash'>;
  press: () => Promise<Press>;
  clock: Clock;
  ids: Ids;
}

export type Outcome =
  /** Also where nothing comes of it: the answer does not reveal whether an address is known. */
  | { outcome: 'accepted' }
  | { outcome: 'refused'; complaints: Complaint[] }
  | { outcome: 'too-often'; retryAfter: number };

const tenMinutes = 600;

/**
 * Accepts a sign-up: one write of one shape, whoever asks and whatever is known of the address. What comes of it is
 * decided from the table's stream (`settle-sign-up.ts`).
 * @param network Of the reader, as `networkOf` gives it.
 */
export async function signUp(wish: Wish, network: string, deps: Deps): Promise<Outcome> {
  const { lists, limits, config } = await deps.press();
  const read = readWish(wish, lists);
  if (!read.ok) return { outcome: 'refused', complaints: read.complaints };
  if (wish.honeypot) return { outcome: 'accepted' };
  const [addressHash, hash] = await Promise.all([deps.keys.hash(read.key), deps.keys.hash(network)]);
  const { email, name } = read;
  const at = deps.clock.now().toISOString();
  const signUp: SignUp = {
    ...{ id: deps.ids.next(), email, addressHash, lists: read.lists, at, consent: wish.consent },
    ...{ language: config.language, ...(name && { name }) },
  };
  const limit = { name: 'sign-ups', hash, most: limits.signUps, seconds: tenMinutes };
  return outcomeOf(await deps.signUps.accept(signUp, limit));
}

const outcomeOf = (allowance: Allowance): Outcome =>
  allowance.allowed ? { outcome: 'accepted' } : { outcome: 'too-often', retryAfter: allowance.retryAfter };

type ReadWish =
  | { ok: true; email: string; key: string; name?: string; lists: string[] }
  | { ok: false; complaints: Complaint[] };

function readWish({ email, name, lists: wanted = [] }: Wish, lists: readonly MailingList[]): ReadWish {
  const address = parseAddress(email);
  const cleanName = readName(name);
  const unknown = wanted.filter((one) => !lists.some((list) => list.name === one));
  const complaints = [
    ...(address.ok ? [] : [{ where: 'email', text: address.why }]),
    ...(cleanName.ok ? [] : [{ where: 'name', text: cleanName.why }]),
    ...unknown
      .map(() => ({ where: 'lists', text: `There is no such list. There are: ${namesOf(lists)}.` }))
      .slice(0, 1),
  ];
  if (!address.ok || !cleanName.ok || complaints.length) return { ok: false, complaints };
  return {
    ok: true,
    email: address.address,
    key: address.key,
    ...(cleanName.name && { name: cleanName.name }),
    lists: wanted.length ? [...new Set(wanted)] : defaultNames(lists),
  };
}

const namesOf = (lists: readonly MailingList[]) => lists.map(({ name }) => name).join(', ');
