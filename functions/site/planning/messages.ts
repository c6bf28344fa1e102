import * as z from 'zod/mini';
import { documentChanged, type TermChanged, termChanged } from '../../content/contract/change.ts';
import { type TermKind, termKinds } from '../../content/contract/lists.ts';

/**
 * What the queue of changes holds: a document changed, or pages are to be rendered from the cursor on. `event` is the
 * id of the bus event, the same however often it is delivered. `unknown` is the type of an event that this planner does not act on: a newer part of the press may send some.
 */
export type Message = { change: Change; event?: string | undefined } | RenderPart | { unknown: string };

/** What the queue of pages holds: a page to render, or the next part of a render, to be requested then. */
export type PageMessage = { path: string } | { next: RenderPart };

/** A part of a render: the pages from the cursor on. */
export interface RenderPart {
  cursor: Cursor;
  /** Of a full render, from its first part on: a hash of what its pages look like. While it is the same, no page that
   *  was rendered since the render began refers to another asset. */
  basis?: string | undefined;
  /** Absent until the planner has named the render, and in messages from before renders had names. */
  walk?: Walk | undefined;
}

/** Which part of which render: the same however often the messages of the render are delivered. */
export interface Walk {
  /** The id of the event or message that began the render. */
  id: string;
  /** Counts the parts, from 0. */
  part: number;
}

/** The bus event `DocumentChanged`: kinds and states may be newer than the site. */
export type Change = z.output<typeof change>;
export type Trace = z.output<typeof trace>;

/** Where a render goes on. */
export type Cursor = PathsCursor | AssetsCursor;

/** Old assets are to be removed. `rendered`: the last look at the queue of pages has found it empty. */
export interface AssetsCursor {
  part: 'assets';
  rendered?: boolean | undefined;
}

export type PathsCursor =
  /** The pages of an index of names that show the term, or would. */
  | { part: 'term-index'; kind: TermKind; slug: string }
  /** The same, and the pages of its list: it is spelled in another way. `below`: within the list. */
  | { part: 'term'; kind: TermKind; slug: string; below?: string }
  | { part: 'fixed' }
  /** The pages of the documents of a kind. */
  | { part: 'documents'; kind: string; below?: string }
  /** `within`: the rest of the list of one term, then the terms after it. */
  | { part: 'lists'; set: TermKind; after?: string; within?: { slug: string; below: string } }
  | { part: 'leftovers'; after?: string };

export const start: PathsCursor = { part: 'fixed' };

const renderRequested = 'Render Requested';

/** CloudFormation sends it when a deploy is done: the renderer may be a new one. */
const stackChanged = 'CloudFormation Stack Status Change';

/** Messages name these kinds' parts of a render by a word of their own. It stays: messages outlast a deploy. */
const ownParts = { article: 'articles', page: 'standing' } as const;

const maybe = z.optional(z.string());

const trace = z.object({
  revision: z.number(),
  status: z.string(),
  lists: z.array(z.object({ list: z.string(), sort: z.string(), border: z.optional(z.boolean()) })),
  entry: z.string(),
  former: z.optional(z.array(z.string())),
  to: maybe,
});

const change = z.object({
  slug: z.string(),
  /** Absent in messages from before there were ids. */
  id: maybe,
  kind: z.string(),
  before: z.optional(trace),
  after: z.optional(trace),
});

const term = z.object({ kind: z.enum(termKinds), slug: z.string() });
/** Messages from before there were indexes tell of respelled terms alone. */
const changedTerm = z.object({ ...term.shape, respelled: z._default(z.boolean(), true) });

const cursor = z.discriminatedUnion('part', [
  z.object({ part: z.literal('term'), ...term.shape, below: maybe }),
  z.object({ part: z.literal('term-index'), ...term.shape }),
  z.object({ part: z.literal('fixed') }),
  z.object({ part: z.literal('documents'), kind: z.string(), below: maybe }),
  documentsIn('article'),
  documentsIn('page'),
  z.object({
    part: z.literal('lists'),
    set: z.enum(termKinds),
    after: maybe,
    // Earlier versions wrote a bare `below`, of whichever term is the first now: that list is begun again.
    within: z.optional(z.object({ slug: z.string(), below: z.string() })),
  }),
  z.object({ part: z.literal('leftovers'), after: maybe }),
  z.object({ part: z.literal('assets'), rendered: z.optional(z.boolean()) }),
]);

function documentsIn(kind: keyof typeof ownParts) {
  const own = z.object({ part: z.literal(ownParts[kind]), below: maybe });
  return z.pipe(
    own,
    z.transform(({ below }): Cursor => ({ part: 'documents', kind, below })),
  );
}

const envelope = z.object({ 'detail-type': z.string(), id: maybe, detail: z.optional(z.unknown()) });
const walk = z.object({ id: z.string(), part: z.int() });
const renderPart = z.object({ cursor, basis: maybe, walk: z.optional(walk) });
const renderDetail = z.union([renderPart, z.object({ cursor: z.optional(z.undefined()) })]);
const pageMessage = z.union([z.object({ path: z.string() }), z.object({ next: renderPart })]);

/** Throws on an event that is malformed: it goes to the dead letters, where someone sees it. */
export function readMessage(body: string): Message {
  const { 'detail-type': type, id, detail } = envelope.parse(JSON.parse(body));
  const begun = id === undefined ? undefined : { id, part: 0 };
  switch (type) {
    case documentChanged:
      return { change: change.parse(detail), event: id };
    case termChanged:
      return { cursor: cursorOf(changedTerm.parse(detail)), walk: begun };
    case renderRequested:
      return partOf(renderDetail.parse(detail));
    case stackChanged:
      return { cursor: start, walk: begun };
    default:
      return { unknown: type };
  }
}

/** The pages that a change of a term touches. */
export const cursorOf = ({ respelled, kind, slug }: TermChanged): PathsCursor => ({
  part: respelled ? 'term' : 'term-index',
  kind,
  slug,
});

const partOf = (detail: z.output<typeof renderDetail>): RenderPart =>
  detail.cursor ? detail : { cursor: start };

/** A full render or its next part, in the form in which events arrive in the queue of changes. */
export const renderMessage = (part?: RenderPart): string =>
  JSON.stringify({ 'detail-type': renderRequested, detail: part ? writtenPart(part) : {} });

/** Throws on a message that is malformed. */
export const readPageMessage = (body: string): PageMessage => pageMessage.parse(JSON.parse(body));

export const writePageMessage = (message: PageMessage): string =>
  JSON.stringify('next' in message ? { next: writtenPart(message.next) } : message);

const writtenPart = ({ cursor, ...part }: RenderPart) => ({ cursor: written(cursor), ...part });

function written(cursor: Cursor) {
  if (cursor.part !== 'documents') return cursor;
  const { kind, below } = cursor;
  if (kind === 'article' || kind === 'page') return { part: ownParts[kind], below };
  return cursor;
}
