import { nearestOf } from '../../runtime/nearest.ts';
import type { BookingCode, EventFields, Question, Ticket } from './event.ts';
import type { Remark } from './kind.ts';

/** What of an event does not fit together, with the way out. Times are local and compare as text. */
export const eventRemarks = (fields: EventFields): Remark[] => [
  ...timesOf(fields),
  ...repeated('tickets', fields.tickets, 'id', 'Bookings name a ticket by it'),
  ...repeated('quotas', fields.quotas, 'name', 'Tickets name a quota by it'),
  ...repeated('questions', fields.questions, 'id', 'Answers name a question by it'),
  ...repeated('codes', fields.codes, 'code', 'Large and small letters are the same'),
  ...fields.tickets.flatMap((ticket, at) => ticketRemarks(ticket, `tickets/${at}`, fields)),
  ...(fields.quotas ?? []).flatMap(({ name }, at) => quotaRemarks(name, `quotas/${at}`, fields)),
  ...(fields.questions ?? []).flatMap((question, at) => questionRemarks(question, at, fields)),
  ...limitedCodes(fields),
  ...(fields.codes ?? []).flatMap((code, at) => codeRemarks(code, `codes/${at}`, fields)),
  ...moneyRemarks(fields),
  ...placeRemarks(fields),
];

/** The bookings room keeps an address to itself where it stands alone. */
function placeRemarks({ venue, online }: EventFields): Remark[] {
  if (!venue && !online)
    return [
      warning('title', 'Nothing says where it is. Add a line such as `venue: The Net Loft`, or `online:`.'),
    ];
  const isAmongWords = /https?:\/\//i.test(online ?? '') && /\s/.test(online ?? '');
  return isAmongWords
    ? [
        warning(
          'online',
          'Everybody reads the address in it, for there are other words. Leave only the address, and those alone get it who have a place.',
        ),
      ]
    : [];
}

function timesOf(fields: EventFields): Remark[] {
  const { starts, ends, bookingOpens, bookingCloses, sessions = [] } = fields;
  return [
    ...(ends > starts
      ? []
      : [error('ends', `It ends at ${printed(ends)}, not after it starts (${printed(starts)}).`)]),
    ...(bookingCloses && bookingCloses > ends
      ? [error('booking_closes', 'Booking closes after the event has ended. Set an earlier time.')]
      : []),
    ...(bookingOpens && bookingOpens >= (bookingCloses ?? starts)
      ? [
          error(
            'booking_opens',
            `Booking opens at ${printed(bookingOpens)} and closes before that, at ${printed(bookingCloses ?? starts)}: nobody could book.`,
          ),
        ]
      : []),
    ...sessions.flatMap((session, at) => sessionTimes(session, `sessions/${at}`, fields)),
  ];
}

function sessionTimes(
  { title, starts, ends }: NonNullable<EventFields['sessions']>[number],
  at: string,
  event: EventFields,
): Remark[] {
  if (starts && ends && ends <= starts) return [error(`${at}/ends`, `“${title}” ends before it starts.`)];
  const isOutside = [starts, ends].some((time) => time && (time < event.starts || time > event.ends));
  return isOutside
    ? [
        warning(
          at,
          `“${title}” is at another time than the event. Set it right, or \`starts\` and \`ends\` of the event.`,
        ),
      ]
    : [];
}

/** Two of a list that bear the same name. */
function repeated<K extends string>(
  field: string,
  items: readonly Record<K, string>[] = [],
  key: K,
  why: string,
): Remark[] {
  const names = items.map((item) => item[key].toLowerCase());
  return items.flatMap((item, at) =>
    names.indexOf(item[key].toLowerCase()) < at
      ? [error(`${field}/${at}/${key}`, `“${item[key]}” is there twice. ${why}: give each its own.`)]
      : [],
  );
}

function ticketRemarks(ticket: Ticket, at: string, fields: EventFields): Remark[] {
  const { name, price, least, from, until, hidden, id } = ticket;
  const quotas = (fields.quotas ?? []).map((quota) => quota.name);
  const opened = (fields.codes ?? []).some(({ opens }) => opens?.includes(id));
  return [
    ...unknown(`${at}/quotas`, 'quota', ticket.quotas, quotas),
    ...(least !== undefined && least > price
      ? [error(`${at}/least`, `“${name}” costs less than its least price. \`price\` is what is suggested.`)]
      : []),
    ...(from && until && until <= from
      ? [error(`${at}/until`, `“${name}” is on sale from a time on that is after its \`until\`.`)]
      : []),
    ...(until && fields.bookingOpens && until <= fields.bookingOpens
      ? [error(`${at}/until`, `“${name}” is no longer on sale when booking opens.`)]
      : []),
    ...(hidden && !opened
      ? [
          warning(
            `${at}/hidden`,
            `Nobody can book “${name}”: it is hidden, and no code opens it. Add one, such as \`codes: [{ code: FRIENDS, opens: ${id} }]\`.`,
          ),
        ]
      : []),
  ];
}

const quotaRemarks = (name: string, at: string, { tickets }: EventFields): Remark[] =>
  tickets.some(({ quotas }) => quotas?.includes(name))
    ? []
    : [warning(at, `No ticket has a share in “${name}”. Name it there: \`quotas: ${name}\`.`)];

function questionRemarks(question: Question, index: number, fields: EventFields): Remark[] {
  const at = `questions/${index}`;
  const { id, type, choices = [], when } = question;
  return [
    ...(type === 'choice' && choices.length < 2
      ? [
          error(
            at,
            `“${id}” is a choice between less than two. Add a line such as \`choices: [Yes, No, Perhaps]\`.`,
          ),
        ]
      : []),
    ...(type !== 'choice' && choices.length
      ? [
          error(
            `${at}/choices`,
            `“${id}” has choices and is none. Write \`type: choice\`, or leave them out.`,
          ),
        ]
      : []),
    ...unknown(`${at}/when/tickets`, 'ticket', when?.tickets, idsOf(fields.tickets)),
    ...(when ? whenRemarks(when, index, fields) : []),
  ];
}

/** A question hangs on one before it, so that none hangs on itself. */
function whenRemarks(when: NonNullable<Question['when']>, index: number, fields: EventFields): Remark[] {
  const at = `questions/${index}/when`;
  const earlier = (fields.questions ?? []).slice(0, index);
  const asked = earlier.find(({ id }) => id === when.question);
  const { answer } = when;
  if (when.question === undefined)
    return answer === undefined && when.tickets
      ? []
      : [error(at, 'It says of no question whose answer that is. Add `question:`, or `tickets:` alone.')];
  if (!asked)
    return [
      error(
        `${at}/question`,
        `There is no question “${when.question}” before this one.${meant(nearestOf(when.question, idsOf(earlier)))}`,
      ),
    ];
  if (asked.per === 'person' && fields.questions?.[index]?.per === 'order')
    return [
      error(at, `“${asked.id}” is asked for each person, so this one must be too: write \`per: person\`.`),
    ];
  if (answer === undefined)
    return [error(at, `It is asked where “${asked.id}” has which answer? Add \`answer:\`.`)];
  const possible = asked.type === 'yes-no' ? ['yes', 'no'] : asked.choices;
  if (!possible || possible.includes(answer)) return [];
  return [
    error(
      `${at}/answer`,
      `“${answer}” is no answer to “${asked.id}”; there are: ${possible.join(', ')}.${meant(nearestOf(answer, possible))}`,
    ),
  ];
}

function codeRemarks(code: BookingCode, at: string, { tickets, currency }: EventFields): Remark[] {
  const { opens, off } = code;
  const ids = idsOf(tickets);
  const amounts = [off?.amount, off?.percent].filter((one) => one !== undefined);
  return [
    ...unknown(`${at}/opens`, 'ticket', opens, ids),
    ...unknown(`${at}/off/tickets`, 'ticket', off?.tickets, ids),
    ...(off && amounts.length !== 1
      ? [
          error(
            `${at}/off`,
            `“${code.code}” takes off either an amount or a percentage: \`off: { percent: 50 }\`${currency ? ', or `off: { amount: 2.50 }`' : ''}.`,
          ),
        ]
      : []),
    ...(opens?.length || off
      ? []
      : [warning(at, `“${code.code}” does nothing: it opens no ticket, and takes nothing off.`)]),
  ];
}

/** Each of them is a quota, and one transaction changes all that an event has. */
const mostLimitedCodes = 30;

function limitedCodes({ codes = [] }: EventFields): Remark[] {
  const limited = codes.flatMap(({ places }, at) => (places === undefined ? [] : [at]));
  const first = limited[mostLimitedCodes];
  return first === undefined
    ? []
    : [
        error(
          `codes/${first}/places`,
          `At most ${mostLimitedCodes} codes can have \`places\`. Leave them out where a code may be used by anybody.`,
        ),
      ];
}

const costs = ({ price, least }: Ticket): boolean => price > 0 || (least ?? 0) > 0;

function moneyRemarks({ tickets, payment }: EventFields): Remark[] {
  const transfers = payment?.by.includes('transfer') ?? true;
  if (!tickets.some(costs) || !transfers || payment?.to) return [];
  return [
    warning(
      'payment',
      'People are to pay by transfer, and nothing says to which account. Add it: `payment: { to: "…" }`, or write `payment: { by: door }`.',
    ),
  ];
}

/** Each name that nothing bears, with the near one that may have been meant. */
const unknown = (
  at: string,
  what: string,
  names: readonly string[] = [],
  known: readonly string[],
): Remark[] =>
  names
    .filter((name) => !known.includes(name))
    .map((name) => error(at, `There is no ${what} “${name}” here.${meant(nearestOf(name, known))}`));

const idsOf = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id);

const meant = (near: string | undefined): string => (near === undefined ? '' : ` Did you mean “${near}”?`);

const printed = (time: string): string => time.replace('T', ' ');

const error = (at: string, text: string): Remark => ({ level: 'error', at, text });
const warning = (at: string, text: string): Remark => ({ level: 'warning', at, text });
