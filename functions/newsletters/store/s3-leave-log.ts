import type { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import type { Ids } from '../../runtime/ids.ts';
import { S3Log } from '../../runtime/people/s3-log.ts';
import type { LeaveLog } from '../ports.ts';

const entrySchema = z.object({
  hash: z.string(),
  what: z.enum(['left', 'left-list', 'joined', 'erased']),
  list: z.optional(z.string()),
  at: z.string(),
});

/** Who left, and who joined. Make it once a function. */
export function s3LeaveLog(client: S3Client, bucket: string, ids: Ids): LeaveLog {
  const log = new S3Log(client, { bucket, prefix: 'newsletters/', schema: entrySchema });
  return {
    write: (entry) => log.append(entry, ids),
    read: async (after, limit) => (await log.read(after, limit)).entries,
  };
}

const suppressionSchema = z.union([
  z.object({
    hash: z.string(),
    what: z.literal('suppressed'),
    why: z.enum(['bounce', 'soft', 'complaint']),
    at: z.string(),
  }),
  z.object({ hash: z.string(), what: z.literal('unsuppressed'), at: z.string() }),
]);

/** What `post` logged of addresses, which it writes alone; what cannot be read is its own to tell. */
export function s3Suppressions(client: S3Client, bucket: string): Pick<LeaveLog, 'read'> {
  const log = new S3Log(client, { bucket, prefix: 'post/', schema: suppressionSchema });
  return {
    read: async (after, limit) => (await log.read(after, limit)).entries.filter(({ entry }) => entry),
  };
}
