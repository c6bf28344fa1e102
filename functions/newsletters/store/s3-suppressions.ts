import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { LeaveLog, SuppressionEntry } from '../ports.ts';

const prefix = 'post/';

const entrySchema = z.union([
  z.object({
    hash: z.string(),
    what: z.literal('suppressed'),
    why: z.enum(['bounce', 'soft', 'complaint']),
    at: z.string(),
  }),
  z.object({ hash: z.string(), what: z.literal('unsuppressed'), at: z.string() }),
]);

/** What `post` logged of addresses, one object an entry under a ULID. What cannot be read is left out. */
export const s3Suppressions = (client: S3Client, bucket: string): Pick<LeaveLog, 'read'> => ({
  async read(after, limit) {
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({
        ...{ Bucket: bucket, Prefix: prefix, StartAfter: prefix + after, MaxKeys: limit },
      }),
    );
    const keys = Contents.flatMap(({ Key }) => Key ?? []);
    const found = await mapConcurrently(keys, { concurrency: 16 }, async (Key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const entry = entryIn((await Body?.transformToString()) ?? '');
      return entry ? [{ key: Key.slice(prefix.length), entry }] : [];
    });
    return found.flat();
  },
});

function entryIn(text: string): SuppressionEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
