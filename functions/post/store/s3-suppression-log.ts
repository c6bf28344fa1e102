import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import type { Ids } from '../../runtime/ids.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { LogEntry, SuppressionLog } from '../ports.ts';

const prefix = 'post/';

const shape = z.object({
  hash: z.string(),
  what: z.enum(['suppressed', 'unsuppressed']),
  why: z.optional(z.enum(['bounce', 'soft', 'complaint'])),
  at: z.string(),
});

/** Objects at the same time. */
const concurrency = 16;

/** Entries that a function keeps in memory: they never change, and the newest are asked for again and again. */
const mostRemembered = 5_000;

/** One object an entry, `post/<ULID>`. Make it once a function. */
export function s3SuppressionLog(client: S3Client, bucket: string, ids: Ids): SuppressionLog {
  const remembered = new Map<string, LogEntry | undefined>();

  const entryAt = async (key: string): Promise<LogEntry | undefined> => {
    if (remembered.has(key)) return remembered.get(key);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + key }));
    const entry = entryIn((await Body?.transformToString()) ?? '');
    const [oldest] = remembered.keys();
    if (oldest !== undefined && remembered.size >= mostRemembered) remembered.delete(oldest);
    remembered.set(key, entry);
    return entry;
  };

  return {
    async append(entry) {
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key: prefix + ids.next(),
        Body: JSON.stringify(entry),
        ContentType: 'application/json',
      });
      await client.send(put);
    },

    async entries(after) {
      const { Contents = [], IsTruncated } = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(after !== undefined && { StartAfter: prefix + after }),
        }),
      );
      const keys = Contents.flatMap(({ Key }) => Key?.slice(prefix.length) ?? []);
      const entries = await mapConcurrently(keys, { concurrency }, async (key) => ({
        key,
        entry: await entryAt(key),
      }));
      return { entries, hasMore: IsTruncated === true };
    },
  };
}

/** What a newer version may have written says nothing to this one. */
function entryIn(text: string): LogEntry | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
