import { billedAs } from './billed.ts';
import counted from './calls.json' with { type: 'json' };
import type { Line, Priced } from './line.ts';

/** A send of the planner carries ten pages; each message is then received and deleted, ten at a time at best. */
const requestsAMessage = 3;
/** A call takes so long in a function that waits for it, in seconds. */
const callTime = 0.02;
const memory = 1;
/** Bytes that functions and the API write to their logs for a call. */
const logged = 400;

/**
 * What handing in and publishing so many articles costs, from the calls that were counted for one: how often,
 * by the function and what it calls. @throws Error when the price of a call is not known.
 */
export function handedIn(articles: number, counts: Readonly<Record<string, number>> = counted.calls): Line[] {
  const each = Object.entries(counts).map(([key, count]) => ({ count, units: billedAs(calledIn(key)) }));
  const calls = articles * each.reduce((all, { count }) => all + count, 0);
  const billed = (as: Priced) =>
    articles * each.reduce((all, { count, units }) => all + count * (units[as] ?? 0), 0);
  return [
    {
      what: `reads of the tables for ${articles} articles`,
      of: 'dynamodb:read-unit',
      amount: billed('dynamodb:read-unit'),
    },
    { what: 'writes to the tables', of: 'dynamodb:write-unit', amount: billed('dynamodb:write-unit') },
    {
      what: 'pages and files stored',
      of: 's3:put',
      amount: billed('s3:put') + articles,
    },
    {
      what: 'pages and files looked at',
      of: 's3:get',
      amount: billed('s3:get'),
    },
    {
      what: 'pages sent to be rendered',
      of: 'sqs:fifo-request',
      amount: articles * counted.pages * requestsAMessage + billed('sqs:fifo-request'),
    },
    { what: 'changes and uploads queued', of: 'sqs:request', amount: articles * 2 * requestsAMessage },
    { what: 'events', of: 'events:event', amount: articles * 2 },
    { what: 'requests of the API (forms, receipts)', of: 'apigateway:request', amount: articles * 10 },
    { what: 'runs of functions', of: 'lambda:invocation', amount: articles * (10 + counted.pages) },
    { what: 'their time', of: 'lambda:gigabyte-second', amount: calls * callTime * memory },
    { what: 'logs written', of: 'logs:gigabyte', amount: (calls * logged) / 1e9 },
    { what: 'metrics (ten are free)', of: 'cloudwatch:metric', amount: 2 },
  ];
}

/** `s3:GetObject` of `SiteRenderPages s3:GetObject`. */
const calledIn = (key: string): string => key.slice(key.indexOf(' ') + 1);
