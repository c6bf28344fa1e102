import type { List, TermKind } from './lists.ts';

/** Keys of the content table's items, in plain values. */
export const headKey = (slug: string) => ({ pk: `doc#${slug}`, sk: 'head' });

export const revisionKey = (slug: string, revision: number) => ({
  pk: `doc#${slug}`,
  sk: `rev#${String(revision).padStart(6, '0')}`,
});

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
