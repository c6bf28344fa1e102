import * as z from 'zod/mini';
import { language } from './reader-requests.ts';

/* What editors ask of bookings, and in which words they are refused. */

/** Places of an order, its quotas, and what a text may be long. */
const most = { places: 20, text: 2_000, name: 200, letter: 10_000 };

const words = (what: string, longest: number) =>
  z
    .string(what)
    .check(
      z.trim(),
      z.minLength(1, what),
      z.maxLength(longest, `has to be at most ${longest} characters long`),
    );

/** A number in a query is text. */
const numberUpTo = (largest: number, usual: number) => {
  const message = `has to be a number from 1 to ${largest}`;
  const digits = z.string().check(z.regex(/^\d{1,4}$/, message));
  return z._default(
    z.pipe(digits, z.pipe(z.transform(Number), z.number().check(z.gte(1, message), z.lte(largest, message)))),
    usual,
  );
};

const cursor = z.optional(
  z.string().check(z.regex(/^[\w-]{1,700}$/, 'has to be the “next” of the answer before')),
);

const ticketName = words('has to be the id of a ticket', 100);

export const bookingStates = [
  'waiting',
  'offered',
  'held',
  'booked',
  'cancelled',
  'declined',
  'lapsed',
  'left',
] as const;

export const eventsQuery = z.strictObject(
  {
    past: z.optional(z.enum(['yes', 'no'], 'has to be yes or no')),
    limit: numberUpTo(100, 50),
    cursor,
  },
  'You can ask with past, limit and cursor.',
);

export const attendeesQuery = z.strictObject(
  {
    state: z.optional(z.enum(bookingStates, `has to be one of ${bookingStates.join(', ')}`)),
    ticket: z.optional(ticketName),
    search: z.optional(z.string().check(z.maxLength(400, 'is too long'))),
    limit: numberUpTo(100, 50),
    cursor,
  },
  'You can ask with state, ticket, search, limit and cursor.',
);

const answers = z.record(
  words('has to be the id of a question', 100),
  z.string('has to be an answer').check(z.maxLength(most.text, 'is too long for an answer')),
  'has to be {"question": "answer"}',
);

const wanted = z.strictObject(
  {
    ticket: ticketName,
    quantity: z
      .int('has to be a whole number, how many')
      .check(z.gte(1, 'has to be at least 1'), z.lte(most.places, `has to be at most ${most.places}`)),
    names: z.optional(
      z
        .array(words('has to be a name', most.name), 'has to be a list of names')
        .check(z.maxLength(most.places, 'has more names than places')),
    ),
    answers: z.optional(
      z
        .array(answers, 'has to be a list of answers, one for each person')
        .check(z.maxLength(most.places, 'has more answers than places')),
    ),
  },
  'There are "ticket", "quantity", "names" and "answers".',
);

export const editorsBooking = z.strictObject(
  {
    email: words('has to be an e-mail address', 400),
    name: words('has to be the name of who books', most.name),
    places: z
      .array(wanted, 'has to be a list of places')
      .check(z.minLength(1, 'has to name a ticket'), z.maxLength(most.places, 'names too many tickets')),
    answers: z.optional(answers),
    access: z.optional(words('has to say what somebody needs', most.text)),
    code: z.optional(words('has to be a code', 100)),
    payment: z.optional(z.enum(['transfer', 'door'], 'has to be "transfer" or "door"')),
    language: z.optional(language),
    guest: z.optional(z.literal(true, 'has to be true, or be left out')),
    paid: z.optional(z.literal(true, 'has to be true, or be left out')),
  },
  'The request has to be {"email", "name", "places": [{"ticket", "quantity", "names"?, "answers"?}], "answers"?, "access"?, "code"?, "payment"?, "language"?, "guest"?, "paid"?}.',
);

const note = z.optional(words('has to be what the letter says', most.letter));

const placeIds = z
  .array(words('has to be the id of a place', 10), 'has to be a list of ids of places')
  .check(z.minLength(1, 'has to name a place, or be left out'), z.maxLength(most.places, 'is too many'));

export const bookingCommand = z.discriminatedUnion(
  'what',
  [
    z.strictObject({ what: z.literal('confirm') }, 'It is {"what": "confirm"}.'),
    z.strictObject(
      { what: z.literal('cancel'), places: z.optional(placeIds) },
      'It is {"what": "cancel", "places"?: […]}.',
    ),
    z.strictObject(
      { what: z.literal('move'), places: z.optional(placeIds), ticket: ticketName },
      'It is {"what": "move", "ticket": "…", "places"?: […]}.',
    ),
    z.strictObject({ what: z.literal('resend') }, 'It is {"what": "resend"}.'),
  ],
  'has to say "what": confirm, cancel, move or resend.',
);

export const eventCancellation = z.strictObject(
  {
    bookings: z.int('has to be how many bookings there are').check(z.gte(0, 'has to be 0 or more')),
    note,
  },
  'The request has to be {"bookings": how many there are, "note"?: "…"}.',
);

export const bookingSwitch = z.strictObject(
  { open: z.boolean('has to be true or false') },
  'The request has to be {"open": true or false}.',
);

export const eventLetter = z.strictObject(
  {
    about: z.enum(['message', 'changes'], 'has to be "message", or "changes" for a new date or place'),
    note,
    to: z.optional(
      z.strictObject(
        {
          states: z.optional(
            z
              .array(
                z.enum(
                  ['booked', 'held', 'offered', 'waiting'],
                  'has to be booked, held, offered or waiting',
                ),
                'has to be a list of states',
              )
              .check(z.minLength(1, 'has to name a state, or be left out'), z.maxLength(4, 'is too many')),
          ),
          tickets: z.optional(
            z
              .array(ticketName, 'has to be a list of tickets')
              .check(z.minLength(1, 'has to name a ticket, or be left out'), z.maxLength(30, 'is too many')),
          ),
          bookings: z.optional(
            z
              .array(words('has to be the code of a booking', 20), 'has to be a list of codes of bookings')
              .check(z.minLength(1, 'has to name a booking, or be left out'), z.maxLength(50, 'is too many')),
          ),
        },
        'You can name states, tickets or bookings.',
      ),
    ),
  },
  'The request has to be {"about": "message" or "changes", "note"?, "to"?: {"states"?, "tickets"?, "bookings"?}}.',
);

export type EditorsBooking = z.output<typeof editorsBooking>;
export type BookingCommand = z.output<typeof bookingCommand>;
export type EventLetter = z.output<typeof eventLetter>;
export type AttendeesQuery = z.output<typeof attendeesQuery>;
