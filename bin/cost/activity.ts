import counted from './calls.json' with { type: 'json' };
import { billedIn, type Line, type Priced } from './prices.ts';

/** A visit has so many page views; styles and typefaces are loaded with the first. */
const pagesAVisit = 2;
/** One page view in three loads a picture. */
const pictures = { requests: 1 / 3, bytes: 60_000 };

/** What page views cost at most: each request misses CloudFront's cache. */
export function pageViews(views: number): Line[] {
  const { page, assets } = counted.weights;
  const visits = views / pagesAVisit;
  const requests = views * (1 + pictures.requests) + visits * assets.requests;
  const bytes = views * (page.bytes + pictures.requests * pictures.bytes) + visits * assets.bytes;
  return [
    { what: `requests of ${views} page views`, of: 'cloudfront:request', amount: requests },
    { what: 'their bytes', of: 'cloudfront:gigabyte', amount: bytes / 1e9 },
    { what: 'addresses tidied at the edge', of: 'cloudfront:function', amount: views },
    { what: 'pages fetched from the bucket', of: 's3:get', amount: views },
  ];
}

/** The planner sends ten pages at once; each message is then received and deleted, ten at once at best. */
const requestsAMessage = 3;
/** One article in twenty is taken down later or loses a picture. */
const takenDown = 1 / 20;
/** Seconds that a function waits for one call. */
export const callTime = 0.02;
/** Gigabytes. */
const memory = 1;
/** Bytes that functions and the API log for one call. */
export const loggedBytes = 400;

/**
 * What it costs to ingest and publish articles.
 * @param counts Calls counted for one article, by function and action: `SiteRenderPages s3:GetObject`.
 * @throws Error when the price of a call is not known.
 */
export function publishing(
  articles: number,
  counts: Readonly<Record<string, number>> = counted.calls,
): Line[] {
  const calls = articles * Object.values(counts).reduce((all, count) => all + count, 0);
  const billed = (as: Priced) => articles * billedIn(counts, as);
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
    { what: 'changes and uploads queued', of: 'sqs:request', amount: articles * 3 * requestsAMessage },
    {
      what: 'pictures taken down (1,000 are free)',
      of: 'cloudfront:invalidation-path',
      amount: articles * takenDown,
    },
    { what: 'events', of: 'events:event', amount: articles * 2 },
    { what: 'requests of the API (forms, receipts)', of: 'apigateway:request', amount: articles * 10 },
    { what: 'runs of functions', of: 'lambda:invocation', amount: articles * (11 + counted.pages) },
    { what: 'their time', of: 'lambda:gigabyte-second', amount: calls * callTime * memory },
    { what: 'logs written', of: 'logs:gigabyte', amount: (calls * loggedBytes) / 1e9 },
    { what: 'metrics', of: 'cloudwatch:metric', amount: 2 },
  ];
}
