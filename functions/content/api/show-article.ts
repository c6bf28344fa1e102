import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { Problem } from '../../runtime/problem.ts';
import type { StoredHead } from '../contract/document.ts';
import { presentHead, readMoves } from '../contract/moves.ts';
import type { Archive, DocumentReader } from '../ports.ts';
import { shownArticle } from './shown.ts';

interface Deps {
  documents: Pick<DocumentReader, 'head' | 'slugOf'>;
  bodies: Pick<Archive, 'body'>;
  siteUrl: string;
}

/** One published article. Throws a Problem: 308 with its present address when it has moved, 410 with the reason when it
 *  was withdrawn, 404 for all else that readers may not have; at an old address as at the present one. */
export async function showArticle(slug: string, { documents, bodies, siteUrl }: Deps) {
  const head = await present(slug, documents);
  if (head?.status === 'withdrawn' && head.fields.kind === 'article') {
    throw new Problem(410, `This article was withdrawn. ${head.reason ?? ''}`.trim());
  }
  if (head?.status !== 'published' || head.fields.kind !== 'article') {
    throw new Problem(404, `There is no article “${slug}”.`);
  }
  if (head.slug !== slug) {
    const location = `/api/articles/${encodeURIComponent(head.slug)}`;
    throw new Problem(308, `This article is at ${location} now.`, { headers: { location } });
  }
  return shownArticle(head, head.fields, await bodies.body(head.body), siteUrl);
}

const concurrency = 8;

/** What stands at the slug, or where that leads now. */
async function present(slug: string, documents: Deps['documents']): Promise<StoredHead | undefined> {
  const head = await documents.head(slug);
  if (head?.status !== 'moved') return head;
  const moves = await readMoves([head], async ({ slugs, ids }) => {
    const [heads, moved] = await Promise.all([
      mapConcurrently(slugs, { concurrency }, (each) => documents.head(each)),
      mapConcurrently(ids, { concurrency }, async (id) => [id, await documents.slugOf(id)] as const),
    ]);
    return {
      heads: new Map(heads.flatMap((each) => (each ? [[each.slug, each] as const] : []))),
      slugs: new Map(moved.flatMap(([id, to]) => (to === undefined ? [] : [[id, to] as const]))),
    };
  });
  return presentHead(head, moves);
}
