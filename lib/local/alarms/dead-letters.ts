import * as z from 'zod/mini';
import type { Queue } from '../sqs/queue.ts';

/** What messages of a press may name: a page, an upload, a document, an object. */
const named = z.object({
  path: z.optional(z.string()),
  upload: z.optional(z.string()),
  detail: z.optional(
    z.object({ slug: z.optional(z.string()), object: z.optional(z.object({ key: z.string() })) }),
  ),
});

/** What lies in the queues, and what the newest of it is about; `whyOf` gives the error by a message's id. */
export function lyingIn(queues: readonly Queue[], whyOf: (id: string) => string | undefined): string {
  return queues
    .flatMap((queue) => {
      const newest = queue.newest();
      if (!newest) return [];
      const why = whyOf(newest.id);
      const about = [subjectOf(newest.body) ?? `message ${newest.id}`, ...(why ? [why] : [])].join(': ');
      return [`${queue.settings.name} holds ${queue.counts.visible}, the newest about ${about}.`];
    })
    .join(' ');
}

function subjectOf(body: string): string | undefined {
  const { data } = named.safeParse(parsed(body));
  if (!data) return undefined;
  return data.path ?? data.detail?.slug ?? data.detail?.object?.key ?? data.upload;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
