import type { Clock } from '../../runtime/clock.ts';
import { isLive, type Revision } from '../contract/document.ts';
import { noRevision, notFound } from '../documents/change-document.ts';
import { basenameOf } from '../documents/claim.ts';
import type { Archive, DocumentReader, Links } from '../ports.ts';
import { shownRevision } from './shown.ts';
import { shownDate } from './shown-values.ts';

type Documents = Pick<DocumentReader, 'head' | 'revision'>;

/** One revision of a document with its text. Throws a Problem (404) when there is none. */
export async function showRevision(
  slug: string,
  revision: string,
  { documents, bodies, siteUrl }: { documents: Documents; bodies: Pick<Archive, 'body'>; siteUrl: string },
) {
  const found = await readRevision(slug, revision, documents);
  return shownRevision(found, await bodies.body(found.body), siteUrl);
}

/** Minutes. Who asks fetches at once. */
export const linkMinutes = 5;

/** A link to the manuscript of a revision as it was handed in. Throws a Problem (404) when there is none. */
export async function linkManuscript(
  slug: string,
  revision: string,
  { documents, links, clock }: { documents: Documents; links: Links; clock: Clock },
) {
  const { name, manuscript } = await readRevision(slug, revision, documents);
  const expires = new Date(clock.now().getTime() + linkMinutes * 60_000).toISOString();
  return { name: basenameOf(name), url: await links.sign(manuscript), expires: shownDate(expires) };
}

/** Markers have the text of what stood there before. */
async function readRevision(slug: string, revision: string, documents: Documents): Promise<Revision> {
  const head = await documents.head(slug);
  if (!isLive(head)) throw notFound(slug);
  const number = /^[1-9]\d{0,5}$/.test(revision) ? Number(revision) : undefined;
  const found = number === undefined ? undefined : await documents.revision(slug, number, head.since);
  if (!found?.body || found.status === 'moved') throw noRevision(slug, revision);
  return found;
}
