import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { RemakeRequest, Remakes, Removal, Removals } from '../removal/ports.ts';

/** The queue of `take-down`. */
export const sqsRemovals = (client: SQSClient, queue: string): Removals => ({
  async later(removal, seconds) {
    const MessageBody = JSON.stringify({ removal });
    await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody, DelaySeconds: seconds }));
  },
});

/** The queue of the picture function. */
export const sqsRemakes = (client: SQSClient, queue: string): Remakes => ({
  async request(remake) {
    await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify({ remake }) }));
  },
});

const file = z.string().check(z.regex(/^originals\/[0-9a-f]{64}$/));
const media = z.string().check(z.regex(/^\/media\/[0-9a-f]+-$/));
const order = z.string();

const uploadedFile = z.object({
  role: z.enum(['manuscripts', 'pictures']),
  upload: z.string(),
  number: z.number(),
});

const removalMessage = z.object({
  removal: z.discriminatedUnion('what', [
    z.object({
      what: z.literal('document'),
      slug: z.string(),
      order,
      deleted: z.boolean(),
      since: z.string(),
      again: z.optional(z.array(uploadedFile)),
      passes: z.optional(z.number()),
      former: z.optional(z.object({ id: z.string(), slugs: z.array(z.string()) })),
    }),
    z.object({
      what: z.literal('picture'),
      since: z.string(),
      hidden: z.optional(z.boolean()),
      file,
      media,
    }),
    z.object({ what: z.literal('arrival'), upload: z.string(), looks: z.number(), file, media }),
  ]),
});

/** A `Document Changed` of this room, in EventBridge's envelope. */
const changedMessage = z.object({
  time: z.string(),
  detail: z.object({
    slug: z.string(),
    removed: z.object({ order, deleted: z.optional(z.boolean()) }),
  }),
});

/** Parses the body of a message to `take-down`. Throws on any other message. */
export function removalIn(body: string): Removal {
  const message = z.union([removalMessage, changedMessage]).parse(JSON.parse(body));
  if ('removal' in message) return message.removal;
  const { time: since, detail } = message;
  const { slug, removed } = detail;
  return { what: 'document', slug, order: removed.order, deleted: removed.deleted ?? false, since };
}

const remakeMessage = z.object({
  remake: z.object({
    file,
    media,
    upload: z.optional(z.string()),
    number: z.optional(z.number()),
    uploadedWith: z.optional(z.string()),
    addresses: z.optional(z.array(z.string())),
  }),
});

/** A request to make a picture again, or undefined for another message. */
export const remakeIn = (body: string): RemakeRequest | undefined =>
  remakeMessage.safeParse(JSON.parse(body)).data?.remake;
