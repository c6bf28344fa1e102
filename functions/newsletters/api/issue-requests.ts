import * as z from 'zod/mini';
import { numberUpTo } from './requests.ts';

/* What the API of newsletters is asked, and in which words it refuses. */

export const newslettersQuery = z.strictObject(
  {
    limit: numberUpTo(100, 50),
    cursor: z.optional(
      z.string().check(z.regex(/^[\w-]{1,300}$/, 'has to be the “next” of the answer before')),
    ),
  },
  'You can ask with limit and cursor.',
);

export const testRequest = z.strictObject(
  {
    to: z
      .string('has to be an e-mail address')
      .check(z.minLength(1, 'has to be an e-mail address'), z.maxLength(400, 'is too long for an address')),
  },
  'The request has to be {"to": "your@address"}.',
);

const wholeCount = 'has to be how many people the report says they are';

export const againRequest = z.strictObject(
  {
    whom: z.enum(['failed', 'doubt'], 'has to be "failed" or "doubt": nobody else gets it again'),
    count: z.int(wholeCount).check(z.gte(1, wholeCount)),
  },
  'The request has to be {"whom": "failed" or "doubt", "count": how many}.',
);
