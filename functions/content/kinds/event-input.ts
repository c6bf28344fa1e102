import * as z from 'zod/mini';
import { amount, currency, whyNoAmount } from '../manuscripts/front-matter/amounts.ts';
import { about, line, lines, listOf, record, recordsOf, slug } from '../manuscripts/front-matter/fields.ts';
import { language, oneOf, timeZone, whole, yesNo } from '../manuscripts/front-matter/single-values.ts';
import { localTime } from '../manuscripts/front-matter/times.ts';
import { everyDocument } from './every-document.ts';
import { picture, pictureOrFile } from './picture-words.ts';

/** A transaction has room for the quotas of so many. */
const [mostTickets, mostQuotas, mostCodes] = [30, 20, 200];

/** Places of a quota, and of one order. */
const [mostPlaces, mostOfOrder] = [100_000, 20];

const venue = z.pipe(
  z.union(
    [
      line(300),
      record({ name: line(300), address: z.optional(lines(500)), access: z.optional(lines(2000)) }),
    ],
    { error: 'must be where it is, or name, address and access' },
  ),
  z.transform((value) => (typeof value === 'string' ? { name: value } : value)),
);

const session = record({
  title: line(300),
  starts: z.optional(localTime()),
  ends: z.optional(localTime()),
  room: z.optional(line(120)),
  speakers: z.optional(listOf(line(120), 20)),
  about: z.optional(lines(2000)),
});

const ticket = record({
  id: slug(),
  name: line(120),
  about: z.optional(lines(500)),
  for: z.optional(line(120)),
  price: amount(),
  least: z.optional(amount()),
  places: z.optional(whole(0, mostPlaces)),
  quotas: z.optional(listOf(slug(), mostQuotas)),
  most: z.optional(whole(1, mostOfOrder)),
  from: z.optional(localTime()),
  until: z.optional(localTime()),
  hidden: z.optional(yesNo()),
});

const quota = record({ name: slug(), title: z.optional(line(120)), places: whole(0, mostPlaces) });

const question = record({
  id: slug(),
  text: line(300),
  type: z.optional(oneOf('text', 'choice', 'yes-no')),
  choices: z.optional(listOf(line(120), 30)),
  per: z.optional(oneOf('order', 'person')),
  required: z.optional(yesNo()),
  when: z.optional(
    record({
      tickets: z.optional(listOf(slug(), mostTickets)),
      question: z.optional(slug()),
      answer: z.optional(line(120)),
    }),
  ),
});

const codeWord = () =>
  line(40).check(
    z.regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/i, {
      error: 'may have only letters a–z, digits and single hyphens, as in FRIENDS-2027',
    }),
  );

const code = record({
  code: codeWord(),
  opens: z.optional(listOf(slug(), mostTickets)),
  off: z.optional(
    record({
      tickets: z.optional(listOf(slug(), mostTickets)),
      amount: z.optional(amount()),
      percent: z.optional(whole(1, 100)),
    }),
  ),
  places: z.optional(whole(0, mostPlaces)),
  until: z.optional(localTime()),
});

const way = () => oneOf('transfer', 'door');

const payment = record({
  by: z.optional(
    z.pipe(
      z.union([way(), z.array(way())], { error: 'must be transfer, door or both, as in [transfer, door]' }),
      z.transform((value) => [...new Set([value].flat())]),
    ),
  ),
  days: z.optional(whole(1, 60)),
  to: z.optional(lines(1000)),
});

const days = z.pipe(
  z.union(
    [whole(0, 60), z.array(whole(0, 60)).check(z.maxLength(5, { error: 'may have at most 5 entries' }))],
    {
      error: 'must be days, such as [7, 1]',
    },
  ),
  z.transform((value): number[] => [...new Set([value].flat())].sort((one, other) => other - one)),
);

const fields = record({
  ...everyDocument,
  standfirst: z.optional(about(lines(1000), 'A sentence or two under the title.')),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
  picture: z.optional(about(pictureOrFile, 'Stands above the description.')),
  pictures: z.optional(
    about(recordsOf(picture, 100), 'Alt text, credit and caption of pictures in the text, by file.'),
  ),
  starts: about(localTime(), 'When it starts, where it takes place: 2027-07-01 10:00.'),
  ends: about(localTime(), 'When it ends, perhaps days later.'),
  timezone: about(timeZone(), 'In which these times and all others of it are meant, such as Europe/Dublin.'),
  sessions: z.optional(
    about(recordsOf(session, 100), 'Its parts, in their order: what, when, in which room, with whom.'),
  ),
  venue: z.optional(about(venue, 'Where it is: in a line, or with address and how people get in.')),
  online: z.optional(
    about(
      line(2000),
      'Where it is online, in words for all; or an address on the web, which only those get who have a place.',
    ),
  ),
  capacity: z.optional(
    about(whole(0, mostPlaces), 'Places in all. Without it as many as the tickets have places.'),
  ),
  currency: z.optional(about(currency(), 'Of every price, such as GBP.')),
  tickets: z.optional(
    about(
      recordsOf(ticket, mostTickets),
      `At most ${mostTickets}; without them there is one, free. The \`id\` stays for good. \`price: 10.50\`, 0 if it is free; with \`least\` people pay what they can from that on, and \`price\` is what is suggested. \`places\` is its own quota, \`quotas\` are names of those it shares, \`most\` is for one order; \`hidden: yes\` is for those alone who have a code.`,
    ),
  ),
  quotas: z.optional(
    about(
      recordsOf(quota, mostQuotas),
      `Places that several tickets share, at most ${mostQuotas}: every quota of a ticket must have one left.`,
    ),
  ),
  questions: z.optional(
    about(
      recordsOf(question, 30),
      'What people are asked. `type` is text, choice or yes-no, `per` is order or person; `when` names the tickets with which it is asked, or another question and its answer. The `id` stays for good.',
    ),
  ),
  codes: z.optional(
    about(
      recordsOf(code, mostCodes),
      'Words that open hidden tickets, or take off an `amount` or a `percent`; `places` can be booked with one.',
    ),
  ),
  booking_opens: z.optional(about(localTime(), 'Without it at once.')),
  booking_closes: z.optional(about(localTime(), 'Without it when the event starts.')),
  waiting_list: z.optional(about(yesNo(), '`no`: who finds it full is told so, and does not wait.')),
  passing_over: z.optional(
    about(
      yesNo(),
      '`no`: who waits is served in strict order; places too few for the first stand empty meanwhile.',
    ),
  ),
  shows_left: z.optional(about(yesNo(), '`yes`: readers see how many places are left, not only whether.')),
  payment: z.optional(
    about(
      payment,
      '`by: [transfer, door]`; `to` says to which account, `days` how long a place is held until then (7).',
    ),
  ),
  cancellation: z.optional(about(lines(2000), 'Until when people can give a place back, and what they get.')),
  contact: z.optional(about(lines(500), 'Whom to ask, such as a mail address.')),
  reminders: z.optional(
    about(days, 'So many days before it starts those who have a place are reminded: [7, 1].'),
  ),
});

/** Prices are read when the currency is known, and all else is well: of values that are not, some are not read. */
export const eventInput = fields.check(({ value, issues }) => {
  if (issues.length) return;
  for (const { path, decimal } of amountsIn(value)) {
    const message = whyNoAmount(decimal, value.currency);
    if (message) issues.push({ code: 'custom', message, path, input: decimal });
  }
});

export type EventInput = z.output<typeof fields>;

const amountsIn = ({ tickets = [], codes = [] }: EventInput) =>
  [
    ...tickets.flatMap(({ price, least }, at) => [
      { path: ['tickets', at, 'price'], decimal: price },
      { path: ['tickets', at, 'least'], decimal: least },
    ]),
    ...codes.map(({ off }, at) => ({ path: ['codes', at, 'off', 'amount'], decimal: off?.amount })),
  ].flatMap(({ path, decimal }) => (decimal === undefined ? [] : [{ path, decimal }]));
