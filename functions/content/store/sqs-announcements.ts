import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { stackChanged } from '../contract/backfill.ts';
import { backfillRequested, documentChanged } from '../contract/change.ts';
import { termKinds } from '../contract/lists.ts';
import { headKey, termKey } from '../contract/table-keys.ts';
import type { StoredKey } from '../documents/announcement.ts';
import type { Reannouncement, Reannouncements, Unannounced } from '../ports.ts';

/** The queue of `announce-again`. */
export const sqsReannouncements = (client: SQSClient, queue: string): Reannouncements => ({
  async send(wanted, seconds = 0) {
    const MessageBody = JSON.stringify({ announce: wanted });
    await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody, DelaySeconds: seconds }));
  },
});

/** Its dead letters. Sent to the queue itself, one has what stands at the key now announced. */
export const sqsUnannounced = (client: SQSClient, queue: string): Unannounced => ({
  async add(items) {
    for (let at = 0; at < items.length; at += 10) {
      const Entries = items
        .slice(at, at + 10)
        .map((item, n) => ({ Id: `${n}`, MessageBody: JSON.stringify({ unannounced: item }) }));
      const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries }));
      if (Failed?.length) throw new Error(`SQS refused ${Failed.length} of ${Entries.length} dead letters`);
    }
  },
});

const wantedMessage = z.object({
  announce: z.discriminatedUnion('what', [
    z.object({ what: z.literal('document'), slug: z.string() }),
    z.object({ what: z.literal('term'), term: z.object({ kind: z.enum(termKinds), slug: z.string() }) }),
    z.object({ what: z.literal('changes'), after: z.optional(z.string()) }),
    z.object({ what: z.literal('renewal'), after: z.optional(z.string()) }),
    z.object({ what: z.literal('backfill'), backfill: z.string(), after: z.optional(z.string()) }),
  ]),
});

const unannouncedMessage = z.object({ unannounced: z.object({ pk: z.string(), sk: z.string() }) });

/** What Lambda leaves of a batch that it gave up. */
const failureRecord = z.object({
  DDBStreamBatchInfo: z.object({
    shardId: z.string(),
    startSequenceNumber: z.string(),
    approximateArrivalOfLastRecord: z.iso.datetime(),
  }),
});

/** A room asks, by an event in EventBridge's envelope: the same id however often it comes. */
const requestMessage = z.object({ 'detail-type': z.literal(backfillRequested), id: z.string() });

/** A deploy has ended, or the press document changed: what is stored with documents may follow otherwise from now on. */
const renewalMessage = z.object({ 'detail-type': z.enum([stackChanged, documentChanged]) });

const message = z.union([wantedMessage, unannouncedMessage, failureRecord, requestMessage, renewalMessage]);

/** Parses the body of a message to `announce-again`. Throws on any other message. */
export function reannouncementIn(body: string): Reannouncement {
  const parsed = message.parse(JSON.parse(body));
  if ('announce' in parsed) return parsed.announce;
  if ('unannounced' in parsed) return standingAt(parsed.unannounced);
  if ('id' in parsed) return { what: 'backfill', backfill: parsed.id };
  if ('detail-type' in parsed) return { what: 'renewal' };
  const { shardId, startSequenceNumber, approximateArrivalOfLastRecord } = parsed.DDBStreamBatchInfo;
  const written = new Date(approximateArrivalOfLastRecord).toISOString();
  return { what: 'lost changes', range: `${shardId}/${startSequenceNumber}`, written };
}

function standingAt({ pk, sk }: StoredKey): Reannouncement {
  const kind = termKinds.find((one) => pk === termKey(one, '').pk);
  if (kind) return { what: 'term', term: { kind, slug: sk } };
  return { what: 'document', slug: pk.slice(headKey('').pk.length) };
}
