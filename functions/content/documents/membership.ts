import { createHash } from 'node:crypto';
import { canonicalJson } from '../../runtime/canonical-json.ts';
import { slugOf } from '../../runtime/slug.ts';
import type { Membership } from '../contract/change.ts';
import type { ArticleFields, Head, PartialDate } from '../contract/document.ts';
import type { Entry, ListItem } from '../contract/lists.ts';
import { sha256 } from '../contract/stored-head.ts';

/** The kinds of names by which articles are gathered, and how their lists begin. */
export const nameLists = {
  sections: 'section#',
  tags: 'tag#',
  authors: 'author#',
  series: 'series#',
  years: 'year#',
  written: 'written#',
} as const;

export type NameKind = keyof typeof nameLists;

export interface Name {
  kind: NameKind;
  slug: string;
  name: string;
}

/** Every name an article is gathered under; two names with one slug are one. */
export function namesOf(head: Head): Name[] {
  if (head.fields.kind !== 'article') return [];
  const names = rawNames(head.fields, head.published);
  const slugs = new Set<string>();
  return names.filter(({ kind, slug }) => {
    const isNew = slug !== '' && !slugs.has(kind + slug);
    slugs.add(kind + slug);
    return isNew;
  });
}

function rawNames(fields: ArticleFields, published: PartialDate | undefined): Name[] {
  const named = (kind: NameKind, ...names: (string | undefined)[]): Name[] =>
    names.flatMap((name) => (name ? [{ kind, slug: slugOf(name), name }] : []));
  return [
    ...named('sections', fields.section),
    ...named('tags', ...fields.tags),
    ...named('authors', ...fields.authors),
    ...named('series', fields.series?.title),
    ...named('years', published?.slice(0, 4)),
    ...named('written', fields.written?.slice(0, 4)),
  ];
}

/** The items of a document in every list it stands in. Only published articles and pages stand in lists. */
export function listItemsOf(head: Head): ListItem[] {
  if (head.status !== 'published') return [];
  if (head.fields.kind === 'page') return [listItem(head, 'pages', head.slug)];
  if (head.fields.kind !== 'article') return [];
  const sort = `${dateOf(head)}#${head.slug}`;
  const written = `${head.fields.written}#${head.slug}`;
  const named = namesOf(head).map(({ kind, slug }) => ({ kind, list: nameLists[kind] + slug }));
  return [
    listItem(head, 'all', sort),
    ...(opensShard(head.slug) ? [listItem(head, 'shards', sort)] : []),
    ...named.map(({ kind, list }) => listItem(head, list, kind === 'written' ? written : sort)),
    ...[...new Set(head.fields.related)].map((slug) => listItem(head, `cites#${slug}`, sort)),
  ];
}

function listItem(head: Head, list: string, sort: string): ListItem {
  const shard = list === 'all' && opensShard(head.slug);
  return { list, sort, entry: entryOf(head), border: opensPage(list, head.slug), shard };
}

/** What lists show of it. A page has no date of its own: the one of its revision stands in. */
export function entryOf({ slug, fields, published, at }: Head): Entry {
  const entry = { slug, title: fields.title, authors: [], published: published ?? at, changed: at };
  if (fields.kind === 'page') return { ...entry, standfirst: fields.standfirst, language: fields.language };
  if (fields.kind !== 'article') return entry;
  const { standfirst, section, authors, written, language, picture, series } = fields;
  return { ...entry, standfirst, section, authors, written, language, picture, part: series?.part };
}

/** The hash that tells whether lists would show the same; when it was changed, only feeds and sitemaps say. */
export function entryHash(head: Head): string {
  const { changed, ...shown } = entryOf(head);
  return sha256(canonicalJson(shown)).slice(0, 32);
}

export const membershipOf = ({ list, sort, border }: ListItem): Membership =>
  border ? { list, sort, border } : { list, sort };

/** The borders are a pure function of the entries, so that the archive pages never shift. */
export const opensPage = (list: string, slug: string): boolean => chance(`${list}\n${slug}`) < 1 / 24;

const opensShard = (slug: string): boolean => chance(`sitemap\n${slug}`) < 1 / 100;

/** A number from 0 to 1 (exclusive) that is always the same for the same text. */
const chance = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;

const dateOf = (head: Head): PartialDate => head.published ?? head.at;
