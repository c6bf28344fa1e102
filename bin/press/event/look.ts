import { call, type Press, Problem } from '../client.ts';
import { type CommandOptions, type Outcome, refuseMore, slugIn } from '../command.ts';
import { printLinked, saveLinked, whenWritten } from '../linked-files.ts';
import { countOf, withProgress } from '../terminal.ts';
import {
  type Attendee,
  attendeeLine,
  type EventLine,
  type EventReport,
  lineOf,
  minute,
  money,
  placesText,
  reportOf,
} from './events.ts';

/* Commands that look at events and change nothing. */

/** Every item of a list of the API, page by page. @param path With a query. */
async function everyItem<Item>(press: Press, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor = '';
  do {
    const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page = await call<{ items: Item[]; next: string | null }>(press, 'GET', path + more);
    items.push(...page.items);
    cursor = page.next ?? '';
  } while (cursor);
  return items;
}

export async function list(press: Press, words: string[], { past }: CommandOptions): Promise<Outcome> {
  refuseMore(words);
  const data = await everyItem<EventLine>(press, `/bookings?limit=100${past ? '&past=yes' : ''}`);
  const none = past
    ? 'No event is over yet.'
    : 'There are no events to come: hand in a document with “kind: event”.';
  return { lines: data.length ? data.map(lineOf) : [none], data, ok: true };
}

/** An event, or a booking of it. */
export async function show(press: Press, [slug = '', code, ...more]: string[]): Promise<Outcome> {
  refuseMore(more);
  const event = slugIn(slug ? [slug] : []);
  if (code !== undefined) return showBooking(press, event, code);
  const data = await reportOf(press, event);
  return { lines: eventLines(data), data, ok: true };
}

function eventLines(event: EventReport): string[] {
  const { state, why, starts, ends, timezone, bookings, quotas, findings, underWay } = event;
  const isOne = quotas.length < 2;
  return [
    lineOf(event),
    `  from ${minute(starts)} to ${minute(ends)} (${timezone})`,
    ...(why ? [`  ${state}: ${whySaid[why] ?? why}`] : []),
    ...(underWay ? [`  under way: ${walkSaid[underWay] ?? underWay}`] : []),
    `  ${countOf(bookings, 'booking')} that ${bookings === 1 ? 'has' : 'have'} places or wait`,
    ...(isOne ? [] : quotas.map((quota) => `  ${quota.title}: ${placesText({ places: quota, waiting: 0 })}`)),
    ...findings.map((finding) => `! ${finding}`),
  ];
}

const whySaid: Readonly<Record<string, string>> = {
  withdrawn: 'its document is withdrawn',
  draft: 'its document is a draft',
  restored: 'it came with a backup; “press event open” opens it',
  cancelled: 'an editor cancelled it',
  editor: 'an editor closed it; “press event open” opens it',
};

const walkSaid: Readonly<Record<string, string>> = {
  cancel: 'bookings are being cancelled',
  tell: 'people are being told of a new date or place',
  write: 'letters are leaving',
  remind: 'reminders are leaving',
};

async function showBooking(press: Press, slug: string, code: string): Promise<Outcome> {
  const data = await call<Attendee>(press, 'GET', `/events/${slug}/attendees/${encodeURIComponent(code)}`);
  const answered = (answers: Record<string, string> = {}, indent = '  ') =>
    Object.entries(answers).map(([question, answer]) => `${indent}${question}: ${answer}`);
  const lines = [
    attendeeLine(data),
    `  since ${minute(data.at)}${data.by ? `, booked by ${data.by}` : ''}`,
    ...answered(data.answers),
    ...data.places.flatMap(({ id, ticket, name, price, answers }) => [
      `  place ${id}: ${ticket}${name ? `, ${name}` : ''}${price ? `, ${money(price, data.currency)}` : ''}`,
      ...answered(answers, '    '),
    ]),
    ...(data.givenBack ?? []).map(({ id, ticket }) => `  place ${id}: ${ticket}, given back`),
  ];
  return { lines, data, ok: true };
}

export async function attendees(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const slug = slugIn(words);
  if (options.csv) return attendeesFile(press, slug, options);
  if (options.to !== undefined)
    throw new Problem(`Only the CSV goes into a file: press event attendees ${words[0]} --csv --to FILE`);
  const { state, ticket, search } = options;
  const asked = Object.entries({ limit: '100', state, ticket, search }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const data = await everyItem<Attendee>(press, `/events/${slug}/attendees?${new URLSearchParams(asked)}`);
  const nothing = state || ticket || search ? 'No booking is like that.' : 'Nobody has booked yet.';
  return { lines: data.length ? data.map(attendeeLine) : [nothing], data, ok: true };
}

async function attendeesFile(press: Press, slug: string, options: CommandOptions): Promise<Outcome> {
  if (options.state || options.ticket || options.search)
    throw new Problem('The CSV has all of them: leave out --state, --ticket and --search.');
  const path = `/events/${slug}/attendees.csv`;
  const data = await withProgress('Exporting', () =>
    whenWritten<{ url: string; expires: string }>(press, path),
  );
  const { to, json } = options;
  if (to === undefined) {
    // For a machine the link is the answer.
    if (!json) await printLinked(data.url);
    return { lines: [], data, ok: true };
  }
  await saveLinked(to, data.url);
  const lines = [`${to} holds names and addresses: keep it safe, and delete it when it has served.`];
  return { lines, data: { file: to }, ok: true };
}

export async function totals(press: Press, words: string[]): Promise<Outcome> {
  const data = await reportOf(press, slugIn(words));
  return { lines: totalsLines(data), data, ok: true };
}

function totalsLines(report: EventReport): string[] {
  const { slug, tickets, days, repeated, sum, due, currency } = report;
  const isFree = currency === undefined;
  const width = Math.max(6, ...tickets.map(({ name }) => name.length));
  const row = (name: string, ...figures: string[]) =>
    `  ${name.padEnd(width)}${figures.map((figure) => figure.padStart(10)).join('')}`;
  const cost = (amount: number) => (isFree ? [] : [money(amount, currency)]);
  return [
    `${slug}: ${placesText(report)}`,
    '',
    row('', 'booked', 'held', 'offered', 'wait', ...(isFree ? [] : ['sum'])),
    ...tickets.map(({ name, booked, held, offered, waiting, sum: cash }) =>
      row(name, ...[booked, held, offered, waiting].map(String), ...cost(cash)),
    ),
    ...(isFree ? [] : ['', `booked: ${money(sum, currency)}; held, to be paid: ${money(due, currency)}`]),
    ...(days.length ? ['', row('day', 'places', 'in all', ...(isFree ? [] : ['sum']))] : []),
    ...days.map(({ day, places, inAll, sum: cash }) =>
      row(day, String(places), String(inAll), ...cost(cash)),
    ),
    ...(repeated.length ? ['', 'Booked more than once:'] : []),
    ...repeated.map(({ email, codes }) => `  ${email}  ${codes.join(', ')}`),
  ];
}

interface Access {
  title: string;
  bookings: number;
  needs: { need: string; count: number; bookings: string[] }[];
}

/** What those who come need. */
export async function access(press: Press, words: string[]): Promise<Outcome> {
  const data = await call<Access>(press, 'GET', `/events/${slugIn(words)}/access`);
  const lines = data.needs.map(
    ({ need, count, bookings }) => `${String(count).padStart(4)}  ${need}  (${bookings.join(', ')})`,
  );
  return { lines: lines.length ? lines : ['Nobody who comes has asked for anything.'], data, ok: true };
}
