import * as z from 'zod/mini';
import type { Draft } from './message.ts';

/** What the SDK sends, by action. */

const attribute = z.object({
  DataType: z.string(),
  StringValue: z.optional(z.string()),
  BinaryValue: z.optional(z.string()),
});
const entry = z.object({
  MessageBody: z.string(),
  MessageAttributes: z.optional(z.record(z.string(), attribute)),
  MessageGroupId: z.optional(z.string()),
  MessageDeduplicationId: z.optional(z.string()),
  DelaySeconds: z.optional(z.number()),
});
const receipt = z.object({ ReceiptHandle: z.string() });
const visibility = z.extend(receipt, { VisibilityTimeout: z.number().check(z.gte(0), z.lte(43_200)) });

export const toQueue = z.object({ QueueUrl: z.string() });
export const sendRequest = entry;
export const deleteRequest = receipt;
export const visibilityRequest = visibility;
export const batchRequest = z.object({ Entries: z.array(z.looseObject({ Id: z.string() })) });
export const receiveRequest = z.object({
  MaxNumberOfMessages: z._default(z.number().check(z.gte(1), z.lte(10)), 1),
  VisibilityTimeout: z.optional(z.number()),
  WaitTimeSeconds: z.optional(z.number().check(z.gte(0), z.lte(20))),
  AttributeNames: z._default(z.array(z.string()), []),
  MessageSystemAttributeNames: z._default(z.array(z.string()), []),
  MessageAttributeNames: z._default(z.array(z.string()), []),
});

/** The attributes that are imitated: how many messages there are, exactly and at once. */
export const attributesRequest = z.object({
  AttributeNames: z.array(
    z.enum([
      'ApproximateNumberOfMessages',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesDelayed',
    ]),
  ),
});

const unprintable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** SQS takes no control characters but tab and line ends. */
export const isSendable = (body: string): boolean => body.length > 0 && !unprintable.test(body);

export function draftOf(request: z.infer<typeof entry>, sender: string): Draft {
  return {
    body: request.MessageBody,
    attributes: request.MessageAttributes,
    group: request.MessageGroupId,
    deduplication: request.MessageDeduplicationId,
    delay: request.DelaySeconds === undefined ? undefined : request.DelaySeconds * 1000,
    sender,
  };
}
