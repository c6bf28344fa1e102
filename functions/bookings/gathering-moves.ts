import { canonicalJson } from '../runtime/canonical-json.ts';
import { capacitiesOf, type EventText, type Gathering, type Instant, type Walk } from './gathering.ts';
import type { Move, QuotaChange } from './ports.ts';

/*
 * The moves of an event: each a function of its row as it was read, with what one transaction changes, or undefined where
 * the row allows no such move. Whether it is open, and by which terms, stands in its row and in every quota: both change
 * together, and so what was booked by other terms is refused, however old the copy that somebody booked from.
 *
 * | state      | goes to    | by                                                                              |
 * | ---------- | ---------- | ------------------------------------------------------------------------------- |
 * | open       | closed     | an editor; its document is withdrawn, deleted or another kind (`hear-event.ts`) |
 * | closed     | open       | an editor, unless readers do not get its document; its document published again |
 * | open, closed | cancelling | an editor calls it off                                                        |
 * | cancelling | cancelled  | the walk is through                                                             |
 */

/** Sets what the quotas of a gathering say, for all at once. */
const regulations = (
  { text }: Pick<Gathering, 'text'>,
  set: NonNullable<QuotaChange['set']>,
): QuotaChange[] => [...capacitiesOf(text).keys()].map((name) => ({ name, set }));

/** By new terms: what stands in the line may be served otherwise. */
function regulated(before: Gathering, change: Partial<Gathering>, at: Instant): Move {
  const after = scheduled({ ...before, ...change, terms: before.terms + 1 }, at);
  const set = { isOpen: after.state === 'open', terms: after.terms };
  return {
    ...{ gathering: before.id, at, row: { before, after }, quotas: regulations(before, set) },
    line: { isRaised: true, unsettled: true },
  };
}

/** An editor opens booking. One whose document readers do not get is opened by its publication alone. */
export function opened(before: Gathering, at: Instant): Move | undefined {
  const isClosed = before.state === 'closed' && (before.why === 'editor' || before.why === 'restored');
  if (!isClosed) return undefined;
  const { why, wasClosed, ...others } = before;
  const move = regulated(before, { state: 'open' }, at);
  const after = scheduled({ ...others, state: 'open', terms: before.terms + 1 }, at);
  return { ...move, row: { before, after } };
}

/** An editor closes booking: it stays closed when its document is withdrawn and published again. */
export function closedByEditor(before: Gathering, at: Instant): Move | undefined {
  if (before.state === 'open') return regulated(before, { state: 'closed', why: 'editor' }, at);
  if (before.state !== 'closed' || before.why === 'editor' || before.wasClosed) return undefined;
  const after = {
    ...before,
    ...(before.why === 'restored' ? { why: 'editor' as const } : { wasClosed: 'editor' as const }),
  };
  return { gathering: before.id, at, row: { before, after } };
}

/** An editor calls it off: nobody books any more, and a walk cancels every booking and tells its people. What an editor
 *  wanted to write besides is not written. */
export function callingOff(
  before: Gathering,
  { id, note }: Pick<Walk, 'id' | 'note'>,
  at: Instant,
): Move | undefined {
  if (before.state !== 'open' && before.state !== 'closed') return undefined;
  const walk: Walk = { id, what: 'cancel', after: '', ...(note && { note }) };
  const erasing = (before.progress?.walks ?? []).filter(({ what }) => what.startsWith('erase-'));
  const progress = { ...before.progress, walks: [walk, ...erasing] };
  return regulated(before, { state: 'cancelling', why: 'cancelled', progress }, at);
}

/** The walk has cancelled all. */
export const calledOff = (before: Gathering, at: Instant): Gathering =>
  withoutWalk({ ...before, state: 'cancelled' }, at);

/** So many walks may be under way or wait. */
const mostWalks = 5;

/** An editor has people told or written to. Undefined: it is called off, or others have not been told yet. */
export function withWalk(before: Gathering, walk: Omit<Walk, 'after'>, at: Instant): Move | undefined {
  const walks = before.progress?.walks ?? [];
  if (isCalledOff(before) || walks.length >= mostWalks) return undefined;
  const after = withWalks(before, [...walks, { ...walk, after: '' }], at);
  return { gathering: before.id, at, row: { before, after } };
}

export const isCalledOff = ({ state }: Pick<Gathering, 'state'>): boolean =>
  state === 'cancelling' || state === 'cancelled';

export const withWalks = (row: Gathering, walks: Walk[], at: Instant): Gathering => {
  const { walks: _, ...progress } = row.progress ?? {};
  return scheduled({ ...row, progress: { ...progress, ...(walks.length && { walks }) } }, at);
};

/** The first is over. */
export const withoutWalk = (row: Gathering, at: Instant): Gathering =>
  withWalks(row, (row.progress?.walks ?? []).slice(1), at);

const minute = 60_000;
const day = 24 * 60 * minute;

/** Milliseconds after the end for which access needs are known: until the kitchen and the venue have been paid. */
export const accessKeptFor = 30 * day;

/** Milliseconds after its time at which a reminder is not sent any more. */
const reminderLateBy = day;

export const later = (at: Instant, milliseconds: number): Instant =>
  new Date(Date.parse(at) + milliseconds).toISOString();

/** When a reminder is to be sent. */
export const reminderAt = ({ startsAt }: Pick<Gathering, 'startsAt'>, days: number): Instant =>
  later(startsAt, -days * day);

/** Reminders that were neither begun nor are over. */
export function openReminders({ text, startsAt, progress, state }: Gathering): number[] {
  const done = progress?.reminded?.startsAt === startsAt ? progress.reminded.days : [];
  return isCalledOff({ state }) ? [] : (text.reminders ?? []).filter((days) => !done.includes(days));
}

/** Whether it is still worth a letter: the event is to come, and the time was not missed by a day. */
export const isReminderOver = (gathering: Gathering, days: number, at: Instant): boolean =>
  gathering.startsAt <= at || later(reminderAt(gathering, days), reminderLateBy) <= at;

/** With when the tick has to look at it next. */
export function scheduled(row: Gathering, at: Instant): Gathering {
  const { startsAt, endsAt, progress = {} } = row;
  const { walks = [], lineEnded, peopleErased, accessErased } = progress;
  const times = [
    ...(walks.length ? [at] : []),
    ...openReminders(row).map((days) => reminderAt(row, days)),
    ...(lineEnded === startsAt ? [] : [startsAt]),
    ...(peopleErased === endsAt ? [] : [endsAt]),
    ...(accessErased === endsAt ? [] : [later(endsAt, accessKeptFor)]),
  ];
  const { dueAt, ...others } = row;
  const [first] = times.sort();
  return { ...others, ...(first !== undefined && { dueAt: first }) };
}

/** What people book by. Words that only describe it are not of it. */
const bookedBy = ({
  title,
  standfirst,
  language,
  picture,
  sessions,
  venue,
  online,
  ...others
}: EventText) => {
  const { cancellation, contact, reminders, showsLeft, ...terms } = others;
  return terms;
};

export const haveSameTerms = (one: EventText, other: EventText): boolean =>
  canonicalJson(bookedBy(one)) === canonicalJson(bookedBy(other));

/** What stands in calendars. */
const inCalendars = ({ title, starts, ends, timezone, venue, online }: EventText) =>
  canonicalJson({ title, starts, ends, timezone, venue, online });

export const haveSameEntry = (one: EventText, other: EventText): boolean =>
  inCalendars(one) === inCalendars(other);
