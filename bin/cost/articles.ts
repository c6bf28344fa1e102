import counted from './calls.json' with { type: 'json' };
import type { Line } from './line.ts';

/** Units of the table that a call takes: consistent reads of 4 KB, writes of 1 KB, transactions twice. */
const reads: Record<string, number> = { Query: 6, BatchGetItem: 8 };
const writes: Record<string, number> = {
  PutItem: 1,
  UpdateItem: 1,
  BatchWriteItem: 5,
  TransactWriteItems: 40,
};
/** A send of the planner carries ten pages; each message is then received and deleted, ten at a time at best. */
const requestsAMessage = 3;
/** A call takes so long in a function that waits for it, in seconds. */
const callTime = 0.02;
const memory = 1;
/** Bytes that functions and the API write to their logs for a call. */
const logged = 400;

/** What handing in and publishing so many articles costs, from the calls that were counted. */
export function handedIn(articles: number): Line[] {
  const each = Object.entries(counted.calls);
  const sum = (weigh: (service: string, action: string) => number) =>
    articles * each.reduce((all, [key, count]) => all + count * weighed(key, weigh), 0);
  const calls = sum(() => 1);
  const ofDynamo = (units: Record<string, number>) =>
    sum((service, action) => (service === 'dynamodb' ? (units[action] ?? 0) : 0));
  return [
    {
      what: `reads of the tables for ${articles} articles`,
      of: 'dynamodb:read-unit',
      amount: ofDynamo(reads),
    },
    { what: 'writes to the tables', of: 'dynamodb:write-unit', amount: ofDynamo(writes) },
    {
      what: 'pages and files stored',
      of: 's3:put',
      amount: sum((_, action) => (action === 'PutObject' ? 1 : 0)) + articles,
    },
    {
      what: 'pages and files looked at',
      of: 's3:get',
      amount: sum((_, action) => (action === 'GetObject' ? 1 : 0)),
    },
    {
      what: 'pages sent to be rendered',
      of: 'sqs:fifo-request',
      amount: articles * counted.pages * requestsAMessage,
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

function weighed(key: string, weigh: (service: string, action: string) => number): number {
  const [, service = '', action = ''] = /(\w+):(\w+)$/.exec(key) ?? [];
  return weigh(service, action);
}
