import type { Mail } from '../look/mail/mail.tsx';
import type { Letter } from '../post/contract/letter.ts';
import type { Ids } from '../runtime/ids.ts';
import { maskedAddress } from '../runtime/people/address.ts';
import { type newToken, tokenGrace, tokenLife } from '../runtime/people/tokens.ts';
import type { Instant } from './address.ts';
import { changePath, confirmPath } from './links.ts';
import { titleOf } from './lists.ts';
import {
  addressChangedMail,
  confirmMail,
  eraseMail,
  exportMail,
  furtherListsMail,
  leftMail,
  newAddressMail,
} from './mails/letters.ts';
import { listsIn, type Person } from './person.ts';
import type { Consent, Token } from './ports.ts';
import type { Press } from './press.ts';

export interface LetterDeps {
  ids: Ids;
  /** A one-time token and its hash. */
  newToken: typeof newToken;
}

/** A letter with the one-time link in it, and the row that has the link's hash. */
export interface LinkLetter {
  token: Token;
  letter: Letter;
}

type Kind = 'confirm' | 'further' | 'left' | 'new-address' | 'address-changed' | 'export' | 'erase';

interface Wanted {
  press: Press;
  person: Person;
  at: Instant;
}

/** The letter that asks to confirm these lists, or to add them to what is confirmed. */
export function confirmationLetter(
  { press, person, at }: Wanted,
  asked: { lists: string[]; name?: string; consent: Consent },
  deps: LetterDeps,
): LinkLetter {
  const present = listsIn(person, 'on').map((name) => titleOf(press.lists, name));
  const titles = asked.lists.map((name) => titleOf(press.lists, name));
  const compose = (link: string) =>
    present.length
      ? furtherListsMail(press.config, { titles, present, link })
      : confirmMail(press.config, { titles, link });
  const token = { action: 'confirm' as const, ...asked };
  const kind: Kind = present.length ? 'further' : 'confirm';
  const { letter, ...linked } = linkLetter({ press, person, at }, { kind, token, compose }, deps);
  return { ...linked, letter: { ...letter, ceiling: true } };
}

/** Marks what the note's button asks for; a form cannot claim it, as it can its page. */
const noteVersion = 'note';

/** What is said beside the button that takes back somebody who has just left. */
const wayBack = 'If it was a mistake, or somebody else’s doing, come back here.';

/** The note to somebody who has left, with a way back to these lists. */
export const leftLetter = (wanted: Wanted, lists: string[], deps: LetterDeps): LinkLetter => {
  const { config, lists: known } = wanted.press;
  const titles = lists.map((name) => titleOf(known, name));
  const consent: Consent = { wording: wayBack, version: noteVersion, page: 'note' };
  return linkLetter(
    wanted,
    {
      kind: 'left',
      token: { action: 'confirm', lists, consent },
      compose: (link) => leftMail(config, { titles, link }),
    },
    deps,
  );
};

/** The letter to a new address, which has to confirm it. */
export function newAddressLetter(
  { press, person, at }: Wanted,
  { email, hash }: { email: string; hash: string },
  deps: LetterDeps,
): LinkLetter {
  const token = { action: 'change' as const, email, newHash: hash, version: person.version };
  const from = maskedAddress(person.email);
  const compose = (link: string) => newAddressMail(press.config, { from, link });
  const { letter, token: row } = linkLetter(
    { press, person, at },
    { kind: 'new-address', token, compose },
    deps,
  );
  return { token: row, letter: { ...letter, to: email, addressHash: hash, ceiling: true } };
}

/** Tells the address that was given up. */
export const addressChangedLetter = (
  { press, person, at }: Wanted,
  to: string,
  { ids }: Pick<LetterDeps, 'ids'>,
): Letter => ({
  ...addressed(person, at, ids),
  kind: 'address-changed' satisfies Kind,
  about: `person:${person.id}`,
  // Who gets it is known to nobody afterwards.
  onlyOnce: true,
  mail: addressChangedMail(press.config, { to: maskedAddress(to) }),
});

/** The letter with the link that exports or erases a person. */
export const ownDataLetter = (wanted: Wanted, action: 'export' | 'erase', deps: LetterDeps): LinkLetter => {
  const mail = action === 'export' ? exportMail : eraseMail;
  const compose = (link: string) => mail(wanted.press.config, { link });
  return linkLetter(wanted, { kind: action, token: { action }, compose }, deps);
};

/** The same letter as the one whose token this was, with a new link: the old one's text is gone. */
export function letterAgain(
  wanted: Wanted,
  { action, ...asked }: Token,
  deps: LetterDeps,
): LinkLetter | undefined {
  const { lists = [], name, consent, email, newHash } = asked;
  if (action === 'change')
    return email && newHash ? newAddressLetter(wanted, { email, hash: newHash }, deps) : undefined;
  if (action !== 'confirm') return ownDataLetter(wanted, action, deps);
  if (!consent) return undefined;
  return consent.version === noteVersion
    ? leftLetter(wanted, lists, deps)
    : confirmationLetter(wanted, { lists, consent, ...(name && { name }) }, deps);
}

interface LinkLetterParts {
  kind: Kind;
  token: Omit<Token, 'hash' | 'person' | 'addressHash' | 'at' | 'expiresAt'>;
  compose(link: string): Mail;
}

function linkLetter({ press, person, at }: Wanted, parts: LinkLetterParts, deps: LetterDeps): LinkLetter {
  const { token: text, hash } = deps.newToken();
  const path = parts.token.action === 'confirm' ? confirmPath(text) : changePath(text);
  const expiresAt = new Date(Date.parse(at) + tokenLife + tokenGrace).toISOString();
  const { addressHash } = person;
  const token: Token = { ...parts.token, hash, person: person.id, addressHash, at, expiresAt };
  const letter: Letter = {
    ...addressed(person, at, deps.ids),
    kind: parts.kind,
    about: `token:${hash}`,
    mail: parts.compose(press.config.site + path),
  };
  return { token, letter };
}

const addressed = ({ email, addressHash }: Person, at: Instant, ids: Ids) => ({
  id: ids.next(),
  room: 'newsletters' as const,
  to: email,
  addressHash,
  at,
});

/** What a letter is about, from its `about`; undefined for what an older version wrote otherwise. */
export function aboutOf(about: string): { token: string } | { person: string } | undefined {
  const [what, id = ''] = about.split(':');
  if (what === 'token' && id) return { token: id };
  return what === 'person' && id ? { person: id } : undefined;
}

/** Milliseconds for which a link is known after its end: to say what became of it, and as a letter that waits in the
 *  outbox makes it work again, until whoever never confirmed is forgotten. */
const remembered = (30 + 7) * 86_400_000;

/** The instant until which a person's row names a link that works until `expiresAt`. */
export const namedUntil = (expiresAt: Instant): Instant =>
  new Date(Date.parse(expiresAt) + remembered).toISOString();

/** Links that a row names at most: the limits of letters a day allow fewer that still work. One transaction removes so
 *  many. */
const mostLinks = 40;

/**
 * The person with the link in their row, and the hashes of links beyond the most that it names: they go. Those that are
 * over are only named no longer. A link that erases is in no row: once they are gone it says so.
 */
export function withLink(
  person: Person,
  { hash, expiresAt, action }: Token,
  now: Instant,
): { person: Person; old: string[] } {
  const until = namedUntil(expiresAt);
  if (action === 'erase') return { person, old: [] };
  const known = [...person.tokens.filter((token) => token.until > now), { hash, until }];
  const old = known.slice(0, -mostLinks).map((token) => token.hash);
  return { person: { ...person, tokens: known.slice(-mostLinks) }, old };
}
