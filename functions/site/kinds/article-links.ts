import { citedBy, type Translation, translationsShown } from '../../content/contract/citations.ts';
import type { StoredHead } from '../../content/contract/document.ts';
import { type Entry, entryOf } from '../../content/contract/lists.ts';
import { byteOrder } from '../../runtime/byte-order.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { RenderSnapshot } from '../rendering/render-snapshot.ts';
import type { FieldsOf, Published } from './kind.ts';
import { namingEntries } from './naming-entries.ts';

type Article = Published<FieldsOf<'article'>>;

/** Replies that an article shows, the newest first. */
const mostReplies = 12;
/** Others that say of themselves to be a translation: as many as an article can name itself. */
const mostTranslations = 30;

/** Other articles that one leads to, besides those to be read next. */
export interface ArticleLinks {
  translations: Translation[];
  /** What it answers, and what answers it. */
  repliesTo: Entry[];
  replies: Entry[];
  /** The parts before and after it in its series. */
  previous?: Entry;
  next?: Entry;
}

export async function linksOf(article: Article, snapshot: RenderSnapshot): Promise<ArticleLinks> {
  const [named, naming, repliesTo, replies, beside] = await Promise.all([
    namedTranslations(article, snapshot),
    namingEntries(article, 'translation', mostTranslations, snapshot),
    articleEntries(article.fields.repliesTo ?? [], snapshot),
    namingEntries(article, 'reply', mostReplies, snapshot),
    besideInSeries(article, snapshot),
  ]);
  const further = await furtherTranslations(named.heads, naming, snapshot);
  const known = new Set([article.slug, ...named.shown.map(({ slug }) => slug)]);
  const { language } = await snapshot.config();
  const added = distinct([...naming, ...further])
    .filter(({ slug }) => !known.has(slug))
    .map(({ slug, title, ...entry }) => ({ slug, title, language: entry.language ?? language }));
  return { translations: [...named.shown, ...added], repliesTo, replies, ...beside };
}

const distinct = (entries: Entry[]): Entry[] => [...new Map(entries.map((one) => [one.slug, one])).values()];

/** The entries of those that are published articles, in the order given, each once, wherever they have moved. */
export async function articleEntries(slugs: string[], snapshot: RenderSnapshot): Promise<Entry[]> {
  const heads = await Promise.all(slugs.map((slug) => snapshot.publishedOrMoved(slug)));
  const distinct = new Map(heads.flatMap((head) => (head ? [[head.slug, head] as const] : [])));
  return [...distinct.values()].flatMap((head) => (head.fields.kind === 'article' ? [entryOf(head)] : []));
}

/** Those that it names; what it gives no title is shown with its own. */
async function namedTranslations({ fields: { translations = [] } }: Article, snapshot: RenderSnapshot) {
  const named = citedBy({ translations });
  const found = await Promise.all(named.map((slug) => snapshot.publishedOrMoved(slug)));
  const present = new Map(
    named.flatMap((slug, at) => {
      const head = found[at];
      return head && isArticle(head) ? [[slug, head] as const] : [];
    }),
  );
  const heads = new Map([...present.values()].map((head) => [head.slug, head]));
  const slugs = new Map([...present].map(([slug, head]) => [slug, head.slug]));
  const shown = translationsShown(translations, slugs).map((translation) => {
    const title = translation.title ?? heads.get(translation.slug ?? '')?.fields.title;
    return title === undefined ? translation : { ...translation, title };
  });
  return { shown, heads: [...heads.values()] };
}

const isArticle = (head: StoredHead): head is Article => head.fields.kind === 'article';

/**
 * The translations of its translations: those of one piece need to name but one of them, such as the original, to lead to
 * each other. Shown as they are themselves: what others say of them is theirs.
 */
async function furtherTranslations(
  named: Article[],
  naming: Entry[],
  snapshot: RenderSnapshot,
): Promise<Entry[]> {
  const heads = await Promise.all(naming.map(({ slug }) => snapshot.published(slug)));
  const between = [...named, ...heads.flatMap((head) => (head && isArticle(head) ? head : []))];
  const found = await mapConcurrently(between, { concurrency: 8 }, async (one) => [
    ...(await articleEntries(citedBy({ translations: one.fields.translations }), snapshot)),
    ...(await namingEntries(one, 'translation', mostTranslations, snapshot)),
  ]);
  return distinct(found.flat()).sort((one, other) => byteOrder(one.slug, other.slug));
}

async function besideInSeries({ lists }: Article, snapshot: RenderSnapshot) {
  const place = lists.find(({ list }) => list.startsWith('parts#'));
  if (!place) return {};
  const { list, sort } = place;
  const [[older], [newer]] = await Promise.all([
    snapshot.entries(list, { towards: 'older', below: sort, count: 1 }),
    snapshot.entries(list, { towards: 'newer', above: sort, count: 1 }),
  ]);
  return { ...(older && { previous: older.entry }), ...(newer && { next: newer.entry }) };
}
