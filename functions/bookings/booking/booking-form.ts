import * as z from 'zod/mini';
import { parseMoney } from '../../look/money.ts';
import type { Complaint } from '../../runtime/problem.ts';
import type { Gathering } from '../gathering.ts';
import type { Answers } from '../order/answers.ts';
import type { BookingWish, WishedPlaces } from '../order/wish.ts';
import { mostOfOrder } from '../sale.ts';

/*
 * The form by which one books. Its fields, where ids have no dots:
 *
 *   n.<ticket>                             how many
 *   shown.<ticket>                         what one of them cost when the page was made, in smallest units
 *   price.<ticket>                         what somebody pays who pays what they can, as typed
 *   name.<ticket>.<person>                 of each person, counted from 0
 *   answer.<ticket>.<person>.<question>
 *   answer.<question>                      of the order
 *   email, name, access, code, payment     and `key`, which makes a form sent twice one booking
 */

/** What stands in each field, by its name. */
export type Typed = Readonly<Record<string, string>>;

/** Fields that come once; of one that comes more often the last counts. */
export const formFields = z.record(
  z.string(),
  z.pipe(
    z.union([z.string(), z.array(z.string())]),
    z.transform((value) => (typeof value === 'string' ? value : (value.at(-1) ?? ''))),
  ),
);

export const fieldNames = {
  count: (ticket: string) => `n.${ticket}`,
  shown: (ticket: string) => `shown.${ticket}`,
  price: (ticket: string) => `price.${ticket}`,
  person: (ticket: string, person: number) => `name.${ticket}.${person}`,
  personAnswer: (ticket: string, person: number, question: string) =>
    `answer.${ticket}.${person}.${question}`,
  answer: (question: string) => `answer.${question}`,
} as const;

/** How many of each ticket were chosen, in the document's order; none of what is not there. */
export function chosenIn(typed: Typed, { text }: Gathering): Map<string, number> {
  const counts = text.tickets.map(({ id }): [string, number] => {
    const count = Number(/^\d{1,2}$/.exec(typed[fieldNames.count(id)] ?? '')?.[0] ?? 0);
    return [id, Math.min(count, mostOfOrder)];
  });
  return new Map(counts.filter(([, count]) => count > 0));
}

/** The order that a form asks for. */
export function wishIn(typed: Typed, gathering: Gathering): BookingWish {
  const { payment, access, code, key } = typed;
  const answers = answersIn(typed, gathering, 'order', fieldNames.answer);
  return {
    ...{ gathering: gathering.id, email: typed.email ?? '', name: typed.name ?? '' },
    places: [...chosenIn(typed, gathering)].map(([ticket, quantity]) =>
      placesIn(typed, gathering, ticket, quantity),
    ),
    ...(Object.keys(answers).length && { answers }),
    ...(access && { access }),
    ...(code && { code }),
    ...((payment === 'transfer' || payment === 'door') && { payment }),
    ...(key && { key }),
  };
}

function placesIn(typed: Typed, gathering: Gathering, ticket: string, quantity: number): WishedPlaces {
  const people = Array.from({ length: quantity }, (_, person) => person);
  const price = priceIn(typed, gathering, ticket);
  return {
    ...{ ticket, quantity },
    ...(price !== undefined && { price }),
    names: people.map((person) => typed[fieldNames.person(ticket, person)] ?? ''),
    answers: people.map((person) =>
      answersIn(typed, gathering, 'person', (question) => fieldNames.personAnswer(ticket, person, question)),
    ),
  };
}

/** What is typed and is no amount is -1, which is never enough. */
function priceIn(typed: Typed, { text }: Gathering, ticket: string): number | undefined {
  const amount = typed[fieldNames.price(ticket)];
  if (amount !== undefined) return parseMoney(amount, text.currency) ?? -1;
  const shown = typed[fieldNames.shown(ticket)];
  return shown !== undefined && /^\d{1,9}$/.test(shown) ? Number(shown) : undefined;
}

function answersIn(
  typed: Typed,
  { text: { questions = [] } }: Gathering,
  per: 'order' | 'person',
  fieldOf: (question: string) => string,
): Answers {
  const answered = questions
    .filter((question) => question.per === per)
    .map(({ id }): [string, string] => [id, typed[fieldOf(id)] ?? '']);
  return Object.fromEntries(answered.filter(([, answer]) => answer !== ''));
}

/** What is wrong, by the name of the field at which it is shown; the rest stands above the form. */
export function atFields(
  complaints: readonly Complaint[],
  places: readonly Pick<WishedPlaces, 'ticket'>[],
): { fields: Map<string, string>; others: string[] } {
  const fields = new Map<string, string>();
  const others: string[] = [];
  for (const { where, text } of complaints) {
    const field = fieldAt(where, places);
    if (field === undefined) others.push(text);
    else fields.set(field, text);
  }
  return { fields, others: [...new Set(others)] };
}

const whole = ['email', 'name', 'access', 'payment'];

function fieldAt(where: string, places: readonly Pick<WishedPlaces, 'ticket'>[]): string | undefined {
  if (whole.includes(where)) return where;
  const [first, second = '', ...rest] = where.split('.');
  if (first === 'answers') return fieldNames.answer(second);
  const ticket = first === 'places' ? places[Number(second)]?.ticket : undefined;
  if (ticket === undefined) return undefined;
  const [what, person = '', question = ''] = rest;
  if (what === 'price') return fieldNames.price(ticket);
  if (what === 'names' && person) return fieldNames.person(ticket, Number(person));
  return what === 'answers' ? fieldNames.personAnswer(ticket, Number(person), question) : undefined;
}
