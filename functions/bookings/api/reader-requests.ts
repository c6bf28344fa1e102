import * as z from 'zod/mini';

/* What readers and their programs ask of events. What people typed is looked at where it is booked. */

/** Of a member that is not so, or not there. */
const must = (form: string) => ({
  error: ({ input }: { input?: unknown }) =>
    input === undefined ? `is missing, and has to be ${form}.` : `has to be ${form}.`,
});

const text = () => z.string(must('a text'));

const answers = z.record(text(), text(), must('{"question": "answer"}'));

const places = z.strictObject(
  {
    ticket: z.string(must('the id of a ticket')),
    quantity: z.int(must('a whole number, such as 2')),
    price: z.optional(z.int(must('a whole number of the currency’s smallest units'))),
    names: z.optional(z.array(text(), must('a list of names'))),
    answers: z.optional(z.array(answers, must('a list of answers, one for each person'))),
  },
  must('{"ticket", "quantity", "price"?, "names"?, "answers"?}'),
);

const members =
  '{"email", "name", "places": [{"ticket", "quantity", "price"?, "names"?, "answers"?}], "answers"?, "access"?, "code"?, "payment"?, "language"?}';

/** Characters: what RFC 5646 asks everybody to take. */
const longestLanguage = 35;

export const language = z
  .string('has to be a language tag (BCP 47)')
  .check(z.refine(isLanguage, `has to be a language tag (BCP 47) of at most ${longestLanguage} characters`));

function isLanguage(tag: string): boolean {
  if (tag.length > longestLanguage) return false;
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export const bookingRequest = z.strictObject(
  {
    email: text(),
    name: text(),
    places: z.array(places, must('a list, such as [{"ticket": "waged", "quantity": 2}]')),
    answers: z.optional(answers),
    access: z.optional(text()),
    code: z.optional(text()),
    payment: z.optional(z.enum(['transfer', 'door'], must('"transfer" or "door"'))),
    language: z.optional(language),
  },
  `The request has to be ${members}.`,
);

/** A list goes on after a position that it gave. */
export const eventsPosition = z.strictObject({ after: z.optional(z.string()) });
