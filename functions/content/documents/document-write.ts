import { type Contributor, idOf, isLive, type Revision, type StoredHead } from '../contract/document.ts';
import { peopleOf, withPeople } from '../contract/own-documents.ts';
import type { FileResult, Upload } from '../uploads/upload.ts';

/** The next state of what stands at one slug. */
export interface StateWrite {
  /** The state this one was worked out from; nothing is written if another stands there by now. */
  seen: StoredHead | undefined;
  head: StoredHead;
  /** Added to the document's revisions. */
  revision?: Revision;
}

/** The head as it is stored: with the next version, which the condition of the next write names, its id, and who brought
 *  revisions of it. */
export const storedHead = (write: StateWrite & Pick<DocumentWrite, 'markers'>): StoredHead => ({
  ...write.head,
  id: idOf(write.head),
  version: (write.seen?.version ?? 0) + 1,
  people: isLive(write.head) ? peopleBy(write) : undefined,
});

/** Those of the document as it stood here, or where it moved from, and who brings this revision. */
function peopleBy({ seen, head, revision, markers = [] }: Parameters<typeof storedHead>[0]): Contributor[] {
  const id = idOf(head);
  const before = [seen, ...markers.map((marker) => marker.seen)].filter(isLive);
  const same = before.filter((one) => one === seen || idOf(one) === id);
  // A restored document says itself who was part of it.
  const known = [...(head.people ?? []), ...same.flatMap(peopleOf)];
  const added = revision && revision.status !== 'moved' ? [{ by: revision.by, order: revision.order }] : [];
  return withPeople(known, added);
}

/** The revision as it is stored. That of a marker keeps the id of the document that left: several may have left for the
 *  same slug. */
export const storedRevision = ({ head, revision }: StateWrite): (Revision & { id?: string }) | undefined =>
  revision?.status === 'moved' ? { ...revision, id: idOf(head) } : revision;

/**
 * At which slug the document stands from this write on, by its id, if that changes. What becomes part of it is still
 * found where it stood: the marker there has the id of this one, and leads on.
 */
export function movedIds({ seen, head }: DocumentWrite): Map<string, string> {
  const stood = isLive(seen) ? idOf(seen) : undefined;
  const id = idOf(head);
  return new Map(isLive(head) && stood !== id ? [[id, head.slug]] : []);
}

/** A new state of one document and all that changes with it: all of it is written, or nothing. Of what needs more actions
 *  than a transaction has, some markers may be missing: `writeInParts`. */
export interface DocumentWrite extends StateWrite {
  /** Markers at old addresses that lead here from now on. */
  markers?: StateWrite[];
  /** Other documents that it was worked out from; nothing is written if one of them stands otherwise by now. */
  asSeen?: StoredHead[];
  /** The name of a file that stands for this document from now on. */
  filename?: string;
  /** What `likenessOf` says of the text that came with that file. */
  likeness?: string;
  /** The uploaded file that this write is the result of; it gets one result, once. */
  file?: SettledFile;
}

/**
 * What else has to stand as it was seen: of what is written itself the condition is part of that. Undefined: one of these
 * was seen in two states, so that something came between.
 */
export function otherConditions({
  markers = [],
  asSeen = [],
  ...own
}: DocumentWrite): StoredHead[] | undefined {
  const written = new Map([own, ...markers].map(({ seen, head }) => [head.slug, seen]));
  const twice = asSeen.filter(({ slug }) => written.has(slug));
  if (twice.some((other) => written.get(other.slug)?.version !== other.version)) return undefined;
  return asSeen.filter(({ slug }) => !written.has(slug));
}

/** A file of an upload with what became of it. */
export interface SettledFile {
  upload: Upload;
  number: number;
  result: FileResult;
}
