import type { ArticleFields } from '../content/document.ts';
import type { Entry } from '../content/list.ts';
import type { Paper } from '../look/paper.ts';
import { entryOf } from './entry-of.ts';
import { relatedCount } from './list-pages.ts';
import { articlePage } from './pages/article.tsx';
import { standingPage } from './pages/standing.tsx';
import type { StoredHead } from './ports.ts';
import type { Reading } from './reading.ts';

export async function composeArticle(
  slug: string,
  reading: Reading,
  paper: Paper,
): Promise<string | undefined> {
  const head = await reading.published(slug);
  if (head?.fields.kind !== 'article') return undefined;
  const { fields } = head;
  const [body, related] = await Promise.all([reading.body(head.body), relatedTo(head, fields, reading)]);
  const dates = { published: head.published ?? head.at, changed: head.at };
  return articlePage(paper, { slug, fields, body, related, ...dates });
}

export async function composeStanding(
  slug: string,
  reading: Reading,
  paper: Paper,
): Promise<string | undefined> {
  const head = await reading.published(slug);
  if (head?.fields.kind !== 'page') return undefined;
  return standingPage(paper, slug, head.fields, await reading.body(head.body));
}

/** Those the author names, else the next older ones of the section. */
function relatedTo(head: StoredHead, fields: ArticleFields, reading: Reading): Promise<Entry[]> {
  return fields.related?.length
    ? publishedEntries(fields.related.slice(0, relatedCount), reading)
    : nextOlder(head, reading);
}

/** The entries of those that are published articles, in the order given, each once. */
export async function publishedEntries(slugs: string[], reading: Reading): Promise<Entry[]> {
  const heads = await Promise.all([...new Set(slugs)].map((slug) => reading.published(slug)));
  return heads.flatMap((head) => (head ? (entryOf(head) ?? []) : []));
}

async function nextOlder(head: StoredHead, reading: Reading): Promise<Entry[]> {
  const place = head.lists?.find(({ list }) => list.startsWith('section#'));
  if (!place) return [];
  const stretch = { towards: 'older', below: place.sort, count: relatedCount } as const;
  return (await reading.entries(place.list, stretch)).map(({ entry }) => entry);
}
