import * as z from 'zod/mini';

/* What the API of subscribers is asked, and in which words it refuses. */

/** Bytes of a file that is imported: some 300,000 people. */
const largestFile = 32_000_000;

const email = z
  .string('has to be an e-mail address')
  .check(z.minLength(1, 'has to be an e-mail address'), z.maxLength(400, 'is too long for an address'));

export const signUpRequest = z.strictObject(
  { email: z.string(), name: z.optional(z.string()), lists: z.optional(z.array(z.string())) },
  { error: 'There are "email", "name" and "lists".' },
);

const words = (what: string, most: number) =>
  z
    .string(what)
    .check(z.trim(), z.minLength(1, what), z.maxLength(most, `has to be at most ${most} characters long`));

const evidence = words('has to say how this person agreed, in your own words', 2_000);

export const newSubscriber = z.strictObject(
  {
    email,
    name: z.optional(z.string('has to be a name').check(z.maxLength(400, 'is too long'))),
    lists: z.optional(
      z
        .array(z.string('has to be the name of a list').check(z.maxLength(300)), 'has to be a list of names')
        .check(z.minLength(1, 'has to name a list, or be left out'), z.maxLength(20, 'names too many lists')),
    ),
    evidence,
  },
  'The request has to be {"email", "name"?, "lists"?: […], "evidence": "how they agreed"}.',
);

export const addressRequest = z.strictObject({ email }, 'The request has to be {"email": "…"}.');

export const importRequest = z.strictObject(
  {
    file: words('has to be the name of the file', 300),
    bytes: z
      .int('has to be the size of the file in bytes')
      .check(
        z.gte(1, 'There is nothing in the file'),
        z.lte(largestFile, `A file has at most ${largestFile / 1e6} MB here: import it in several`),
      ),
    list: z.optional(words('has to be the name of a list', 300)),
    consent: z.optional(words('has to say how these people agreed', 2_000)),
    dryRun: z.optional(z.boolean('has to be true or false')),
  },
  'The request has to be {"file", "bytes", "list"?, "consent"?, "dryRun"?}.',
);

/** A number in a query is text. */
export const numberUpTo = (most: number, usual: number) => {
  const message = `has to be a number from 1 to ${most}`;
  const digits = z.string().check(z.regex(/^\d{1,4}$/, message));
  return z._default(
    z.pipe(digits, z.pipe(z.transform(Number), z.number().check(z.gte(1, message), z.lte(most, message)))),
    usual,
  );
};

export const states = ['pending', 'confirmed', 'unsubscribed', 'bounced', 'complained', 'paused'] as const;

export const subscribersQuery = z.strictObject(
  {
    search: z.optional(z.string().check(z.maxLength(400, 'is too long'))),
    list: z.optional(z.string().check(z.maxLength(300, 'is too long'))),
    state: z.optional(z.enum(states, `has to be one of ${states.join(', ')}`)),
    limit: numberUpTo(100, 50),
    cursor: z.optional(
      z.string().check(z.regex(/^[\w-]{1,100}$/, 'has to be the “next” of the answer before')),
    ),
  },
  'You can ask with search, list, state, limit and cursor.',
);

export const growthQuery = z.strictObject({ days: numberUpTo(3_660, 90) }, 'You can ask with days.');
