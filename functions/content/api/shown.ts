import type * as z from 'zod/mini';
import { absoluteHtml } from '../../look/absolute-html.ts';
import { provenanceSentence } from '../../look/provenance.ts';
import { slugOf } from '../../runtime/slug.ts';
import { translationsShown } from '../contract/citations.ts';
import {
  type Head,
  idOf,
  type PendingRevision,
  type Revision,
  type StoredHead,
} from '../contract/document.ts';
import { type ListItem, updatedOf } from '../contract/lists.ts';
import { revisionId } from '../contract/revision-id.ts';
import type { Body } from '../contract/values.ts';
import type { RestoredRevision } from '../documents/restore-revision.ts';
import { scheduledOf, withdrawnAt } from '../documents/schedule.ts';
import { editionState } from '../editions/show-edition.ts';
import { type ArticleFields, articlePath, type Provenance } from '../kinds/article.ts';
import { type Fields, pathOf } from '../kinds/kinds.ts';
import { shownEdition } from '../readers/shown-book.ts';
import type * as answers from './api-answers.ts';
import { shownDate, shownFile, shownPicture, wholeText } from './shown-values.ts';

type Answer<Schema extends z.ZodMiniType> = z.output<Schema>;

/** An article as a list of the API shows it. */
export const shownEntry =
  (siteUrl: string) =>
  ({ entry }: Pick<ListItem, 'entry'>): Answer<typeof answers.articleLine> => ({
    ...entry,
    id: entry.id ?? entry.slug,
    published: shownDate(entry.published),
    written: entry.written && shownDate(entry.written),
    updated: entry.updated && shownDate(entry.updated),
    changed: shownDate(entry.changed),
    picture: entry.picture && shownPicture(entry.picture, siteUrl),
    file: entry.file && shownFile(entry.file, siteUrl),
    url: siteUrl + articlePath(entry.slug),
  });

const shownProvenance = (provenance: Provenance) => ({
  ...provenance,
  dates: provenance.dates?.map((date) => date.split('/').map(shownDate).join('/')),
});

interface Named {
  siteUrl: string;
  /** The present slugs of the published articles among those that it names, by the slugs by which it does. */
  present: ReadonlyMap<string, string>;
  /** Those of its event and its book, if they are published. */
  event?: string;
  book?: string;
}

function shownUpdated(fields: ArticleFields): string | undefined {
  const updated = updatedOf(fields);
  return updated && shownDate(updated);
}

/** An article with all that readers may have of it. */
export function shownArticle(
  head: Head,
  fields: ArticleFields,
  body: Body,
  { siteUrl, present, event, book }: Named,
): Answer<typeof answers.article> {
  const {
    kind,
    section,
    tags,
    authors,
    series,
    provenance,
    related,
    repliesTo,
    translations,
    event: _event,
    book: _book,
    ...others
  } = {
    kind: 'article',
    ...articleFields(fields, siteUrl),
  };
  const presentOf = (slugs: string[]) => [...new Set(slugs.flatMap((slug) => present.get(slug) ?? []))];
  return {
    ...others,
    slug: head.slug,
    id: idOf(head),
    section: section === undefined ? undefined : named(section),
    tags: tags.map(named),
    authors: authors.map(named),
    series: series && { ...named(series.title), part: series.part },
    provenance: provenance && { ...provenance, sentence: provenanceSentence(provenance) },
    related: related && presentOf(related),
    repliesTo: repliesTo && presentOf(repliesTo),
    translations: translations && translationsShown(translations, present),
    event,
    book,
    published: shownDate(head.published ?? head.at),
    updated: shownUpdated(fields),
    changed: shownDate(head.at),
    revision: head.revision,
    url: siteUrl + articlePath(head.slug),
    pictures: body.pictures.map((one) => shownPicture(one, siteUrl)),
    html: absoluteHtml(body.html, siteUrl),
    text: wholeText(body),
  };
}

/** The fields of an article, with dates and addresses in the forms of the API. */
function articleFields(fields: ArticleFields, siteUrl: string) {
  const { provenance, corrections, written, published, picture, file } = fields;
  return {
    ...fields,
    written: written && shownDate(written),
    published: published && shownDate(published),
    picture: picture && shownPicture(picture, siteUrl),
    file: file && shownFile(file, siteUrl),
    provenance: provenance && shownProvenance(provenance),
    corrections: corrections?.map(({ date, text, html }) => ({
      date: shownDate(date),
      text,
      ...(html !== undefined && { html: absoluteHtml(html, siteUrl) }),
    })),
  };
}

/** What the front matter said, without the kind. */
function shownFields(fields: Fields, siteUrl: string): Record<string, unknown> {
  const { kind, ...others } =
    fields.kind === 'article' ? { ...fields, ...articleFields(fields, siteUrl) } : fields;
  return {
    ...others,
    ...(fields.kind !== 'article' &&
      'picture' in fields &&
      fields.picture && { picture: shownPicture(fields.picture, siteUrl) }),
    ...(fields.kind !== 'article' &&
      'file' in fields &&
      fields.file && { file: shownFile(fields.file, siteUrl) }),
    ...(fields.kind === 'book' && {
      editions: fields.editions.map((edition) => shownEdition(edition, siteUrl)),
    }),
  };
}

const named = (name: string) => ({ slug: slugOf(name), name });

/** A document as editors see it in a list. */
export const shownDocument =
  (siteUrl: string) =>
  (head: StoredHead): Answer<typeof answers.changedDocument> => ({
    slug: head.slug,
    id: idOf(head),
    kind: head.fields.kind,
    title: head.fields.title,
    section: 'section' in head.fields ? head.fields.section : undefined,
    revision: head.revision,
    status: head.status,
    url: siteUrl + pathOf(head.fields, head.slug),
    name: head.name,
    published: head.published && shownDate(head.published),
    by: head.by,
    byName: head.byName,
    at: shownDate(head.at),
    reason: head.reason,
    to: head.to,
    aliases: head.aliases,
    replaces: head.replaces,
    schedule: shownSchedule(head),
    pending: head.pending && shownPending(head.pending),
    edition: editionState(head),
  });

export const shownRestored =
  (siteUrl: string) =>
  ({ head, dropped }: RestoredRevision): Answer<typeof answers.restoredDocument> => ({
    ...shownDocument(siteUrl)(head),
    droppedCorrections: dropped.map(({ date, text }) => ({ date: shownDate(date), text })),
  });

function shownSchedule(head: StoredHead): Answer<typeof answers.changedDocument>['schedule'] {
  const scheduled = scheduledOf(head);
  const until = withdrawnAt(head) ?? scheduled?.withdrawAt;
  if (!scheduled && until === undefined) return undefined;
  const { revision, publishAt } = scheduled ?? {};
  return {
    revision,
    publishAt: publishAt && shownDate(publishAt),
    withdrawAt: until && shownDate(until),
  };
}

const shownPending = (pending: PendingRevision): Answer<typeof answers.pendingRevision> => {
  const { revision, status, published, by, byName, at, aliases, replaces, basedOn, overtaken } = pending;
  const dates = { published: published && shownDate(published), at: shownDate(at) };
  return { revision, status, by, byName, aliases, replaces, basedOn, overtaken, ...dates };
};

type Line = Head & Pick<Revision, 'basedOn' | 'overtaken' | 'restores'>;

/** A document with its past. */
export function shownWithPast(
  head: StoredHead,
  revisions: Line[],
  siteUrl: string,
  edition?: Answer<typeof answers.document>['edition'],
): Answer<typeof answers.document> {
  const fields = shownFields(head.fields, siteUrl);
  return { ...shownDocument(siteUrl)(head), fields, edition, revisions: revisions.map(shownRevisionLine) };
}

export function shownRevisionLine({
  slug,
  revision,
  status,
  fields: { title },
  name,
  published,
  by,
  byName,
  at,
  reason,
  basedOn,
  overtaken,
  restores,
}: Line): Answer<typeof answers.revisionLine> {
  const dates = { published: published && shownDate(published), at: shownDate(at) };
  const id = revisionId({ slug, revision });
  return { id, revision, status, title, name, by, byName, reason, basedOn, overtaken, restores, ...dates };
}

/** One revision with its text, and with the addresses that it takes once it is published. */
export function shownRevision(
  revision: Revision,
  body: Body,
  siteUrl: string,
): Answer<typeof answers.revision> {
  const { kind } = revision.fields;
  const fields = shownFields(revision.fields, siteUrl);
  const { slug, aliases, replaces } = revision;
  return {
    ...shownRevisionLine(revision),
    ...{ slug, aliases, replaces, kind, fields },
    html: absoluteHtml(body.html, siteUrl),
    text: wholeText(body),
    pictures: body.pictures.map((one) => shownPicture(one, siteUrl)),
  };
}
