import * as z from 'zod/mini';

/* What the API answers everybody of events. Tests hold the answers and the examples to these schemas. */

const instant = z.iso.datetime({ precision: 0 });
const local = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/));
const optionalText = z.optional(z.string());
const count = z.int();

const left = z.union([z.enum(['plenty', 'few', 'none']), count]);
const onSale = z.enum(['open', 'not-yet', 'over']);

const venue = z.strictObject({ name: z.string(), address: optionalText, access: optionalText });

const line = {
  ...{ slug: z.string(), title: z.string(), starts: local, ends: local, timezone: z.string() },
  ...{ startsAt: instant, endsAt: instant, standfirst: optionalText, language: optionalText },
  venue: z.optional(venue),
  ...{ isOnline: z.boolean(), url: z.url() },
  booking: z.enum(['open', 'not-yet', 'over', 'closed', 'cancelled', 'past']),
  ...{ left, waitingList: z.boolean() },
};

export const publicEventLine = z.strictObject(line);

export const publicEventList = z.strictObject({
  items: z.array(publicEventLine),
  next: z.nullable(z.string()),
});

const ticket = z.strictObject({
  ...{ id: z.string(), name: z.string(), price: count, least: z.optional(count), most: count },
  ...{ sale: onSale, left, about: optionalText, for: optionalText },
  ...{ from: z.optional(local), until: z.optional(local) },
});

const question = z.strictObject({
  ...{ id: z.string(), text: z.string(), type: z.enum(['text', 'choice', 'yes-no']) },
  ...{ choices: z.optional(z.array(z.string())), per: z.enum(['order', 'person']) },
  required: z.optional(z.literal(true)),
  when: z.optional(
    z.strictObject({
      ...{ tickets: z.optional(z.array(z.string())), question: optionalText, answer: optionalText },
    }),
  ),
});

const session = z.strictObject({
  ...{ title: z.string(), starts: z.optional(local), ends: z.optional(local), room: optionalText },
  ...{ speakers: z.optional(z.array(z.string())), about: optionalText },
});

export const publicEvent = z.strictObject({
  ...line,
  ...{ html: z.string(), picture: z.optional(z.url()), online: optionalText },
  sessions: z.optional(z.array(session)),
  currency: optionalText,
  ...{ tickets: z.array(ticket), questions: z.array(question) },
  ...{ bookingOpens: z.optional(local), bookingCloses: z.optional(local) },
  payment: z.optional(z.array(z.enum(['transfer', 'door']))),
  ...{ cancellation: optionalText, contact: optionalText },
  ...{ strictOrder: z.boolean(), keptForFirst: z.optional(z.literal(true)) },
});

/** A problem document, with what became of the order. */
export const bookingRefusal = z.strictObject({
  ...{ title: z.string(), status: z.int(), detail: z.string() },
  outcome: z.optional(z.enum(['full', 'price-changed'])),
  ...{ left: z.optional(count), total: z.optional(count) },
  prices: z.optional(z.record(z.string(), count)),
});

export const bookingOutcome = z.strictObject({
  outcome: z.enum(['booked', 'held', 'waiting']),
  ...{ code: z.string(), total: count },
  ...{ lapses: z.optional(instant), position: z.optional(count) },
});
