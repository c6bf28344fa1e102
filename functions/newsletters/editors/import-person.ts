import { nearestOf } from '../../runtime/nearest.ts';
import { parseAddress } from '../../runtime/people/address.ts';
import {
  type AddressRow,
  type Departures,
  type Instant,
  type Suppressed,
  suppressionsOf,
} from '../address.ts';
import { defaultNames, type MailingList, titleOf } from '../lists.ts';
import { changed, departuresOf, joined, listsIn, momentAfter, newPerson, type Person } from '../person.ts';

/** Somebody whom an editor or a file would put on lists. */
export interface Candidate {
  email: string;
  /** As `Keys` hashes it. */
  key: string;
  name?: string;
  /** As the file names them; undefined when it names none. */
  lists?: string[];
  /** The id that they had in the press whose export this is: links of their letters name it. */
  id?: string;
  pausedUntil?: Instant;
}

/** Text of a row, by what its columns are. */
export interface CandidateText {
  email: string;
  name?: string;
  lists?: string;
  state?: string;
  id?: string;
  pausedUntil?: string;
}

export type Parsed = { ok: true; candidate: Candidate } | { ok: false; why: string };

const longestName = 200;

/** States, as programs that send newsletters call them, of people who want mail. Without one, they do. */
const comesIn = ['', 'subscribed', 'confirmed', 'active', 'enabled', 'paused'];

/** And of those who do not, or to whom none can go, with what that is called here. */
const staysOut: Readonly<Record<string, string>> = {
  unsubscribed: 'has unsubscribed',
  cleaned: 'could not be reached',
  bounced: 'could not be reached',
  complained: 'called the mail spam',
  spam: 'called the mail spam',
  pending: 'has not confirmed',
  unconfirmed: 'has not confirmed',
  inactive: 'is not active',
  blocked: 'is blocked',
  blocklisted: 'is blocked',
  deleted: 'is deleted',
};

/** Reads one row. What it refuses it refuses in words for the editor whose file it is. */
export function candidateIn(text: CandidateText): Parsed {
  const address = parseAddress(text.email.trim());
  if (!address.ok) return { ok: false, why: address.why };
  const state = text.state?.trim().toLowerCase() ?? '';
  if (!comesIn.includes(state)) return { ok: false, why: whyOut(state) };
  const name = nameIn(text.name ?? '');
  if (!name.ok) return name;
  const lists = (text.lists ?? '').split(/[;,|\n]/).flatMap((list) => list.trim() || []);
  const pausedUntil = instantIn(text.pausedUntil);
  return {
    ok: true,
    candidate: {
      email: address.address,
      key: address.key,
      ...(name.name && { name: name.name }),
      ...(lists.length > 0 && { lists }),
      ...(text.id && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text.id) && { id: text.id }),
      ...(pausedUntil && { pausedUntil }),
    },
  };
}

function whyOut(state: string): string {
  const known = staysOut[state];
  if (known) return `The file says “${state}”: this person ${known}.`;
  const nearest = nearestOf(state, [...comesIn.filter(Boolean), ...Object.keys(staysOut)]);
  const way = nearest ? `Did you mean “${nearest}”?` : 'Subscribed, confirmed or nothing brings somebody in.';
  return `The state “${state.slice(0, 40)}” is not known. ${way}`;
}

/** A name on one line. One that has a line break and an address in it is a further row, which a quotation mark swallowed. */
function nameIn(text: string): { ok: true; name: string } | { ok: false; why: string } {
  if (/[\r\n]/.test(text) && text.includes('@'))
    return {
      ok: false,
      why: 'The name has further rows in it: a quotation mark is missing, or there is one too many.',
    };
  if (text.includes('\ufffd'))
    return {
      ok: false,
      why: 'The name has letters that are not UTF-8. Save the file once more as “CSV UTF-8”.',
    };
  const name = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  if (name.length > longestName)
    return { ok: false, why: `The name is longer than ${longestName} characters.` };
  return { ok: true, name };
}

/** An ISO instant; undefined for anything else. */
function instantIn(text = ''): Instant | undefined {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) && !Number.isNaN(Date.parse(text))
    ? new Date(text).toISOString()
    : undefined;
}

/** What is known of an address: here, and from presses whose people were imported. */
export interface Known {
  hash: string;
  address?: AddressRow;
  person?: Person;
  /** Rows under the hashes of other presses' keys. */
  elsewhere: AddressRow[];
}

export interface Terms {
  lists: readonly MailingList[];
  /** For everybody, whatever the file says. */
  list?: string;
  now: Date;
  /** A new id, for those who bring none that is free. */
  newId(): string;
}

export type Decision =
  /** On all these lists already: nothing changes. */
  | { outcome: 'there' }
  /** `why`: what of the row stays out all the same. */
  | { outcome: 'added'; person: Person; lists: string[]; at: Instant; why?: string }
  | { outcome: 'refused'; why: string };

/**
 * What becomes of somebody whom an editor or a file would put on lists, with their consent. Who left the press, left that
 * list or was erased is never brought back, nor anybody to whom no newsletter can go: they come back by the form alone.
 */
export function admit(candidate: Candidate, known: Known, terms: Terms): Decision {
  const before = known.person;
  const { lists, unknown } = wantedLists(candidate, terms);
  const missing = lists.filter((name) => before?.lists[name]?.state !== 'on');
  if (!missing.length && !unknown) return { outcome: 'there' };
  const suppressed = suppressedOf(known);
  if (suppressed) return { outcome: 'refused', why: suppressedText(suppressed) };
  const departures = departuresIn(known);
  const gone = departures.erasedAt ?? departures.leftAt;
  if (gone) return { outcome: 'refused', why: goneText(departures) };
  const left = missing.filter((name) => departures.leftLists?.[name] !== undefined);
  const joins = missing.filter((name) => !left.includes(name));
  const why = [...left.map((name) => leftText(name, departures, terms)), unknown].filter(Boolean).join(' ');
  if (!joins.length) return why ? { outcome: 'refused', why } : { outcome: 'there' };
  const after = admitted(candidate, known, joins, terms);
  return { outcome: 'added', ...after, lists: joins, ...(why && { why }) };
}

function admitted(candidate: Candidate, known: Known, lists: string[], { now, newId }: Terms) {
  const { email, name, pausedUntil } = candidate;
  const createdAt = now.toISOString();
  const person =
    known.person ??
    newPerson({
      id: candidate.id ?? newId(),
      email,
      addressHash: known.hash,
      createdAt,
      ...(name && { name }),
    });
  const at = momentAfter(person, now);
  const isPause = pausedUntil !== undefined && pausedUntil > createdAt && !known.person;
  const more = { ...(!person.name && name && { name }), ...(isPause && { pausedUntil }) };
  return { person: changed(joined(person, lists, at), more), at };
}

/** The lists by name or title; the default ones where none is named. */
function wantedLists(candidate: Candidate, { lists, list }: Terms): { lists: string[]; unknown: string } {
  const named = list === undefined ? candidate.lists : [list];
  if (!named) return { lists: defaultNames(lists), unknown: '' };
  const found = named.map((one) => [one, listNamed(lists, one)] as const);
  const unknown = found.flatMap(([one, known]) => (known ? [] : [one]));
  return {
    lists: [...new Set(found.flatMap(([, known]) => known?.name ?? []))],
    unknown: unknownText(unknown, lists),
  };
}

const mostUnknownNamed = 3;

function unknownText(names: readonly string[], lists: readonly MailingList[]): string {
  const all = [...new Set(names)];
  const more = all.length - mostUnknownNamed;
  const named = all.slice(0, mostUnknownNamed).map((one) => unknownList(one, lists));
  return [...named, ...(more > 0 ? [`And ${more} more are not known.`] : [])].join(' ');
}

export const listNamed = (lists: readonly MailingList[], text: string): MailingList | undefined =>
  lists.find(({ name }) => name === text) ??
  lists.find(({ name, title }) => [name, title].some((one) => one.toLowerCase() === text.toLowerCase()));

export function unknownList(text: string, lists: readonly MailingList[]): string {
  const names = lists.map(({ name }) => name);
  const nearest = nearestOf(text, names);
  return `There is no list “${text.slice(0, 80)}”. ${nearest ? `Did you mean “${nearest}”?` : `There are: ${names.join(', ')}.`}`;
}

const suppressedOf = ({ address, person, elsewhere }: Known): Suppressed | undefined =>
  person?.suppressed ?? suppressionsOf(address, elsewhere)[0];

/** What was left here counts, and what was left in a press whose people were imported. */
function departuresIn({ address, person, elsewhere }: Known): Departures {
  const here = departuresOf(address, person);
  const all = [here, ...elsewhere];
  const lists = Object.assign({}, ...all.map(({ leftLists }) => leftLists));
  const on = person ? listsIn(person, 'on') : [];
  for (const name of on) delete lists[name];
  const leftAt = on.length ? here.leftAt : all.find((one) => one.leftAt)?.leftAt;
  const erasedAt = person ? undefined : all.find((one) => one.erasedAt)?.erasedAt;
  return { ...(erasedAt && { erasedAt }), ...(leftAt && { leftAt }), leftLists: lists };
}

const suppressedText = ({ why, at }: Suppressed): string =>
  why === 'complaint'
    ? `This person called our mail spam (${dayOf(at)}), and gets no newsletters.`
    : `Mail to this address came back (${dayOf(at)}). Once it works again, “press subscribers unsuppress” lets mail go there.`;

const goneText = ({ erasedAt, leftAt = '' }: Departures): string =>
  erasedAt
    ? `This person was erased here (${dayOf(erasedAt)}). They can subscribe again by themselves.`
    : `This person left (${dayOf(leftAt)}). They can subscribe again by themselves.`;

const leftText = (name: string, { leftLists }: Departures, { lists }: Terms): string =>
  `This person left “${titleOf(lists, name)}” (${dayOf(leftLists?.[name] ?? '')}), and was not put on it again.`;

const dayOf = (at: Instant): string => at.slice(0, 10);
