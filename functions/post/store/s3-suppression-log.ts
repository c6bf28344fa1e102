import type { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import type { Ids } from '../../runtime/ids.ts';
import { S3Log } from '../../runtime/people/s3-log.ts';
import type { SuppressionLog } from '../ports.ts';

const entrySchema = z.object({
  hash: z.string(),
  what: z.enum(['suppressed', 'unsuppressed']),
  why: z.optional(z.enum(['bounce', 'soft', 'complaint'])),
  at: z.string(),
});

/** Which addresses get no mail. Make it once a function. */
export function s3SuppressionLog(client: S3Client, bucket: string, ids: Ids): SuppressionLog {
  const log = new S3Log(client, { bucket, prefix: 'post/', schema: entrySchema });
  return { append: (entry) => log.append(entry, ids), entries: (after) => log.read(after) };
}
