import * as z from 'zod/mini';

/** The plain reads; whatever else a request says makes it another kind. */

/** The database's file is UTF-8, and its program refuses what is none. */
const plain = z.string().check(z.refine((text) => text.isWellFormed() && !text.includes('\0')));
const text = z.strictObject({ S: plain.check(z.minLength(1)) });
const key = z.record(z.string(), text);
const consistent = z.optional(z.boolean());

export const getItem = z.strictObject({ TableName: z.string(), Key: key, ConsistentRead: consistent });

export const batchGetItem = z.strictObject({
  RequestItems: z.record(
    z.string(),
    z.strictObject({
      Keys: z.array(key).check(z.minLength(1), z.maxLength(100)),
      ConsistentRead: consistent,
    }),
  ),
});

export const query = z.strictObject({
  TableName: z.string(),
  KeyConditionExpression: z.string(),
  ExpressionAttributeValues: z.record(z.string(), z.strictObject({ S: plain })),
  ExpressionAttributeNames: z.optional(z.record(z.string(), plain)),
  ProjectionExpression: z.optional(z.string()),
  ExclusiveStartKey: z.optional(key),
  ScanIndexForward: z.optional(z.boolean()),
  ConsistentRead: consistent,
  Limit: z.optional(z.int().check(z.minimum(1))),
});

export type Key = z.output<typeof key>;
export type Query = z.output<typeof query>;
