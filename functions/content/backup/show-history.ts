import type * as z from 'zod/mini';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { afterCursor, cursorOf } from '../api/cursor.ts';
import { idOf, isPublic, type Revision, revisionOf, type StoredHead } from '../contract/document.ts';
import { hashInKey } from '../documents/archive-keys.ts';
import { notFound } from '../documents/change-document.ts';
import { termsOf } from '../documents/membership.ts';
import { scheduledOf } from '../documents/schedule.ts';
import { commonFields } from '../kinds/kinds.ts';
import type { HistoryReader, Links, PageRequest, ResultPage } from '../ports.ts';
import type { historyPage, PastState } from './history.ts';

interface Deps {
  histories: HistoryReader;
  links: Links;
}

/** One page of a document's past, with links to the files as they were handed in. Throws a Problem (404). */
export async function showHistory(
  slug: string,
  { limit, cursor }: { limit: number; cursor?: string },
  { histories, links }: Deps,
): Promise<z.output<typeof historyPage>> {
  const after = afterCursor(cursor, /^\d{6}$/);
  const head = await histories.headOf(slug);
  if (!head) throw notFound(slug);
  const { items, next } = await pastOf(head, { limit, after }, histories);
  const { since, status, order, revision, revisions, first, former, handedIn, pending, people } = head;
  return {
    ...{ slug, since, id: idOf(head), former, status, order, revision, revisions, first, handedIn, people },
    pending: pending?.revision,
    scheduled: isPublic(head) ? scheduledOf(head)?.revision : undefined,
    names: await histories.filenamesFor(slug, filenamesIn(items)),
    spelled: await spelledIn(head, histories),
    past: items.map(pastStateOf),
    links: await linksTo(items, links),
    next: cursorOf(next),
  };
}

/** A deleted document has no past any more, but that it was deleted. */
const pastOf = async (
  head: StoredHead,
  request: PageRequest,
  histories: HistoryReader,
): Promise<ResultPage<Revision>> =>
  head.status === 'deleted'
    ? { items: [revisionOf(head)] }
    : histories.past(head.slug, { ...request, since: head.since });

const filenamesIn = (items: Revision[]): string[] =>
  [...new Set(items.map(({ name }) => name))].filter(Boolean).sort();

async function spelledIn(head: StoredHead, histories: HistoryReader) {
  if (head.status !== 'published') return [];
  const terms = await histories.spelled(termsOf(head));
  return terms
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

/** A revision without what can be read from its files again. */
function pastStateOf(revision: Revision): PastState {
  const { status, name, order, by, byName, at, byWriter, published, reason, to, fields, originals } =
    revision;
  const { publishAt, withdrawAt, withdrawReason, basedOn, overtaken, restores, givenDate } = revision;
  const isDated = published !== undefined && commonFields(fields).published !== undefined;
  const pictures = Object.entries(originals).map(([picture, key]) => [picture, hashInKey(key)] as const);
  return {
    ...{ revision: revision.revision, status, kind: fields.kind, name, order, by, byName, at },
    ...{
      byWriter,
      basedOn,
      overtaken,
      restores,
      published,
      givenDate,
      publishAt,
      withdrawAt,
      withdrawReason,
      reason,
      to,
      pages: revision.pages,
    },
    ...(isDated && { dated: true }),
    manuscript: revision.manuscript ? hashInKey(revision.manuscript) : undefined,
    pictures: Object.fromEntries(pictures.sort()),
  };
}

/** Every file of a revision: key in the archive by SHA-256. */
const filesOfRevision = ({ manuscript, originals }: Revision): Map<string, string> =>
  new Map([manuscript, ...Object.values(originals)].filter(Boolean).map((key) => [hashInKey(key), key]));
