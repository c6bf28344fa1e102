import { Problem } from '../../runtime/problem.ts';
import { shownArticle } from '../api/shown.ts';
import { namedBy } from '../contract/citations.ts';
import type { StoredHead } from '../contract/document.ts';
import { presentHead, readMoves } from '../contract/moves.ts';
import type { Kind } from '../kinds/kinds.ts';
import type { Archive, DocumentReader } from '../ports.ts';
import { shownBook } from './shown-book.ts';
import { shownBulletin } from './shown-bulletin.ts';

interface Deps {
  documents: Pick<DocumentReader, 'heads'>;
  bodies: Pick<Archive, 'body'>;
  siteUrl: string;
}

/** One published article. Throws a Problem as `publishedAt` does. */
export async function showArticle(slug: string, deps: Deps) {
  const { documents, bodies, siteUrl } = deps;
  const head = await publishedAt(slug, 'article', deps);
  if (head.fields.kind !== 'article') throw new Problem(404, `There is no article “${slug}”.`);
  const [body, cited] = await Promise.all([
    bodies.body(head.body),
    presentHeads(namedBy(head.fields), documents),
  ]);
  const present = publishedOf('article', cited);
  const event = publishedOf('event', cited).get(head.fields.event ?? '');
  const book = publishedOf('book', cited).get(head.fields.book ?? '');
  return shownArticle(head, head.fields, body, { siteUrl, present, event, book });
}

/** One published book. Throws a Problem as `publishedAt` does. */
export async function showBook(slug: string, deps: Deps) {
  const head = await publishedAt(slug, 'book', deps);
  if (head.fields.kind !== 'book') throw new Problem(404, `There is no book “${slug}”.`);
  return shownBook(head, head.fields, await deps.bodies.body(head.body), deps.siteUrl);
}

/** One published bulletin. Throws a Problem as `publishedAt` does. */
export async function showBulletin(slug: string, deps: Deps) {
  const head = await publishedAt(slug, 'bulletin', deps);
  if (head.fields.kind !== 'bulletin') throw new Problem(404, `There is no bulletin “${slug}”.`);
  return shownBulletin(head, head.fields, await deps.bodies.body(head.body), deps.siteUrl);
}

/** The document if it is published. Throws a Problem: 308 with its present address when it has moved, 410 with the reason
 *  when it was withdrawn, 404 for all else that readers may not have; at an old address as at the present one. */
async function publishedAt(
  slug: string,
  kind: 'article' | 'book' | 'bulletin',
  { documents }: Deps,
): Promise<StoredHead> {
  const head = (await presentHeads([slug], documents)).get(slug);
  if (head?.status === 'withdrawn' && head.fields.kind === kind) {
    throw new Problem(410, `This ${kind} was withdrawn. ${head.reason ?? ''}`.trim());
  }
  if (head?.status !== 'published' || head.fields.kind !== kind) {
    throw new Problem(404, `There is no ${kind} “${slug}”.`);
  }
  if (head.slug !== slug) {
    const location = `/api/${kind}s/${encodeURIComponent(head.slug)}`;
    throw new Problem(308, `This ${kind} is at ${location} now.`, { headers: { location } });
  }
  return head;
}

/** The present slugs of those that are published and of this kind. */
function publishedOf(kind: Kind, heads: ReadonlyMap<string, StoredHead>): Map<string, string> {
  const present = [...heads].filter(
    ([, { status, fields }]) => status === 'published' && fields.kind === kind,
  );
  return new Map(present.map(([named, { slug }]) => [named, slug]));
}

/** What stands at each of the slugs, or where that leads now; by these slugs. */
async function presentHeads(slugs: string[], documents: Deps['documents']): Promise<Map<string, StoredHead>> {
  if (!slugs.length) return new Map();
  const { heads } = await documents.heads({ slugs, ids: [] });
  const moves = await readMoves(heads.values(), (wanted) => documents.heads(wanted));
  const present = [...heads].map(([slug, head]) => [slug, presentHead(head, moves)] as const);
  return new Map(present.flatMap(([slug, head]) => (head ? [[slug, head]] : [])));
}
