import { distance } from 'fastest-levenshtein';

/** Other words for a field, from everyday use and other programs. */
export const meant: Record<string, string> = {
  author: 'authors',
  by: 'authors',
  date: 'published',
  license: 'licence',
  lang: 'language',
  tag: 'tags',
  alias: 'aliases',
};

/** Fields of other programs that are told rather than read, because they may mean something else there. */
const suggested: Record<string, string> = {
  description: 'standfirst',
  summary: 'standfirst',
  subtitle: 'standfirst',
  excerpt: 'standfirst',
  lede: 'standfirst',
  category: 'section',
  categories: 'section',
  keywords: 'tags',
  byline: 'authors',
  image: 'picture',
  cover: 'picture',
  permalink: 'slug',
  url: 'slug',
  type: 'kind',
  copyright: 'licence',
  source: 'provenance',
  correction: 'corrections',
  colors: 'colours',
};

/** The field that was probably meant, if one of those it could be is near. */
export function nearestOf(key: string, known: string[]): string | undefined {
  const other = meant[key] ?? suggested[key];
  if (other && known.includes(other)) return other;
  const [best] = known
    .map((field) => ({ field, steps: distance(key.toLowerCase(), field) }))
    .sort((a, b) => a.steps - b.steps);
  return best && best.steps <= Math.max(1, Math.floor(best.field.length / 3)) ? best.field : undefined;
}
