import * as z from 'zod/mini';

/** Where a page of the doubts begins: a position in the index, and of which part of it. */
const cursor = z.string().check(
  z.regex(/^(?:emptied:|(?:emptied:)?[\d:.TZ-]{20,30}\/[0-9A-Z]{26})$/, {
    error: 'cursor: has to be the “next” of the answer before, as it came.',
  }),
);

const limitText = 'limit: a number from 1 to 100.';

export const doubtsQuery = z.strictObject(
  {
    state: z.enum(['doubt', 'closed'], {
      error: 'state: has to be "doubt" or "closed". No other letters are listed.',
    }),
    limit: z._default(
      z.coerce.number(limitText).check(z.int(limitText), z.gte(1, limitText), z.lte(100, limitText)),
      50,
    ),
    cursor: z.optional(cursor),
  },
  'You can ask with state=doubt or state=closed, limit and cursor.',
);

export const unsuppression = z.strictObject({ email: z.string() });
