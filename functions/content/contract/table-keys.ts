import type { List, TermKind } from './lists.ts';

/*
 * Keys of the content table's items, in plain values. What a sort key says depends on the partition: a document may
 * have the slug `head`, and a term too.
 */

/** How the partition keys of documents and of terms begin. */
export const partitions = { documents: 'doc#', terms: 'names#' } as const;

export const headKey = (slug: string) => ({ pk: partitions.documents + slug, sk: 'head' });

/** A document at a slug that another one had before has a prefix of its own, by its head's `since`. */
export const revisionPrefix = (since?: string) => (since === undefined ? 'rev#' : `rev/${since}#`);

/** Under this prefix it stays known that a document began there, before its revisions and when they are gone. */
export const begunKey = (slug: string, since: string) => ({
  pk: partitions.documents + slug,
  sk: `rev/${since}`,
});

/** Of the document a revision, or what `begunKey` keeps, is of. */
export const sinceIn = (sk: string): string | undefined => /^rev\/([^#]+)/.exec(sk)?.[1];

export const revisionKey = (slug: string, revision: number, since?: string) => ({
  pk: partitions.documents + slug,
  sk: revisionPrefix(since) + String(revision).padStart(6, '0'),
});

/** At which slug the document with this id stands; absent: where it first stood, for it never moved or is older than
 *  these items. */
export const idKey = (id: string) => ({ pk: `id#${id}`, sk: 'id' });

export const listKey = (list: List, sort: string) => ({ pk: `list#${list}`, sk: sort });

/** Which document a file's name, its whole path, stood for last. */
export const filenameKey = (name: string) => ({ pk: `name#${name}`, sk: 'name' });

/** Which document a file became whose path ends with `basename`, under a title (its slug). */
export const namesakeKey = (basename: string, title: string) => ({
  pk: `name#${basename}`,
  sk: `title#${title}`,
});

/** How a term is spelled: by the newest document of its list. */
export const termKey = (kind: TermKind, slug: string) => ({ pk: partitions.terms + kind, sk: slug });

/** The place of a document among all in order of their changes. */
export const changedKey = ({ at, slug }: { at: string; slug: string }): string => `${at}#${slug}`;
