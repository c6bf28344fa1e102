import type { Ids } from '../../runtime/ids.ts';
import { notFound } from '../documents/change-document.ts';
import type { DocumentReader, Reannouncements } from '../ports.ts';

export interface RequestDeps {
  documents: Pick<DocumentReader, 'head'>;
  reannouncements: Reannouncements;
  ids: Ids;
}

/** Has one document announced again as a change, or without a slug all of them by a backfill. Throws a Problem (404)
 *  where nothing ever stood. */
export async function requestAnnouncement(slug: string | undefined, deps: RequestDeps): Promise<void> {
  if (slug === undefined) {
    return deps.reannouncements.send({ what: 'backfill', backfill: deps.ids.next() });
  }
  if (!(await deps.documents.head(slug))) throw notFound(slug);
  await deps.reannouncements.send({ what: 'document', slug });
}
