/** A letter as a room puts it into the outbox, within the transaction of what it tells of. */
export interface Letter {
  /** ULID. */
  id: string;
  room: 'newsletters' | 'bookings' | 'content';
  /** What it is for, such as `confirm`: lower-case letters and hyphens, for it becomes a tag of the mail. */
  kind: string;
  /** Address, as `parseAddress` gives it. */
  to: string;
  /** Keyed hash of the address. */
  addressHash: string;
  /** Id of a person, a booking or a token: what the room composes the letter anew from. */
  about: string;
  mail: {
    subject: string;
    html: string;
    text: string;
    /** Besides those that every letter has: printable ASCII of at most 870 characters each. */
    headers?: Record<string, string>;
    /** At most `mostAttached` in all. */
    attachments?: Attachment[];
  };
  /** Its room cannot compose it anew once it has put it: an editor cannot have it sent again. */
  onlyOnce?: boolean;
  /** A stranger can cause it, as by a sign-up: above the hourly ceiling it waits. */
  ceiling?: boolean;
  /** ISO instant at which it was put. */
  at: string;
}

/** A file that a letter carries. It stands in the letter's row. */
export interface Attachment {
  /** Letters, digits, `.`, `_` and `-`, with an extension that Amazon SES lets pass. */
  filename: string;
  /** Media type, which may have parameters: at most 78 characters of printable ASCII. */
  type: string;
  base64: string;
}

/** Characters of base64 of all that one letter carries: a row takes 400 KB, with the letter's texts. */
export const mostAttached = 150_000;

/** How a letter fares. `doubt`: whether it left is not known. `resent`, `closed`: a doubt that an editor settled. */
export type LetterState = 'waiting' | 'claimed' | 'sent' | 'failed' | 'doubt' | 'resent' | 'closed';

/** The row of a letter. */
export const letterKey = (id: string) => ({ pk: `letter#${id}`, sk: 'letter' });

/** Partitions of the index of what is due: an index takes about 1,000 writes a second in each. Letters under the
 *  hourly ceiling have their own, so that no other letter waits behind them. */
const shards = 8;

/** By the ULID's last character, which is random. */
export const dueKeyOf = ({ id, ceiling }: Pick<Letter, 'id' | 'ceiling'>): string =>
  `${ceiling ? 'ceiling' : 'due'}#${(id.charCodeAt(id.length - 1) || 0) % shards}`;

/** All partitions of either kind. */
export const dueKeys = (kind: 'due' | 'ceiling'): string[] =>
  Array.from({ length: shards }, (_, shard) => `${kind}#${shard}`);

/** The condition under which the row is put: a repeated transaction never revives a letter that is being sent. */
export const newLetterOnly = 'attribute_not_exists(pk)';

/**
 * The row of a new letter, in plain values, to be put under `newLetterOnly`. The row's insertion invokes the sender; the
 * index of what is due has it, too, should nobody be woken.
 */
export const letterItem = (letter: Letter): Record<string, unknown> => ({
  ...letterKey(letter.id),
  ...letter,
  state: 'waiting',
  attempt: 0,
  dueKey: dueKeyOf(letter),
  dueAt: letter.at,
});

/** Tags of every mail that a room sends through Amazon SES; they come back with what SES reports of it. */
export interface MailTags {
  /** Keyed hash of the address: the only thing that tells whose mail it was. */
  hash: string;
  /** Of a letter: its id, and which try it was. */
  letter?: string;
  attempt?: string;
}

/** Source of this room's events on the bus. */
export const postSource = 'broadside.post';

/** Why mail to an address stops: for good (`bounce`), after many deliveries that failed for now (`soft`), or because
 *  the addressee reported a newsletter as unwanted. A complaint stops newsletters alone. */
export type SuppressionReason = 'bounce' | 'soft' | 'complaint';

/** What a suppression stops. */
export type SuppressionScope = 'all' | 'newsletters';

/** A complaint is about newsletters: letters that the person asks for go on. */
export const scopeOf = (why: SuppressionReason): SuppressionScope =>
  why === 'complaint' ? 'newsletters' : 'all';

/** Detail of `Address Suppressed`. May come twice and late: `at` tells what is newer. */
export interface AddressSuppressed {
  hash: string;
  why: SuppressionReason;
  scope: SuppressionScope;
  /** ISO instant of what SES reported. */
  at: string;
}

/** Detail of `Address Unsuppressed`: an editor lets mail go there again. */
export interface AddressUnsuppressed {
  hash: string;
  at: string;
}

/** Detail of `Letter Late`: it left more than five minutes after it was put, so what it promises counts from `sentAt`. */
export interface LetterLate {
  letter: string;
  room: Letter['room'];
  kind: string;
  about: string;
  sentAt: string;
}

/**
 * Detail of `Letter Wanted`: an editor has a letter in doubt sent again. The room composes it anew and puts it under the
 * id `next`. The event may come twice, and so the second put finds the first.
 */
export interface LetterWanted {
  letter: string;
  next: string;
  room: Letter['room'];
  kind: string;
  about: string;
}

/** Why a room has nothing to send again: the letter's link was used, or what it was about is known no more. */
export const notWantedReasons = ['used', 'gone'] as const;
export type NotWantedReason = (typeof notWantedReasons)[number];

/** Detail of `Letter Not Wanted`, a room's answer to `Letter Wanted` under its own source: there is nothing to send. */
export interface LetterNotWanted extends Pick<LetterWanted, 'letter' | 'next'> {
  why: NotWantedReason;
}

/** Detail of `Person Erased`, which another room puts on the bus under its own source: letters to them are emptied. */
export interface PersonErased {
  hash: string;
  at: string;
}

/** Detail of `Person Asked`, which a room puts on the bus under its own source: somebody wants all that the press knows of
 *  them. Every other room sends what it knows to the address itself. May come twice. */
export interface PersonAsked {
  hash: string;
  at: string;
  /** ULID: letters that answer are known by it. */
  id: string;
}

export const addressSuppressed = 'Address Suppressed';
export const addressUnsuppressed = 'Address Unsuppressed';
export const letterLate = 'Letter Late';
export const letterWanted = 'Letter Wanted';
export const letterNotWanted = 'Letter Not Wanted';
export const personErased = 'Person Erased';
export const personAsked = 'Person Asked';

/** An event of this room, with its detail type. */
export type PostEvent =
  | { type: typeof addressSuppressed; detail: AddressSuppressed }
  | { type: typeof addressUnsuppressed; detail: AddressUnsuppressed }
  | { type: typeof letterLate; detail: LetterLate }
  | { type: typeof letterWanted; detail: LetterWanted };
