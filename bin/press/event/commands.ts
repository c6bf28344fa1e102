import { randomUUID } from 'node:crypto';
import { text as textOf } from 'node:stream/consumers';
import { call, type Press, Problem } from '../client.ts';
import { type Command, type CommandOptions, type Outcome, refuseMore, slugIn } from '../command.ts';
import { countOf } from '../terminal.ts';
import { type Attendee, attendeeLine, type EventLine, lineOf, reportOf } from './events.ts';
import { access, attendees, list, show, totals } from './look.ts';

/** Commands of those who look after events, by their names. */
export const eventCommands: Record<string, Command> = {
  'event list': list,
  'event show': show,
  'event attendees': attendees,
  'event totals': totals,
  'event book': book,
  'event confirm': confirm,
  'event cancel': cancel,
  'event move': move,
  'event resend': resend,
  'event write': write,
  'event tell': tell,
  'event close': (press, words) => switchBooking(press, words, false),
  'event open': (press, words) => switchBooking(press, words, true),
  'event cancel-event': cancelEvent,
  'event access': access,
};

/** A request that is repeated by itself is the same one to the press. */
const onceOnly = () => ({ 'idempotency-key': randomUUID() });

async function book(
  press: Press,
  [name = '', email, ...tickets]: string[],
  options: CommandOptions,
): Promise<Outcome> {
  const slug = slugIn(name ? [name] : []);
  const usage = `press event book ${name} noor@reader.example waged=2 --name "Noor Haldane"`;
  if (!email?.includes('@') || !tickets.length)
    throw new Problem(`Say for which address, and which tickets: ${usage}`);
  if (!options.name) throw new Problem(`Say for whom: ${usage}`);
  const { access: needs, code, guest, paid } = options;
  const body = {
    ...{ email, name: options.name, places: tickets.map(ticketIn) },
    ...(options.answer && { answers: answersIn(options.answer) }),
    ...(needs && { access: needs }),
    ...(code && { code }),
    ...(guest && { guest }),
    ...(paid && { paid }),
  };
  const path = `/events/${slug}/attendees`;
  const data = await call<Attendee>(press, 'POST', path, body, onceOnly()).catch(sayHowToAnswer);
  return { lines: [attendeeLine(data)], data, ok: true };
}

/** Where a question was not answered the press names it by its id. @throws the same, with the option for each. */
function sayHowToAnswer(error: unknown): never {
  const isRefused = error instanceof Problem;
  const asked = isRefused ? error.message.matchAll(/\banswers\.(?:\d+\.)?([^\s:]+): Please/g) : [];
  const options = [...new Set([...asked].map(([, question]) => `--answer "${question}=…"`))];
  if (!isRefused || !options.length) throw error;
  throw new Problem(`${error.message} Add ${options.join(' ')}`);
}

/** `waged` is one place, `waged=3` are three. */
function ticketIn(word: string): { ticket: string; quantity: number } {
  const [, ticket = '', count] = /^([^=]+)(?:=([1-9]\d?))?$/.exec(word) ?? [];
  if (!ticket) throw new Problem(`“${word}” is no ticket: write waged for one place, waged=3 for three.`);
  return { ticket, quantity: Number(count ?? 1) };
}

function answersIn(all: string[]): Record<string, string> {
  const answers = all.map((one): [string, string] => {
    const at = one.indexOf('=');
    if (at < 1) throw new Problem(`“${one}” is no answer: write --answer "lunch=yes".`);
    return [one.slice(0, at), one.slice(at + 1)];
  });
  return Object.fromEntries(answers);
}

/** The booking that a command is about. */
function bookingIn([slug = '', code, ...more]: string[], usage: string): { slug: string; path: string } {
  refuseMore(more);
  const event = slugIn(slug ? [slug] : []);
  if (!code) throw new Problem(`Name the booking by its code: ${usage}`);
  return { slug: event, path: `/events/${event}/attendees/${encodeURIComponent(code)}` };
}

async function confirm(press: Press, words: string[]): Promise<Outcome> {
  const { path } = bookingIn(words, `press event confirm ${words[0]} K7QM-3FXD`);
  const data = await call<Attendee>(press, 'POST', path, { what: 'confirm' });
  return { lines: [attendeeLine(data)], data, ok: true };
}

async function cancel(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const { path } = bookingIn(words, `press event cancel ${words[0]} K7QM-3FXD`);
  const { place: places } = options;
  if (!options.yes) {
    const booking = await call<Attendee>(press, 'GET', path);
    const what = places ? `place ${places.join(' and ')} of booking` : 'booking';
    await ask(
      `Cancel ${what} ${booking.code} of ${booking.name || booking.email}?`,
      { nothing: 'Nothing was cancelled', way: `press event cancel ${words.join(' ')} --yes` },
      options,
    );
  }
  const data = await call<Attendee>(press, 'POST', path, { what: 'cancel', places });
  return { lines: [attendeeLine(data)], data, ok: true };
}

async function move(
  press: Press,
  [slug = '', code = '', ticket, ...more]: string[],
  { place: places }: CommandOptions,
): Promise<Outcome> {
  refuseMore(more);
  const usage = `press event move ${slug} K7QM-3FXD waged`;
  const { path } = bookingIn([slug, code], usage);
  if (!ticket) throw new Problem(`Say to which ticket: ${usage}`);
  const data = await call<Attendee>(press, 'POST', path, { what: 'move', places, ticket });
  return { lines: [attendeeLine(data)], data, ok: true };
}

async function resend(press: Press, words: string[]): Promise<Outcome> {
  const { path } = bookingIn(words, `press event resend ${words[0]} K7QM-3FXD`);
  const data = await call<Attendee>(press, 'POST', path, { what: 'resend' }, onceOnly());
  return {
    lines: [`A letter with the link of ${data.code} is on its way to ${data.email}.`],
    data,
    ok: true,
  };
}

const writtenTo = ['booked', 'held', 'offered', 'waiting'];

/** To all who come or wait, to some of them, or to bookings that are named. */
async function write(
  press: Press,
  [name = '', ...codes]: string[],
  options: CommandOptions,
): Promise<Outcome> {
  const slug = slugIn(name ? [name] : []);
  const { state, ticket } = options;
  if (codes.length && (state || ticket))
    throw new Problem('Name bookings, or narrow them by --state and --ticket: not both.');
  if (state && !writtenTo.includes(state))
    throw new Problem(`Those who are “${state}” get no letters. The states are: ${writtenTo.join(', ')}.`);
  const note = (options.text ?? (await typed())).trim();
  if (!note) throw new Problem(`Say what the letter says: press event write ${name} --text "…"`);
  const to = {
    ...(state && { states: [state] }),
    ...(ticket && { tickets: [ticket] }),
    ...(codes.length && { bookings: codes }),
  };
  const isToAll = !Object.keys(to).length;
  const whom = codes.length
    ? countOf(codes.length, 'booking')
    : isToAll
      ? 'all who come or wait'
      : [state && `those ${state}`, ticket && `with a place “${ticket}”`].filter(Boolean).join(' ');
  return sendLetters(
    press,
    { slug, name, whom },
    { about: 'message', note, ...(!isToAll && { to }) },
    options,
  );
}

/** What is piped in; nobody types a letter without a word of what to do. */
const typed = async (): Promise<string> => (process.stdin.isTTY ? '' : textOf(process.stdin));

async function tell(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const slug = slugIn(words);
  const about = { slug, name: words[0] ?? '', whom: 'all who come or wait, with the date and place of now' };
  return sendLetters(press, about, { about: 'changes', note: options.text }, options);
}

async function sendLetters(
  press: Press,
  { slug, name, whom }: { slug: string; name: string; whom: string },
  letter: { about: 'message' | 'changes'; note?: string; to?: object },
  options: CommandOptions,
): Promise<Outcome> {
  if (!options.yes) {
    const { title, bookings } = await reportOf(press, slug);
    await ask(
      `Write to ${whom} (“${title}” has ${countOf(bookings, 'booking')})?`,
      {
        nothing: 'Nothing was sent',
        way: `press event ${letter.about === 'changes' ? 'tell' : 'write'} ${name} … --yes`,
      },
      options,
    );
  }
  const data = await call(press, 'POST', `/events/${slug}/letters`, letter, onceOnly());
  return { lines: [`Letters to ${whom} leave within a minute or two, one a booking.`], data, ok: true };
}

async function switchBooking(press: Press, words: string[], open: boolean): Promise<Outcome> {
  const data = await call<EventLine>(press, 'POST', `/events/${slugIn(words)}/booking`, { open });
  return { lines: [lineOf(data)], data, ok: true };
}

/** With the number of bookings that was read, so that it is these and no others. */
async function cancelEvent(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const slug = slugIn(words);
  const { title, bookings } = await reportOf(press, slug);
  if (!options.yes)
    await ask(
      `Cancel “${title}” for good? ${countOf(bookings, 'booking')} will be cancelled, and everybody told.`,
      { nothing: 'Nothing was cancelled', way: `press event cancel-event ${words[0]} --yes` },
      options,
    );
  const { reason: note } = options;
  const data = await call<EventLine>(press, 'POST', `/events/${slug}/cancel`, { bookings, note });
  const lines = [
    `${data.slug} is ${data.state === 'cancelled' ? 'cancelled' : 'closed'}: ${countOf(bookings, 'booking')} cancelled one by one, and told once. Letters leave within a minute or two. “press event show ${data.slug}” says when it is over.`,
  ];
  return { lines, data, ok: true };
}

/** @throws Problem without a yes. */
async function ask(
  question: string,
  { nothing, way }: { nothing: string; way: string },
  { confirm: askAt }: CommandOptions,
): Promise<void> {
  const answer = await askAt?.(question);
  if (answer === undefined) throw new Problem(`${nothing}: without a terminal to ask at it takes ${way}`);
  if (!answer) throw new Problem(`${nothing}.`);
}
