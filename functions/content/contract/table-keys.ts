import type { List, TermKind } from './lists.ts';

/*
 * Keys of the content table's items, in plain values. What a sort key says depends on the partition: a document may
 * have the slug `head`, and a term too.
 */

/** How the partition keys of documents and of terms begin. */
export const partitions = { documents: 'doc#', terms: 'names#' } as const;

export const headKey = (slug: string) => ({ pk: partitions.documents + slug, sk: 'head' });

export const revisionKey = (slug: string, revision: number) => ({
  pk: partitions.documents + slug,
  sk: `rev#${String(revision).padStart(6, '0')}`,
});

export const listKey = (list: List, sort: string) => ({ pk: `list#${list}`, sk: sort });

/** Which document a file's name stands for. */
export const filenameKey = (name: string) => ({ pk: `name#${name}`, sk: 'name' });

/** How a term is spelled: by the newest document of its list. */
export const termKey = (kind: TermKind, slug: string) => ({ pk: partitions.terms + kind, sk: slug });
