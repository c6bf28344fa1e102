import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import type { Ids } from '../../runtime/ids.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { LeaveLog, LogEntry } from '../ports.ts';

const prefix = 'newsletters/';

const entrySchema = z.object({
  hash: z.string(),
  what: z.enum(['left', 'left-list', 'joined', 'erased']),
  list: z.optional(z.string()),
  at: z.string(),
});

/** @param text JSON. */
function entryIn(text: string): LogEntry | undefined {
  try {
    const { list, ...entry } = entrySchema.parse(JSON.parse(text));
    return list === undefined ? entry : { ...entry, list };
  } catch {
    return undefined;
  }
}

/** One object an entry, under a ULID: the keys are in the order of their writing, as far as clocks agree. */
export const s3LeaveLog = (client: S3Client, bucket: string, ids: Ids): LeaveLog => ({
  async write(entry) {
    const put = new PutObjectCommand({
      Bucket: bucket,
      Key: prefix + ids.next(),
      Body: JSON.stringify(entry),
      ContentType: 'application/json',
    });
    await client.send(put);
  },
  async read(after, limit) {
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        StartAfter: prefix + after,
        MaxKeys: limit,
      }),
    );
    const keys = Contents.flatMap(({ Key }) => Key ?? []);
    return mapConcurrently(keys, { concurrency: 16 }, async (Key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const key = Key.slice(prefix.length);
      const entry = entryIn((await Body?.transformToString()) ?? '');
      return entry ? { key, entry } : { key };
    });
  },
});
