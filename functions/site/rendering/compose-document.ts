import type { Entry } from '../../content/contract/lists.ts';
import type { ArticleFields } from '../../content/kinds/article.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { relatedCount } from '../list-pages.ts';
import { articlePage } from '../pages/article.tsx';
import { standingPage } from '../pages/standing.tsx';
import type { StoredHead } from '../ports.ts';
import { entryOf } from './entry-of.ts';
import type { RenderSnapshot } from './render-snapshot.ts';

export async function composeArticle(
  slug: string,
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string | undefined> {
  const head = await snapshot.published(slug);
  if (head?.fields.kind !== 'article') return undefined;
  const { fields } = head;
  const [body, related] = await Promise.all([snapshot.body(head.body), relatedTo(head, fields, snapshot)]);
  const dates = { published: head.published ?? head.at, changed: head.at };
  return articlePage(config, { slug, fields, body, related, ...dates });
}

export async function composeStanding(
  slug: string,
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string | undefined> {
  const head = await snapshot.published(slug);
  if (head?.fields.kind !== 'page') return undefined;
  return standingPage(config, slug, head.fields, await snapshot.body(head.body));
}

/** Those the author names, else the next older ones of the section. */
function relatedTo(head: StoredHead, fields: ArticleFields, snapshot: RenderSnapshot): Promise<Entry[]> {
  return fields.related?.length
    ? publishedEntries(fields.related.slice(0, relatedCount), snapshot)
    : nextOlder(head, snapshot);
}

/** The entries of those that are published articles, in the order given, each once, wherever they have moved. */
export async function publishedEntries(slugs: string[], snapshot: RenderSnapshot): Promise<Entry[]> {
  const heads = await Promise.all(slugs.map((slug) => snapshot.publishedOrMoved(slug)));
  const distinct = new Map(heads.flatMap((head) => (head ? [[head.slug, head] as const] : [])));
  return [...distinct.values()].flatMap((head) => entryOf(head) ?? []);
}

async function nextOlder(head: StoredHead, snapshot: RenderSnapshot): Promise<Entry[]> {
  const place = head.lists?.find(({ list }) => list.startsWith('section#'));
  if (!place) return [];
  const range = { towards: 'older', below: place.sort, count: relatedCount } as const;
  return (await snapshot.entries(place.list, range)).map(({ entry }) => entry);
}
