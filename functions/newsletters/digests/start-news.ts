import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Instant } from '../address.ts';
import { isNews, newsItemOf } from '../issues/news-rule.ts';
import type { News, Published } from '../issues/ports.ts';

export interface StartDeps {
  news: Pick<News, 'start' | 'add'>;
  published: Pick<Published, 'document' | 'newest'>;
}

/** Articles that are read at once. */
const concurrency = 8;

/**
 * From `proposed` on articles are news to these lists, unless they have a start already. What was heard of an article
 * before there was a start has queued it nowhere: after the start is set, the articles since are looked through. May be
 * repeated; the rows that ask are written when it is done.
 */
export async function startNews(
  lists: readonly string[],
  proposed: Instant,
  { news, published }: StartDeps,
): Promise<void> {
  const begun: string[] = [];
  for (const list of lists) if ((await news.start(list, proposed)) === proposed) begun.push(list);
  if (!begun.length) return;
  const slugs = await published.newest(proposed.slice(0, 10));
  await mapConcurrently(slugs, { concurrency }, async (slug) => {
    const document = await published.document(slug);
    if (!document || !isNews(document, proposed)) return;
    for (const list of begun) await news.add(list, newsItemOf(document));
  });
}
