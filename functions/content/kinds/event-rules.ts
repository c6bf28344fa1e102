import { smallestUnits } from '../manuscripts/front-matter/amounts.ts';
import { yesOrNo } from '../manuscripts/front-matter/single-values.ts';
import type { BookingCode, EventFields, Question, Ticket } from './event.ts';
import { type EventInput, eventInput } from './event-input.ts';
import { eventRemarks } from './event-remarks.ts';
import type { KindRules } from './kind.ts';

type Fields = { kind: 'event' } & EventFields;
type Written<F extends 'tickets' | 'questions' | 'codes'> = NonNullable<EventInput[F]>[number];

/** Of an event that names no tickets. */
const onlyTicket: Ticket = { id: 'place', name: 'Place', price: 0 };

/** What stands beside the pages of events. */
const reserved: ReadonlySet<string> = new Set(['all', 'bookings', 'link', 'past']);

export const event: KindRules<Fields, EventInput> = {
  input: eventInput,
  fields({ kind, slug, aliases, replaces, status, draft, picture, pictures, ...input }, title, lead) {
    const { booking_opens, booking_closes, waiting_list, passing_over, shows_left, ...words } = input;
    const { tickets = [], questions, codes, payment, ...others } = words;
    const priced = tickets.map((one) => ticketOf(one, input.currency));
    return {
      kind: 'event',
      ...others,
      title,
      ...(lead && { picture: lead }),
      tickets: priced.length ? priced : [onlyTicket],
      ...(questions && { questions: questions.map(questionOf(questions)) }),
      ...(codes && { codes: codes.map((one) => codeOf(one, input.currency)) }),
      ...(payment && { payment: { ...payment, by: payment.by?.length ? payment.by : ['transfer'] } }),
      ...(booking_opens && { bookingOpens: booking_opens }),
      ...(booking_closes && { bookingCloses: booking_closes }),
      ...(waiting_list === false && { waitingList: false }),
      ...(passing_over === false && { passingOver: false }),
      ...(shows_left && { showsLeft: true }),
    };
  },
  remarks: eventRemarks,
  /** The bookings room has its page. */
  path: (slug) => `/events/${encodeURIComponent(slug)}/`,
  reserved,
  lists: ({ slug, fields }) => [{ list: 'events', sort: `${fields.starts}#${slug}` }],
};

function ticketOf({ price, least, hidden, ...ticket }: Written<'tickets'>, currency?: string): Ticket {
  return {
    ...ticket,
    price: smallestUnits(price, currency) ?? 0,
    ...(least !== undefined && { least: smallestUnits(least, currency) ?? 0 }),
    ...(hidden && { hidden: true }),
  };
}

/** Of an answer to yes or no the word is one of ours, as people's own answers are. */
const questionOf =
  (all: Written<'questions'>[]) =>
  ({ type, per = 'order', required, when, ...question }: Written<'questions'>): Question => {
    const asked = all.find(({ id }) => id === when?.question);
    const isYesNo = asked !== undefined && typeOf(asked) === 'yes-no';
    const answer = isYesNo ? yesNoWord(when?.answer) : when?.answer;
    return {
      ...question,
      type: typeOf({ type, choices: question.choices }),
      per,
      ...(required && { required: true }),
      ...(when && { when: { ...when, ...(answer !== undefined && { answer }) } }),
    };
  };

const typeOf = ({ type, choices }: Pick<Written<'questions'>, 'type' | 'choices'>): Question['type'] =>
  type ?? (choices?.length ? 'choice' : 'text');

function yesNoWord(word: string | undefined): string | undefined {
  const meant = word === undefined ? undefined : yesOrNo(word);
  return meant === undefined ? word : meant ? 'yes' : 'no';
}

function codeOf({ off, ...code }: Written<'codes'>, currency?: string): BookingCode {
  if (!off) return code;
  const { amount, ...others } = off;
  const units = amount === undefined ? undefined : smallestUnits(amount, currency);
  return { ...code, off: { ...others, ...(units !== undefined && { amount: units }) } };
}
