import type * as z from 'zod/mini';
import { slugOf } from '../../runtime/slug.ts';
import { translationsShown } from '../contract/citations.ts';
import {
  type Head,
  idOf,
  type PendingRevision,
  type Revision,
  type StoredHead,
} from '../contract/document.ts';
import type { ListItem } from '../contract/lists.ts';
import type { Body } from '../contract/values.ts';
import type { ArticleFields } from '../kinds/article.ts';
import { pathOf } from '../kinds/kinds.ts';
import type * as answers from './api-answers.ts';

type Answer<Schema extends z.ZodMiniType> = z.output<Schema>;

/** An article as a list of the API shows it. */
export const shownEntry =
  (siteUrl: string) =>
  ({ entry }: Pick<ListItem, 'entry'>) => ({
    ...entry,
    id: entry.id ?? entry.slug,
    url: siteUrl + pathOf('article', entry.slug),
  });

/** An article with all that readers may have of it. `present` holds the present slugs of the published articles among
 *  those that it names, by the slugs by which it does. */
export function shownArticle(
  head: Head,
  fields: ArticleFields,
  { html, text, pictures }: Body,
  { siteUrl, present }: { siteUrl: string; present: ReadonlyMap<string, string> },
): Answer<typeof answers.article> {
  const { kind, section, tags, authors, series, related, translations, ...others } = {
    kind: 'article',
    ...fields,
  };
  return {
    ...others,
    slug: head.slug,
    id: idOf(head),
    section: section === undefined ? undefined : named(section),
    tags: tags.map(named),
    authors: authors.map(named),
    series: series && { ...named(series.title), part: series.part },
    related: related && [...new Set(related.flatMap((slug) => present.get(slug) ?? []))],
    translations: translations && translationsShown(translations, present),
    published: head.published ?? head.at,
    changed: head.at,
    revision: head.revision,
    url: siteUrl + pathOf('article', head.slug),
    pictures,
    html,
    text,
  };
}

const named = (name: string) => ({ slug: slugOf(name), name });

type ShownHead = Head & Pick<StoredHead, 'pending' | 'aliases' | 'replaces'>;

/** A document as editors see it in a list. */
export const shownDocument =
  (siteUrl: string) =>
  (head: ShownHead): Answer<typeof answers.changedDocument> => ({
    slug: head.slug,
    id: idOf(head),
    kind: head.fields.kind,
    title: head.fields.title,
    revision: head.revision,
    status: head.status,
    url: siteUrl + pathOf(head.fields.kind, head.slug),
    name: head.name,
    published: head.published,
    by: head.by,
    byName: head.byName,
    at: head.at,
    reason: head.reason,
    to: head.to,
    aliases: head.aliases,
    replaces: head.replaces,
    pending: head.pending && shownPending(head.pending),
  });

const shownPending = (pending: PendingRevision) => {
  const { revision, status, published, by, byName, at, aliases, replaces } = pending;
  return { revision, status, published, by, byName, at, aliases, replaces };
};

/** A document with its past. */
export function shownWithPast(
  head: StoredHead,
  revisions: Head[],
  siteUrl: string,
): Answer<typeof answers.document> {
  const { kind, ...fields } = head.fields;
  return { ...shownDocument(siteUrl)(head), fields, revisions: revisions.map(revisionLine) };
}

function revisionLine({
  revision,
  status,
  fields: { title },
  name,
  published,
  by,
  byName,
  at,
  reason,
}: Head) {
  return { revision, status, title, name, published, by, byName, at, reason };
}

/** One revision with its text, and with the addresses that it takes once it is published. */
export function shownRevision(
  revision: Revision,
  { html, text, pictures }: Body,
): Answer<typeof answers.revision> {
  const { kind, ...fields } = revision.fields;
  const { slug, aliases, replaces } = revision;
  return { ...revisionLine(revision), slug, aliases, replaces, kind, fields, html, text, pictures };
}
