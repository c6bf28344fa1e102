import { Problem } from '../../runtime/problem.ts';
import type { Archive, DocumentReader } from '../ports.ts';
import { shownArticle } from './shown.ts';

interface Deps {
  documents: Pick<DocumentReader, 'head'>;
  bodies: Pick<Archive, 'body'>;
  siteUrl: string;
}

/** One published article. Throws a Problem: 308 when it has moved, 410 with the reason when it was withdrawn,
 *  404 for all else that readers may not have. */
export async function showArticle(slug: string, { documents, bodies, siteUrl }: Deps) {
  const head = await documents.head(slug);
  if (head?.status === 'moved' && head.to) {
    const location = `/api/articles/${encodeURIComponent(head.to)}`;
    throw new Problem(308, `This article is at ${location} now.`, { headers: { location } });
  }
  if (head?.status === 'withdrawn' && head.fields.kind === 'article') {
    throw new Problem(410, `This article was withdrawn. ${head.reason ?? ''}`.trim());
  }
  if (head?.status !== 'published' || head.fields.kind !== 'article') {
    throw new Problem(404, `There is no article “${slug}”.`);
  }
  return shownArticle(head, head.fields, await bodies.body(head.body), siteUrl);
}
