import type { Clock } from '../../runtime/clock.ts';
import { shownRevision } from '../api/shown.ts';
import { shownDate } from '../api/shown-values.ts';
import { isLive, type Revision } from '../contract/document.ts';
import { mayRead, maySee, type Viewer } from '../contract/own-documents.ts';
import { noRevision, notFound } from '../documents/change-document.ts';
import { basenameOf } from '../documents/claim.ts';
import { decodeText } from '../manuscripts/decode-text.ts';
import { decodePage } from '../manuscripts/html/decode-page.ts';
import { formatOf } from '../manuscripts/manuscript-format.ts';
import type { Archive, DocumentReader, Links, Manuscripts } from '../ports.ts';

type Documents = Pick<DocumentReader, 'head' | 'revision'>;

/** One revision of a document with its text. Throws a Problem (404) when there is none. */
export async function showRevision(
  slug: string,
  revision: string,
  viewer: Viewer,
  { documents, bodies, siteUrl }: { documents: Documents; bodies: Pick<Archive, 'body'>; siteUrl: string },
) {
  const found = await readRevision(slug, revision, viewer, documents);
  return shownRevision(found, await bodies.body(found.body), siteUrl);
}

/** Minutes. Who asks fetches at once. */
export const linkMinutes = 5;

/** In bytes. What is longer is fetched by its link. */
const longestText = 1_000_000;

/** A link to the manuscript of a revision as it was handed in, and its text where it is one. Throws a Problem (404) when
 *  there is none. */
export async function linkManuscript(
  slug: string,
  revision: string,
  viewer: Viewer,
  {
    documents,
    manuscripts,
    links,
    clock,
  }: { documents: Documents; manuscripts: Manuscripts; links: Links; clock: Clock },
) {
  const { name, manuscript } = await readRevision(slug, revision, viewer, documents);
  const expires = new Date(clock.now().getTime() + linkMinutes * 60_000).toISOString();
  const url = await links.sign(manuscript);
  const text = textIn(name, await manuscripts.read(manuscript));
  return { name: basenameOf(name), url, expires: shownDate(expires), text };
}

/** Undefined for what is no text: a Word file is an archive. */
function textIn(name: string, bytes: Uint8Array): string | undefined {
  if (bytes.length > longestText || ['word', 'opendocument'].includes(formatOf({ name, bytes })))
    return undefined;
  const decoded = formatOf({ name, bytes }) === 'html' ? decodePage(bytes) : decodeText(bytes);
  return 'text' in decoded ? decoded.text : undefined;
}

/** Markers have the text of what stood there before. What somebody may not read is not there for them. */
async function readRevision(
  slug: string,
  revision: string,
  viewer: Viewer,
  documents: Documents,
): Promise<Revision> {
  const head = await documents.head(slug);
  if (!isLive(head) || !maySee(viewer, head)) throw notFound(slug);
  const number = /^[1-9]\d{0,5}$/.test(revision) ? Number(revision) : undefined;
  const found = number === undefined ? undefined : await documents.revision(slug, number, head.since);
  if (!found?.body || found.status === 'moved' || !mayRead(viewer, head, found))
    throw noRevision(slug, revision);
  return found;
}
