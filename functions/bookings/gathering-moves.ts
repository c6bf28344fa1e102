import { canonicalJson } from '../runtime/canonical-json.ts';
import { capacitiesOf, type EventText, type Gathering, type Instant, type Walk } from './gathering.ts';

/*
 * The moves of an event: each a function of its row, what the row is after it, or undefined where the row allows no such
 * move. `update-gathering.ts` makes one. Whether it is open, and by which terms, stands in its row and in every quota: both
 * change in one transaction, and so what was booked by other terms is refused, however old the copy that somebody had.
 *
 * | state        | goes to    | by                                                                              |
 * | ------------ | ---------- | ------------------------------------------------------------------------------- |
 * | open         | closed     | an editor; its document is withdrawn, deleted or another kind (`hear-event.ts`) |
 * | closed       | open       | an editor, unless readers do not get its document; its document published again |
 * | open, closed | cancelling | an editor calls it off                                                          |
 * | cancelling   | cancelled  | the walk is through                                                             |
 */

/** An editor opens booking. One whose document readers do not get is opened by its publication alone. */
export function opened(row: Gathering, at: Instant): Gathering | undefined {
  if (row.state !== 'closed' || (row.why !== 'editor' && row.why !== 'restored')) return undefined;
  const { why, wasClosed, ...others } = row;
  return scheduled({ ...others, state: 'open' }, at);
}

/** An editor closes booking: it is closed still when its document is withdrawn and published again. */
export function closedByEditor(row: Gathering, at: Instant): Gathering | undefined {
  if (row.state === 'open') return scheduled({ ...row, state: 'closed', why: 'editor' }, at);
  const isClosedSo = row.why === 'editor' || row.wasClosed !== undefined;
  if (row.state !== 'closed' || isClosedSo) return undefined;
  return row.why === 'restored' ? { ...row, why: 'editor' } : { ...row, wasClosed: 'editor' };
}

/** An editor calls it off: nobody books any more, and a walk cancels every booking and tells its people. What an editor
 *  wrote before leaves first, for whom it is to come or wait until then; reminders do not. */
export function callingOff(
  row: Gathering,
  { id, note }: Pick<Walk, 'id' | 'note'>,
  at: Instant,
): Gathering | undefined {
  if (isCalledOff(row)) return undefined;
  const walk: Walk = { id, what: 'cancel', after: '', ...(note && { note }) };
  const before = (row.progress?.walks ?? []).filter(({ what }) => what !== 'remind');
  return withWalks({ ...row, state: 'cancelling', why: 'cancelled' }, [...before, walk], at);
}

/** The walk has cancelled all. */
export const calledOff = (before: Gathering, at: Instant): Gathering =>
  withoutWalk({ ...before, state: 'cancelled' }, at);

/** So many walks may be under way or wait. */
const mostWalks = 5;

/** An editor has people told or written to. Undefined: it is called off, or too much is to be told already. */
export function withWalk(row: Gathering, walk: Omit<Walk, 'after'>, at: Instant): Gathering | undefined {
  const walks = row.progress?.walks ?? [];
  if (isCalledOff(row) || walks.length >= mostWalks) return undefined;
  return withWalks(row, [...walks, { ...walk, after: '' }], at);
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

/** Whether what people book by is another, or whether they can. */
export const changesTerms = (before: Gathering, after: Gathering): boolean =>
  (before.state === 'open') !== (after.state === 'open') ||
  canonicalJson(bookedBy(before.text)) !== canonicalJson(bookedBy(after.text));

/** What stands in calendars. */
const inCalendars = ({ title, starts, ends, timezone, venue, online }: EventText) =>
  canonicalJson({ title, starts, ends, timezone, venue, online });

export const haveSameEntry = (one: EventText, other: EventText): boolean =>
  inCalendars(one) === inCalendars(other);

/** Places of every quota, less those that were booked before it counted them. */
export const countedCapacities = ({ text, uncounted = {} }: Gathering): Map<string, number> =>
  new Map(
    [...capacitiesOf(text)].map(([name, places]) => [name, Math.max(0, places - (uncounted[name] ?? 0))]),
  );
