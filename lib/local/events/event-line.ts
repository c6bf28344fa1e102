import * as z from 'zod/mini';
import type { BusEvent } from '../cloud.ts';

/** What details name: a document, an object. */
const detail = z.object({
  slug: z.optional(z.string()),
  object: z.optional(z.object({ key: z.string() })),
});

/** The kinds of events a press has, in words. */
const inWords: Readonly<Record<string, string>> = {
  'Document Changed': 'changed',
  'Object Created': 'arrived',
  'Object Deleted': 'removed',
};

/** An event as a line at the terminal: what happened, and to what if its detail tells. */
export function eventLine(event: BusEvent): string {
  const kind = event['detail-type'];
  if (kind === 'CloudFormation Stack Status Change') return 'deployed: every page is rendered again';
  const { data } = detail.safeParse(event.detail);
  return `${inWords[kind] ?? kind}: ${data?.slug ?? data?.object?.key ?? event.source}`;
}
