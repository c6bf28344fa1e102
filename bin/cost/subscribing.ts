import { callTime, loggedBytes } from './activity.ts';
import counted from './calls.json' with { type: 'json' };
import { billedIn, type Line, type Priced } from './prices.ts';

/** What functions were seen to do for one thing, by `npm run bench -- post`. */
export interface Counted {
  runs: number;
  /** Request units of DynamoDB. */
  units: { reads: number; writes: number };
  calls: Readonly<Record<string, number>>;
}

/** The sign-up, the letter's page, its button, and the page that says what is done. */
const requestsOfSubscriber = 4;
/** SES tells that it has the letter, and that it arrived. */
const reportsOfLetter = 2;
/** Each is sent, received and deleted, one at a time where few letters leave. */
const requestsAMessage = 3;
/** Gigabytes. */
const memory = 0.5;

interface Seen {
  subscriber: Counted;
  letter: Counted;
}

/**
 * What it costs that people subscribe, each with a letter to confirm, and that others get letters.
 * @throws Error when the price of a call is not known.
 */
export function subscribing(subscribers: number, others: number, seen: Seen = counted): Line[] {
  const letters = subscribers + others;
  const all = (amount: (one: Counted) => number) =>
    subscribers * amount(seen.subscriber) + letters * amount(seen.letter);
  const billed = (as: Priced) => all(({ calls }) => billedIn(calls, as));
  const calls = all((one) => Object.values(one.calls).reduce((sum, count) => sum + count, 0));
  const requests = subscribers * requestsOfSubscriber;
  return [
    {
      what: `letters: ${subscribers} ask to confirm, ${others} others`,
      of: 'ses:mail',
      amount: billed('ses:mail'),
    },
    { what: 'writes to the tables', of: 'dynamodb:write-unit', amount: all(({ units }) => units.writes) },
    { what: 'reads of the tables', of: 'dynamodb:read-unit', amount: all(({ units }) => units.reads) },
    { what: 'the log outside the tables', of: 's3:put', amount: billed('s3:put') },
    { what: 'what is read in it', of: 's3:get', amount: billed('s3:get') },
    { what: 'readings of the keys of links', of: 'secrets:request', amount: billed('secrets:request') },
    {
      what: 'reports of letters queued',
      of: 'sqs:request',
      amount: letters * reportsOfLetter * requestsAMessage,
    },
    { what: 'events', of: 'events:event', amount: billed('events:event') },
    { what: 'sign-ups and pages of links', of: 'apigateway:request', amount: requests },
    { what: 'the same at the edge', of: 'cloudfront:request', amount: requests },
    { what: 'runs of functions', of: 'lambda:invocation', amount: all(({ runs }) => runs) },
    { what: 'their time', of: 'lambda:gigabyte-second', amount: calls * callTime * memory },
    { what: 'logs written', of: 'logs:gigabyte', amount: (calls * loggedBytes) / 1e9 },
  ];
}
