import type * as z from 'zod/mini';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { afterCursor, cursorOf } from '../api/cursor.ts';
import { type Revision, revisionOf, type StoredHead } from '../contract/document.ts';
import { notFound } from '../documents/change-document.ts';
import { termsOf } from '../documents/membership.ts';
import type { HistoryReader, Links, ResultPage, Wanted } from '../ports.ts';
import type { historyPage } from './history.ts';
import { filesOfRevision, pastStateOf } from './past-state.ts';

interface Deps {
  histories: HistoryReader;
  links: Links;
}

/** A document's past, a stretch at a time, with links to all that was handed in. Throws a Problem (404). */
export async function showHistory(
  slug: string,
  { limit, cursor }: { limit: number; cursor?: string },
  { histories, links }: Deps,
): Promise<z.output<typeof historyPage>> {
  const after = afterCursor(cursor, /^\d{6}$/);
  const head = await histories.headOf(slug);
  if (!head) throw notFound(slug);
  const { items, next } = await pastOf(head, { limit, after }, histories);
  const { status, order, revision, revisions, first } = head;
  return {
    ...{ slug, status, order, revision, revisions, first },
    names: await histories.namesFor(slug, namesIn(items)),
    spelled: await spelledIn(head, histories),
    past: items.map(pastStateOf),
    links: await linksTo(items, links),
    next: cursorOf(next),
  };
}

/** A deleted document has no past any more, but that it was deleted. */
const pastOf = async (
  head: StoredHead,
  wanted: Wanted,
  histories: HistoryReader,
): Promise<ResultPage<Revision>> =>
  head.status === 'deleted' ? { items: [revisionOf(head)] } : histories.past(head.slug, wanted);

const namesIn = (items: Revision[]): string[] =>
  [...new Set(items.map(({ name }) => name))].filter(Boolean).sort();

async function spelledIn(head: StoredHead, histories: HistoryReader) {
  if (head.status !== 'published') return [];
  const names = await histories.spelled(termsOf(head));
  return names
    .map(({ kind, name }) => ({ kind, name }))
    .sort((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));
}

async function linksTo(items: Revision[], links: Links): Promise<Record<string, string>> {
  const files = new Map(items.flatMap((item) => [...filesOfRevision(item)]));
  const signed = await mapConcurrently(
    [...files],
    { concurrency: 10 },
    async ([hash, key]) => [hash, await links.sign(key)] as const,
  );
  return Object.fromEntries(signed);
}
