import type { ListItem } from '../../content/contract/lists.ts';
import type { ListEntry, ListPosition, Name, StoredHead } from '../ports.ts';

/** The table's rows are written by the content room alone, checked there: the one place where they are believed. */
type Row = { pk: string; sk: string } & Omit<ListItem, 'sort'> & { name: string };

export function listEntry(item: Record<string, unknown>): ListEntry {
  const { sk, entry, border } = item as unknown as Row;
  return { sort: sk, entry, border: border ?? false };
}

export function position(item: Record<string, unknown>): ListPosition {
  const { sk, entry, border, shard } = item as unknown as Row;
  return {
    sort: sk,
    slug: entry.slug,
    changed: entry.changed,
    border: border ?? false,
    shard: shard ?? false,
  };
}

export function nameOf(item: Record<string, unknown>): Name {
  const { sk, name } = item as unknown as Row;
  return { slug: sk, name };
}

/** With the key it lies under. */
export function headOf(item: Record<string, unknown>): StoredHead {
  return item as unknown as StoredHead;
}
