import * as z from 'zod/mini';
import type { BusEvent } from '../cloud.ts';

/** What details name: a document, an object, the state of a deployment. */
const detail = z.object({
  slug: z.optional(z.string()),
  object: z.optional(z.object({ key: z.string() })),
  'status-details': z.optional(z.object({ status: z.string() })),
});

/** An event as a line at the terminal: what happened, and to what if its detail tells. */
export function eventLine(event: BusEvent): string {
  const { data } = detail.safeParse(event.detail);
  const subject = data?.slug ?? data?.object?.key ?? data?.['status-details']?.status ?? event.source;
  return `${event['detail-type']}: ${subject}`;
}
