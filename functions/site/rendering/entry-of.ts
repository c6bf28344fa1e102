import type { Entry } from '../../content/contract/lists.ts';
import type { StoredHead } from '../ports.ts';

/** What a list would show of an article, `undefined` for what is none. */
export function entryOf({ slug, fields, published, at }: StoredHead): Entry | undefined {
  if (fields.kind !== 'article') return undefined;
  const { title, standfirst, section, authors, written, language, picture, series } = fields;
  const dates = { published: published ?? at, written, changed: at };
  return { slug, title, standfirst, section, authors, language, picture, part: series?.part, ...dates };
}
