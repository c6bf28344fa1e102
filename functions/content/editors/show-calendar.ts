import type * as z from 'zod/mini';
import { instantOf, localDate, nextWeekly } from '../../runtime/zoned-time.ts';
import type { calendar } from '../api/api-answers.ts';
import { shownDate } from '../api/shown-values.ts';
import { isLive, type StoredHead } from '../contract/document.ts';
import { sendingsList, weeklySort } from '../contract/lists.ts';
import type { Viewer } from '../contract/own-documents.ts';
import { instantIn, scheduledOf, withdrawnAt, zoneOf } from '../documents/schedule.ts';
import { pathOf } from '../kinds/kinds.ts';
import type { DocumentReader, DueDocuments, ListReader } from '../ports.ts';
import { readableHead } from './readable-head.ts';

export interface CalendarDeps {
  documents: Pick<DocumentReader, 'heads'>;
  due: DueDocuments;
  lists: Pick<ListReader, 'list'>;
  siteUrl: string;
}

type Calendar = z.output<typeof calendar>;
type Entry = Calendar['items'][number];

/** What one answer looks through of each sort. */
const most = { due: 400, listed: 200 };
const day = 86_400_000;
/** Days that an event lasts at most to be found by its last one. */
const longestEvent = 31;

/**
 * What goes out on these days of the press (both included), in order of time: what becomes live or is withdrawn by
 * itself, newsletters, events. Where `complete` is false there is more than one answer tells: ask for fewer days.
 * @param asked Dates; without them the coming month.
 */
export async function showCalendar(
  asked: { from?: string; to?: string },
  { viewer, now }: { viewer: Viewer; now: Date },
  deps: CalendarDeps,
): Promise<Calendar> {
  const { heads } = await deps.documents.heads({ slugs: ['press'], ids: [] });
  const zone = zoneOf(heads.get('press'));
  const from = asked.from ?? localDate(now.toISOString(), zone);
  const to = asked.to ?? dateAfter(from, 30);
  const range = {
    from: instantOf(`${from}T00:00`, zone),
    until: instantOf(`${dateAfter(to, 1)}T00:00`, zone),
  };
  const [due, sendings, weekly, events] = await Promise.all([
    deps.due.due(range.until, most.due + 1),
    listed(sendingsList, { from: dateAfter(from, -1), to: dateAfter(to, 2) }, deps.lists),
    deps.lists.list(sendingsList, { limit: most.listed }),
    listed('events', { from: dateAfter(from, -longestEvent), to: dateAfter(to, 2) }, deps.lists),
  ]);
  const digests = weekly.items.filter(({ sort }) => sort.startsWith(weeklySort('')));
  const lists = [...sendings.items, ...digests, ...events.items];
  const slugs = [...new Set([...due.slice(0, most.due), ...lists.map(({ entry }) => entry.slug)])];
  const found = await deps.documents.heads({ slugs, ids: [] });
  // What readers have everybody sees; what is to come, who may read it.
  const seen = [...found.heads.values()].filter(isLive).flatMap((head) => readableHead(viewer, head) ?? []);
  const items = seen
    .flatMap((head) => entriesOf(head, { zone, range, siteUrl: deps.siteUrl }))
    .filter(({ at, ends = at }) => at < range.until && ends >= range.from)
    .sort((a, b) => compare(`${a.at} ${a.slug} ${a.what}`, `${b.at} ${b.slug} ${b.what}`));
  const moreDigests = weekly.next !== undefined && digests.length === weekly.items.length;
  const complete =
    due.length <= most.due && !moreDigests && [sendings, events].every(({ hasMore }) => !hasMore);
  return { timezone: zone, from, to, items: items.map(toTheSecond), complete };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const dateAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);

const toTheSecond = ({ at, ends, ...entry }: Entry): Entry => ({
  ...entry,
  at: shownDate(at),
  ...(ends !== undefined && { ends: shownDate(ends) }),
});

/** The items of a list that is sorted by dates, which may be local: a day more on either side has them all. */
async function listed(
  list: string,
  { from, to }: { from: string; to: string },
  lists: CalendarDeps['lists'],
) {
  const { items, next } = await lists.list(list, { limit: most.listed, after: to });
  const within = items.filter(({ sort }) => sort >= from);
  return { items: within, hasMore: next !== undefined && within.length === items.length };
}

interface Place {
  zone: string;
  range: { from: string; until: string };
  siteUrl: string;
}

function entriesOf(head: StoredHead, place: Place): Entry[] {
  const { slug, fields } = head;
  const { kind, title } = fields;
  const about = { slug, kind, title, url: place.siteUrl + pathOf(fields, slug) };
  return [...dueEntries(head), ...datedEntries(head, place)].map((entry) => ({ ...about, ...entry }));
}

type Happening = Pick<Entry, 'at' | 'what'> & Partial<Pick<Entry, 'ends' | 'revision'>>;

/** What the clock does with the document. */
function dueEntries(head: StoredHead): Happening[] {
  const scheduled = scheduledOf(head);
  const until = scheduled?.withdrawAt ?? withdrawnAt(head);
  return [
    ...(scheduled?.publishAt
      ? [{ at: scheduled.publishAt, what: 'publish' as const, revision: scheduled.revision }]
      : []),
    ...(until ? [{ at: until, what: 'withdraw' as const }] : []),
  ];
}

/** What its own dates say, once it is published. */
function datedEntries({ status, fields }: StoredHead, { zone, range }: Place): Happening[] {
  if (status !== 'published') return [];
  if (fields.kind === 'event') {
    const [at, ends] = [fields.starts, fields.ends].map((time) => instantIn(time, fields.timezone));
    return at === undefined ? [] : [{ at, what: 'event', ...(ends !== undefined && { ends }) }];
  }
  if (fields.kind !== 'newsletter') return [];
  const { sendAt, every } = fields;
  if (every) return weeksOf(every, { zone, range }).map((at) => ({ at, what: 'send' as const }));
  return sendAt ? [{ at: instantIn(sendAt, zone), what: 'send' }] : [];
}

/** When a digest goes out: `friday 07:00`, with a zone behind it or without. */
function weeksOf(every: string, { zone, range }: Pick<Place, 'zone' | 'range'>): string[] {
  const [weekday = '', time = '', named = zone] = every.split(' ');
  const times: string[] = [];
  for (let after = new Date(Date.parse(range.from) - 1).toISOString(); ; ) {
    const { at } = nextWeekly({ weekday, time }, { zone: named, after });
    if (at >= range.until) return times;
    times.push(at);
    after = at;
  }
}
