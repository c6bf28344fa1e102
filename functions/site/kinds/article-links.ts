import { citedBy, type Translation, translationsShown } from '../../content/contract/citations.ts';
import { type Entry, entryOf } from '../../content/contract/lists.ts';
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
  const [own, others, repliesTo, replies, beside] = await Promise.all([
    ownTranslations(article, snapshot),
    namingEntries(article, 'translation', mostTranslations, snapshot),
    articleEntries(article.fields.repliesTo ?? [], snapshot),
    namingEntries(article, 'reply', mostReplies, snapshot),
    besideInSeries(article, snapshot),
  ]);
  const known = new Set(own.map(({ slug }) => slug));
  const language = (await snapshot.config()).language;
  const added = others
    .filter(({ slug }) => !known.has(slug))
    .map(({ slug, title, ...entry }) => ({ slug, title, language: entry.language ?? language }));
  return { translations: [...own, ...added], repliesTo, replies, ...beside };
}

/** The entries of those that are published articles, in the order given, each once, wherever they have moved. */
export async function articleEntries(slugs: string[], snapshot: RenderSnapshot): Promise<Entry[]> {
  const heads = await Promise.all(slugs.map((slug) => snapshot.publishedOrMoved(slug)));
  const distinct = new Map(heads.flatMap((head) => (head ? [[head.slug, head] as const] : [])));
  return [...distinct.values()].flatMap((head) => (head.fields.kind === 'article' ? [entryOf(head)] : []));
}

async function ownTranslations({ fields: { translations } }: Article, snapshot: RenderSnapshot) {
  if (!translations) return [];
  const named = citedBy({ translations });
  const heads = await Promise.all(named.map((slug) => snapshot.publishedOrMoved(slug)));
  const present = named.flatMap((slug, at) => {
    const head = heads[at];
    return head?.fields.kind === 'article' ? [[slug, head.slug] as const] : [];
  });
  return translationsShown(translations, new Map(present));
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
