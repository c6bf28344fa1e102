import * as z from 'zod/mini';

/* What readers and their programs ask of events. What people typed is looked at where it is booked. */

const answers = z.record(z.string(), z.string());

/** Characters: what RFC 5646 asks everybody to take. */
const longestLanguage = 35;

export const language = z
  .string()
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
    email: z.string(),
    name: z.string(),
    places: z.array(
      z.strictObject({
        ticket: z.string(),
        quantity: z.int(),
        price: z.optional(z.int()),
        names: z.optional(z.array(z.string())),
        answers: z.optional(z.array(answers)),
      }),
    ),
    answers: z.optional(answers),
    access: z.optional(z.string()),
    code: z.optional(z.string()),
    payment: z.optional(z.enum(['transfer', 'door'])),
    language: z.optional(language),
  },
  {
    error:
      'There are "email", "name", "places" (each with "ticket" and "quantity", and perhaps "price", "names", "answers"), "answers", "access", "code", "payment" and "language".',
  },
);

/** A list goes on after a position that it gave. */
export const eventsPosition = z.strictObject({ after: z.optional(z.string()) });
