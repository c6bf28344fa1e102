import type { Reply } from '../../runtime/http.ts';
import type { PageReply } from '../../runtime/page-http.ts';
import { Problem } from '../../runtime/problem.ts';
import { eventsCalendar } from '../calendar.ts';
import { calendarPath, eventPath, eventsPath, pastPath } from '../links.ts';
import { eventPage, withdrawnEventPage } from '../pages/event-page.tsx';
import { eventsPage, pastPage } from '../pages/events-page.tsx';
import { eventAnswer, eventLine } from './event-answer.ts';
import { calendarEvents, comingEvents, type Deps, findEvent, pastEvents } from './find-events.ts';

export type { Deps } from './find-events.ts';

/** What is asked for below `/events/`: nothing, a slug, `all.ics`, `{slug}.ics`, `past`, or `past` and a year. */
export interface Asked {
  below?: string | undefined;
  year?: string | undefined;
  /** The position after which the page goes on. */
  after?: string | undefined;
}

/** Places change by the second: the edge keeps what it has for four. */
const shared = { 'cache-control': 'public, max-age=0, s-maxage=4' };

/** Pages and calendars of events, the same for everybody. @throws Problem 404. */
export async function showEvents(asked: Asked, deps: Deps): Promise<PageReply> {
  const { below, year } = asked;
  const after = positionIn(asked);
  if (year !== undefined) return showPast(year, after, deps);
  if (below === undefined) return showComing(after, deps);
  if (below === 'past') return showPast(undefined, undefined, deps);
  if (below === 'all.ics') return showCalendar(deps);
  const slug = below.endsWith('.ics') ? below.slice(0, -'.ics'.length) : below;
  return showEvent(slug, slug !== below, deps);
}

const shown = (html: string): PageReply => ({ status: 200, open: true, html, headers: shared });
/** A slug can become free again: the edge alone keeps where it leads. */
const moved = (location: string): PageReply => ({
  status: 301,
  open: true,
  headers: { ...shared, location },
});
const nothing = () => new Problem(404, 'There is no event at this address.');

/** What somebody made up is none. */
const positionIn = ({ after }: Asked): string | undefined =>
  after !== undefined && /^[\w.:#-]{1,300}$/.test(after) ? after : undefined;

const onwards = (path: string, next: string | undefined): string | undefined =>
  next === undefined ? undefined : `${path}?after=${encodeURIComponent(next)}`;

async function showComing(after: string | undefined, deps: Deps): Promise<PageReply> {
  const [press, { events, next, now }] = await Promise.all([deps.press(), comingEvents(after, deps)]);
  const view = { events, now, next: onwards(eventsPath, next), isFurther: after !== undefined };
  return shown(eventsPage(press, view));
}

async function showPast(
  typed: string | undefined,
  after: string | undefined,
  deps: Deps,
): Promise<PageReply> {
  if (typed !== undefined && !/^(19|20|21)\d\d$/.test(typed)) throw nothing();
  const [press, past] = await Promise.all([
    deps.press(),
    pastEvents(typed === undefined ? undefined : Number(typed), after, deps),
  ]);
  if (typed === undefined && past.year !== undefined)
    return { status: 302, open: true, headers: { ...shared, location: pastPath(past.year) } };
  if (typed !== undefined && !past.gatherings.length) throw nothing();
  return shown(pastPage(press, { ...past, next: onwards(pastPath(past.year), past.next) }));
}

async function showEvent(slug: string, asCalendar: boolean, deps: Deps): Promise<PageReply> {
  const [press, found] = await Promise.all([deps.press(), findEvent(slug, deps)]);
  switch (found.outcome) {
    case 'unknown':
      throw nothing();
    case 'withdrawn':
      return { status: 410, html: withdrawnEventPage(press), headers: shared };
    case 'moved':
      return moved((asCalendar ? calendarPath : eventPath)(found.slug));
    case 'shown': {
      const now = deps.clock.now();
      const { gathering } = found.event;
      if (!asCalendar) return shown(eventPage(press, found.event, now));
      return calendarFile(eventsCalendar(press, [gathering], hourOf(now)), gathering.slug);
    }
  }
}

async function showCalendar(deps: Deps): Promise<PageReply> {
  const [press, gatherings] = await Promise.all([deps.press(), calendarEvents(deps)]);
  return calendarFile(eventsCalendar(press, gatherings, hourOf(deps.clock.now())), 'events');
}

/** When calendar files say that they were made: the same events are the same file for an hour, and its tag stays. */
const hourOf = (now: Date): string => `${now.toISOString().slice(0, 13)}:00:00.000Z`;

const calendarFile = (text: string, name: string): PageReply => ({
  status: 200,
  open: true,
  html: text,
  headers: {
    ...shared,
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': `inline; filename="${name.replace(/[^\w-]+/g, '-')}.ics"`,
  },
});

/** `GET /api/events`: what is on. */
export async function listEvents(asked: Asked, deps: Deps): Promise<Reply> {
  const [press, { events, next }] = await Promise.all([deps.press(), comingEvents(positionIn(asked), deps)]);
  const items = events.map((event) => eventLine(event, press));
  return { status: 200, headers: shared, body: { items, next: next ?? null } };
}

/** `GET /api/events/{slug}`. @throws Problem 404, 410. */
export async function giveEvent(slug: string, deps: Deps): Promise<Reply> {
  const [press, found] = await Promise.all([deps.press(), findEvent(slug, deps)]);
  switch (found.outcome) {
    case 'unknown':
      throw nothing();
    case 'withdrawn':
      throw new Problem(410, 'This event has been withdrawn.');
    case 'moved':
      return {
        status: 301,
        headers: { ...shared, location: `/api/events/${encodeURIComponent(found.slug)}` },
      };
    case 'shown':
      return { status: 200, headers: shared, body: eventAnswer(found.event, press) };
  }
}
