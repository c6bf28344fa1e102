import * as z from 'zod/mini';
import { bookingStates } from './editor-requests.ts';

/* What the API answers editors of bookings. Tests hold the answers and the examples to these schemas. */

const instant = z.iso.datetime({ precision: 0 });
const optionalText = z.optional(z.string());
const count = z.int();

const counts = {
  ...{ capacity: z.nullable(count), booked: count, held: count, offered: count, passing: count },
  ...{ free: z.nullable(count), over: count },
};

const eventMembers = {
  ...{ slug: z.string(), title: z.string(), starts: instant, ends: instant },
  state: z.enum(['open', 'closed', 'past', 'cancelling', 'cancelled']),
  why: z.optional(z.enum(['withdrawn', 'draft', 'restored', 'cancelled', 'editor'])),
  places: z.strictObject(counts),
  waiting: count,
  findings: z.array(z.string()),
  underWay: z.optional(z.enum(['cancel', 'tell', 'write', 'remind', 'erase-people', 'erase-access'])),
};

export const bookedEvent = z.strictObject(eventMembers);

export const bookedEventList = z.strictObject({ items: z.array(bookedEvent), next: z.nullable(z.string()) });

export const eventReport = z.strictObject({
  ...eventMembers,
  ...{ timezone: z.string(), currency: optionalText },
  quotas: z.array(z.strictObject({ name: z.string(), title: z.string(), ...counts })),
  ...{ bookings: count, sum: count, due: count },
  tickets: z.array(
    z.strictObject({
      ...{ id: z.string(), name: z.string(), price: count, closed: z.optional(z.literal(true)) },
      ...{ booked: count, held: count, offered: count, waiting: count, sum: count },
    }),
  ),
  days: z.array(
    z.strictObject({
      ...{ day: z.iso.date(), places: count, sum: count, inAll: count },
      tickets: z.record(z.string(), count),
    }),
  ),
  repeated: z.array(z.strictObject({ email: z.string(), codes: z.array(z.string()) })),
});

const answers = z.record(z.string(), z.string());

const attendeeMembers = {
  ...{ code: z.string(), state: z.enum(bookingStates), email: z.string(), name: z.string() },
  ...{ sum: count, due: z.optional(count), currency: optionalText, at: instant },
  places: z.array(
    z.strictObject({
      ...{ id: z.string(), ticket: z.string(), price: count, name: optionalText },
      answers: z.optional(answers),
    }),
  ),
  position: z.optional(count),
  lapses: z.optional(instant),
  payment: z.optional(z.enum(['transfer', 'door'])),
  ...{ discount: optionalText, by: optionalText, erased: z.optional(instant) },
};

export const attendeeLine = z.strictObject(attendeeMembers);

export const attendeeList = z.strictObject({ items: z.array(attendeeLine), next: z.nullable(z.string()) });

export const attendee = z.strictObject({
  ...attendeeMembers,
  ...{ moved: instant, answers: z.optional(answers), language: optionalText },
  givenBack: z.optional(z.array(z.strictObject({ id: z.string(), ticket: z.string(), price: count }))),
});

export const attendeesLink = z.strictObject({ url: z.url(), expires: instant });

export const accessNeeds = z.strictObject({
  ...{ title: z.string(), bookings: count },
  needs: z.array(z.strictObject({ need: z.string(), count, bookings: z.array(z.string()) })),
});

export const begunLetters = z.strictObject({ requested: z.literal(true) });
