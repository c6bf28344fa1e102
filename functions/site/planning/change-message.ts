import * as z from 'zod/mini';
import { type DocumentChanged, documentChanged } from '../../content/contract/change.ts';
import { type Cursor, start } from './every-path.ts';
import { renderRequested } from './render-requested.ts';

/** What the queue of changes holds: something changed, or everything is to be rendered from the cursor on. */
export type Message = { change: DocumentChanged } | { cursor: Cursor };

/** CloudFormation says so when a deploy is done: the renderer may be another one now. */
const stackChanged = 'CloudFormation Stack Status Change';

const kinds = ['article', 'page', 'front', 'press'] as const;
const statuses = ['published', 'draft', 'withdrawn', 'deleted', 'moved'] as const;
const sets = ['sections', 'tags', 'authors', 'series', 'years', 'written'] as const;
const maybe = z.optional(z.string());

const trace = z.object({
  revision: z.number(),
  status: z.enum(statuses),
  lists: z.array(z.object({ list: z.string(), sort: z.string(), border: z.optional(z.boolean()) })),
  entry: z.string(),
  former: z.optional(z.array(z.string())),
});

const change = z.object({
  slug: z.string(),
  /** Absent in messages from before there were ids. */
  id: maybe,
  kind: z.enum(kinds),
  before: z.optional(trace),
  after: z.optional(trace),
});

const cursor = z.discriminatedUnion('part', [
  z.object({ part: z.literal('fixed') }),
  z.object({ part: z.enum(['articles', 'standing']), below: maybe }),
  z.object({ part: z.literal('lists'), set: z.enum(sets), after: maybe, below: maybe }),
  z.object({ part: z.enum(['leftovers', 'assets']), after: maybe }),
]);

const envelope = z.discriminatedUnion('detail-type', [
  z.object({ 'detail-type': z.literal(documentChanged), detail: change }),
  z.object({ 'detail-type': z.literal(renderRequested), detail: z.object({ cursor: z.optional(cursor) }) }),
  z.object({ 'detail-type': z.literal(stackChanged) }),
]);

/** Throws on what is none of these: it goes to the dead letters, where someone sees it. */
export function readMessage(body: string): Message {
  const message = envelope.parse(JSON.parse(body));
  switch (message['detail-type']) {
    case documentChanged:
      return { change: { ...message.detail, id: message.detail.id ?? message.detail.slug } };
    case renderRequested:
      return { cursor: message.detail.cursor ?? start };
    case stackChanged:
      return { cursor: start };
  }
}
