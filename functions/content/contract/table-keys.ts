import type { List, TermKind } from './lists.ts';

/** Keys of the content table's items, in plain values. */
export const headKey = (slug: string) => ({ pk: `doc#${slug}`, sk: 'head' });

/** A document at a slug that another one had before has a prefix of its own, by its head's `since`. */
export const revisionPrefix = (since?: string) => (since === undefined ? 'rev#' : `rev/${since}#`);

export const revisionKey = (slug: string, revision: number, since?: string) => ({
  pk: `doc#${slug}`,
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

/** How a term is spelled under which documents are gathered. */
export const termKey = (kind: TermKind, slug: string) => ({ pk: `names#${kind}`, sk: slug });
