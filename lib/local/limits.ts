import * as z from 'zod/mini';
import type { AwsRequest } from './service.ts';

/** A request AWS would not take, in the words of the service. */
export interface Excess {
  code: string;
  message: string;
}

const KiB = 1024;

/** Largest message, and largest batch in all (SQS since August 2025). */
const messageBytes = 1024 * KiB;
/** Largest request of PutEvents, entries as EventBridge counts them. */
const eventBytes = 256 * KiB;
/** Names and values of an object's own metadata together (S3). */
const metadataBytes = 2 * KiB;
const entriesPerBatch = 10;

const messages = z.object({
  Entries: z.optional(z.array(z.object({ MessageBody: z.optional(z.string()) }))),
  MessageBody: z.optional(z.string()),
});
const events = z.object({
  Entries: z.array(
    z.object({
      Time: z.optional(z.unknown()),
      Source: z.optional(z.string()),
      DetailType: z.optional(z.string()),
      Detail: z.optional(z.string()),
      Resources: z.optional(z.array(z.string())),
    }),
  ),
});

type Check = (request: AwsRequest) => Excess | undefined;

/** What AWS limits and the parts behind the gate do not, by service and action. */
const checks: Readonly<Record<string, Check>> = {
  'sqs:SendMessage': sendMessage,
  'sqs:SendMessageBatch': sendMessage,
  'sqs:DeleteMessageBatch': sendMessage,
  'events:PutEvents': putEvents,
  's3:PutObject': putObject,
};

/** The limit of AWS that a request breaks, if any. */
export function excessOf(service: string, action: string, request: AwsRequest): Excess | undefined {
  return checks[`${service}:${action}`]?.(request);
}

function sendMessage(request: AwsRequest): Excess | undefined {
  const { Entries, MessageBody } = messages.parse(bodyOf(request));
  if ((Entries?.length ?? 0) > entriesPerBatch) {
    return tooMany('AWS.SimpleQueueService.TooManyEntriesInBatchRequest', Entries?.length ?? 0);
  }
  const size = sum([MessageBody, ...(Entries ?? []).map((one) => one.MessageBody)]);
  if (size <= messageBytes) return undefined;
  return Entries
    ? { code: 'AWS.SimpleQueueService.BatchRequestTooLong', message: tooLong(size) }
    : { code: 'InvalidParameterValue', message: tooLong(size) };
}

function putEvents(request: AwsRequest): Excess | undefined {
  const { Entries } = events.parse(bodyOf(request));
  if (Entries.length > entriesPerBatch) return tooMany('ValidationException', Entries.length);
  const texts = Entries.flatMap((one) => [one.Source, one.DetailType, one.Detail, ...(one.Resources ?? [])]);
  const size = sum(texts) + 14 * Entries.filter((one) => one.Time !== undefined).length;
  if (size <= eventBytes) return undefined;
  return {
    code: 'ValidationException',
    message: `Total size of the entries in the request is over the limit: ${size} bytes.`,
  };
}

function putObject(request: AwsRequest): Excess | undefined {
  const prefix = 'x-amz-meta-';
  const own = Object.entries(request.headers).filter(([name]) => name.startsWith(prefix));
  if (sum(own.flatMap(([name, value]) => [name.slice(prefix.length), value])) <= metadataBytes)
    return undefined;
  return {
    code: 'MetadataTooLarge',
    message: 'Your metadata headers exceed the maximum allowed metadata size.',
  };
}

const bodyOf = (request: AwsRequest): unknown => JSON.parse(request.body.toString());

const sum = (texts: readonly (string | undefined)[]): number =>
  texts.reduce((total, text) => total + (text === undefined ? 0 : Buffer.byteLength(text)), 0);

const tooMany = (code: string, count: number): Excess => ({
  code,
  message: `A request can hold at most ${entriesPerBatch} entries; this one has ${count}.`,
});

const tooLong = (size: number): string =>
  `One or more parameters are invalid. Reason: Message must be shorter than ${messageBytes} bytes; it is ${size}.`;
