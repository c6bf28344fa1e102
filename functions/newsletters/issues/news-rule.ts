import type { Instant } from '../address.ts';
import type { HeardDocument, NewsItem } from './ports.ts';

/**
 * Whether an article is news to a list that began at `start`: readers first got it since, and it bears no earlier date
 * (a month or a year is earlier than each of its days). What came with a restore was news elsewhere.
 */
export const isNews = (
  { kind, status, first, published, isRestored }: HeardDocument,
  start: Instant,
): boolean => {
  if (kind !== 'article' || status !== 'published' || isRestored || first === undefined) return false;
  return first >= start && (published ?? first).slice(0, 10) >= start.slice(0, 10);
};

export const newsItemOf = ({ id, slug, first = '' }: HeardDocument): NewsItem => ({ id, slug, first });
