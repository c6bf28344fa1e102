import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredHead } from '../../../functions/content/contract/document.ts';
import type { Entry, ListItem } from '../../../functions/content/contract/lists.ts';
import { bodyKey } from '../../../functions/content/documents/archive-keys.ts';
import { decide } from '../../../functions/content/documents/decide.ts';
import { listItemsOf, termsOf } from '../../../functions/content/documents/membership.ts';
import { readManuscript } from '../../../functions/content/manuscripts/read-manuscript.ts';
import { manuscript, uploadedFiles } from '../archive.ts';

/** The content table as it lies in a file: an entry is kept once, not once a list. */
export interface StoredTable {
  heads: StoredHead[];
  entries: Entry[];
  /** By list, the newest first: slug, position, whether it opens a page, and a shard. */
  lists: Record<string, [string, string, boolean, boolean][]>;
  names: Record<string, Record<string, string>>;
}

/** Leaves articles in a folder as they stand in the table and the bucket of bodies: `table.json`, `bodies/…`. */
export function storeArchive(folder: string, size: number): void {
  mkdirSync(join(folder, 'bodies'), { recursive: true });
  const table: StoredTable = { heads: [], entries: [], lists: {}, names: {} };
  for (let age = 0; age < size; age++) keep(table, store(folder, age, size));
  for (const list of Object.values(table.lists)) list.sort(([, one], [, other]) => (one < other ? 1 : -1));
  writeFileSync(join(folder, 'table.json'), JSON.stringify(table));
}

export const tableIn = (folder: string): StoredTable =>
  JSON.parse(readFileSync(join(folder, 'table.json'), 'utf8'));

const at = '2026-01-01T00:00:00.000Z';

function store(folder: string, age: number, size: number) {
  const article = manuscript(age, size);
  const { slug } = article;
  const name = `${slug}.md`;
  const read = readManuscript({ name, bytes: Buffer.from(uploadedFiles(article)) }, { pictures: new Map() });
  if (read.outcome !== 'read') throw new Error(JSON.stringify(read.notices));
  const body = bodyKey(read.body);
  writeFileSync(join(folder, body), JSON.stringify(read.body));
  const who = { slug, id: slug, name, order: '01', by: 'editor', at, editor: true, draft: false };
  const what = { fields: read.fields, source: slug, body, manuscript: '', originals: {} };
  const decision = decide(undefined, { ...who, ...what });
  if (decision.outcome !== 'accepted') throw new Error(`${slug} was not taken`);
  return decision.head;
}

function keep(table: StoredTable, head: StoredHead): void {
  const items = listItemsOf(head);
  table.heads.push(head);
  if (items[0]) table.entries.push(items[0].entry);
  for (const { list, sort, border, shard } of items) {
    table.lists[list] ??= [];
    table.lists[list].push([head.slug, sort, border, shard]);
  }
  for (const { kind, slug, name } of termsOf(head)) {
    table.names[kind] = { ...table.names[kind], [slug]: name };
  }
}

/** The lists' items as the table has them. */
export function listItems({ entries, lists }: StoredTable): Map<string, ListItem[]> {
  const bySlug = new Map(entries.map((entry) => [entry.slug, entry]));
  const itemsOf = ([list, places]: [string, StoredTable['lists'][string]]): [string, ListItem[]] => [
    list,
    places.flatMap(([slug, sort, border, shard]) => {
      const entry = bySlug.get(slug);
      return entry ? [{ list, sort, entry, border, shard }] : [];
    }),
  ];
  return new Map(Object.entries(lists).map(itemsOf));
}
