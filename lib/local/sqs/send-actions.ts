import type * as z from 'zod/mini';
import { attributesMd5, type Draft, md5, sizeOf } from './message.ts';
import type { Queue } from './queue.ts';
import {
  batchRequest,
  deleteRequest,
  draftOf,
  isSendable,
  sendRequest,
  visibilityRequest,
} from './requests.ts';
import { badBatch, badParameter, SqsError } from './sqs-error.ts';

type Entry = z.infer<typeof batchRequest>['Entries'][number];
type Body = Record<string, unknown>;

/** Largest batch, in bytes of all its messages. */
const largestBatch = 1_048_576;

export function sendMessage(queue: Queue, body: unknown, sender: string): Body {
  return sendDraft(queue, draftOf(sendRequest.parse(body), sender));
}

export function sendMessageBatch(queue: Queue, body: unknown, sender: string): Body {
  const entries = entriesOf(body);
  const drafts = entries.map((entry) => draftOf(sendRequest.parse(entry), sender));
  if (drafts.reduce((sum, draft) => sum + sizeOf(draft), 0) > largestBatch) {
    throw badBatch(
      'BatchRequestTooLong',
      'The length of all the messages put together is more than the limit.',
    );
  }
  return queue.together(() => forEachEntry(entries, (_, index) => sendDraft(queue, drafts[index])));
}

export function deleteMessage(queue: Queue, body: unknown): Body {
  queue.delete([deleteRequest.parse(body).ReceiptHandle]);
  return {};
}

export function deleteMessageBatch(queue: Queue, body: unknown): Body {
  return queue.together(() => forEachEntry(entriesOf(body), (entry) => deleteMessage(queue, entry)));
}

export function changeVisibility(queue: Queue, body: unknown): Body {
  return applyVisibility(queue, body, Date.now());
}

/** Messages with the same timeout become visible at the same moment, so that they can be a batch again. */
export function changeVisibilityBatch(queue: Queue, body: unknown): Body {
  const now = Date.now();
  return forEachEntry(entriesOf(body), (entry) => applyVisibility(queue, entry, now));
}

function applyVisibility(queue: Queue, body: unknown, now: number): Body {
  const request = visibilityRequest.parse(body);
  queue.changeVisibility(request.ReceiptHandle, request.VisibilityTimeout * 1000, now);
  return {};
}

function sendDraft(queue: Queue, draft: Draft | undefined): Body {
  if (!draft || !isSendable(draft.body))
    throw badParameter('Invalid characters in the message, or no message.');
  const sent = queue.send([draft]);
  return {
    MessageId: sent[0]?.id,
    MD5OfMessageBody: md5(draft.body),
    MD5OfMessageAttributes: attributesMd5(draft.attributes),
    SequenceNumber: sent[0]?.sequence,
  };
}

function entriesOf(body: unknown): Entry[] {
  const entries = batchRequest.parse(body).Entries;
  if (!entries.length)
    throw badBatch('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10) {
    throw badBatch('TooManyEntriesInBatchRequest', `At most 10 entries; there are ${entries.length}.`);
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw badBatch('BatchEntryIdsNotDistinct', 'Two or more entries have the same Id.');
  }
  return entries;
}

/** What SQS refuses of a batch fails alone. */
function forEachEntry(entries: Entry[], work: (entry: Entry, index: number) => Body): Body {
  const answer: { Successful: Body[]; Failed: Body[] } = { Successful: [], Failed: [] };
  entries.forEach((entry, index) => {
    try {
      answer.Successful.push({ Id: entry.Id, ...work(entry, index) });
    } catch (cause) {
      if (!(cause instanceof SqsError)) throw cause;
      answer.Failed.push({ Id: entry.Id, SenderFault: true, Code: cause.type, Message: cause.message });
    }
  });
  return answer;
}
