import prices from './prices.json' with { type: 'json' };

export type Priced = keyof typeof prices.prices;

/** One line of the bill: an amount of something that has a price. */
export interface Line {
  what: string;
  of: Priced;
  amount: number;
}

/** In dollars a month, gross: nothing of what AWS gives away (of queues, alarms, sign-ins …) is subtracted, as an
 *  account may use that up elsewhere. */
export const costOf = ({ of, amount }: Line): number => amount * prices.prices[of];

export const total = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + costOf(line), 0);

type Units = Partial<Record<Priced, number>>;

/** A unit reads 4 KB consistently, or writes 1 KB, indexes included; in a transaction both count twice. */
const reads = (units: number): Units => ({ 'dynamodb:read-unit': units });
const writes = (units: number): Units => ({ 'dynamodb:write-unit': units });

/** What one call of a function is billed as; empty where it is free or has a line of its own. */
const billed: Readonly<Record<string, Units>> = {
  'dynamodb:GetItem': reads(1),
  'dynamodb:Query': reads(6),
  'dynamodb:BatchGetItem': reads(8),
  'dynamodb:TransactGetItems': reads(4),
  'dynamodb:PutItem': writes(1),
  'dynamodb:UpdateItem': writes(1),
  'dynamodb:DeleteItem': writes(1),
  'dynamodb:BatchWriteItem': writes(5),
  'dynamodb:TransactWriteItems': writes(40),
  's3:GetObject': { 's3:get': 1 },
  's3:GetObjectVersion': { 's3:get': 1 },
  's3:PutObject': { 's3:put': 1 },
  's3:ListBucket': { 's3:put': 1 },
  's3:ListBucketVersions': { 's3:put': 1 },
  's3:DeleteObject': {},
  's3:DeleteObjectVersion': {},
  'sqs:SendMessage': {},
  'sqs:SendMessageBatch': {},
  'sqs:ChangeMessageVisibilityBatch': { 'sqs:fifo-request': 1 },
  'events:PutEvents': { 'events:event': 1 },
  'cloudfront:CreateInvalidation': { 'cloudfront:invalidation-path': 1 },
  'secretsmanager:GetSecretValue': { 'secrets:request': 1 },
  'ses:SendEmail': { 'ses:mail': 1 },
};

/**
 * How much of something is billed for calls that were counted.
 * @param counts By function and action, such as `SiteRenderPages s3:GetObject`.
 * @throws Error for an action that is not in the list.
 */
export const billedIn = (counts: Readonly<Record<string, number>>, as: Priced): number =>
  Object.entries(counts).reduce((sum, [key, count]) => sum + count * (billedAs(actionIn(key))[as] ?? 0), 0);

const actionIn = (key: string): string => key.slice(key.indexOf(' ') + 1);

function billedAs(call: string): Units {
  const units = Object.hasOwn(billed, call) ? billed[call] : undefined;
  if (!units) throw new Error(`What ${call} is billed as is not known: add it to bin/cost/prices.ts.`);
  return units;
}
