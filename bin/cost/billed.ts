import type { Priced } from './line.ts';

type Units = Partial<Record<Priced, number>>;

/** Reads are consistent and of 4 KB, writes of 1 KB with their indexes; both count twice in a transaction. */
const reads = (units: number): Units => ({ 'dynamodb:read-unit': units });
const writes = (units: number): Units => ({ 'dynamodb:write-unit': units });

/** What a call of a function is billed as; nothing where it is free, or has a line of its own. */
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
  'events:PutEvents': {},
};

/** By service and action, such as `s3:GetObject`. @throws Error for one whose price nobody has looked up. */
export function billedAs(call: string): Units {
  const units = Object.hasOwn(billed, call) ? billed[call] : undefined;
  if (!units) throw new Error(`What ${call} is billed as is not known: add it to bin/cost/billed.ts.`);
  return units;
}
