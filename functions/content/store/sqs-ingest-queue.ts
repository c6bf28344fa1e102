import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { IngestQueue } from '../ports.ts';
import { fileAt, type UploadedFile } from '../uploads/upload.ts';

/** Queues complete uploads to be ingested, or to be gone on with. */
export const sqsIngestQueue = (client: SQSClient, queue: string): IngestQueue => ({
  async send(upload) {
    await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify({ upload }) }));
  },
});

/** What has arrived: a file, or all that an upload needs. An object may have a key that is not ours. */
export type Arrival =
  | { what: 'file'; file: UploadedFile }
  | { what: 'upload'; upload: string }
  | { what: 'stranger'; key: string };

/** Our own message that an upload is to be ingested, or S3's `Object Created` in EventBridge's envelope (its keys are
 *  not URL-encoded). */
const message = z.union([
  z.object({ upload: z.string() }),
  z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) }),
]);

/** Parses the body of a message. Throws on any other message. */
export function arrivalIn(body: string): Arrival {
  const parsed = message.parse(JSON.parse(body));
  if ('upload' in parsed) return { what: 'upload', upload: parsed.upload };
  const { key } = parsed.detail.object;
  const file = fileAt(key);
  return file ? { what: 'file', file } : { what: 'stranger', key };
}
