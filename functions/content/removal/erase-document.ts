import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { idOf, isLive, type Revision, type StoredHead } from '../contract/document.ts';
import { presentHead, readMoves } from '../contract/moves.ts';
import { titleSlugOf } from '../documents/claim.ts';
import { tombstone } from '../documents/delete-document.ts';
import type { ContentStore, UploadStore } from '../ports.ts';
import { filesOf, hasUnread, historyType, type UploadedFile } from '../uploads/upload.ts';
import { type EraseFileDeps, eraseFile } from './erase-file.ts';
import { isOfStay, type Stay } from './file-uses.ts';
import type { ErasableDocuments, ErasableUploads, FileUses, Former, StoredRevision } from './ports.ts';

export interface EraseDeps extends EraseFileDeps {
  fileUses: Pick<FileUses, 'of' | 'by' | 'remove'>;
  content: Pick<ContentStore, 'lookUp' | 'write'>;
  documents: ErasableDocuments;
  uploads: Pick<UploadStore, 'find'>;
  erasableUploads: ErasableUploads;
}

/** A deletion: the slug and the order of its tombstone, and what an earlier call learned from that. */
type Deletion = Pick<Stay, 'slug' | 'order'> & { former?: Former };

const concurrency = 4;

/**
 * Erases what a deletion leaves, up to its tombstone's order: what was handed in later is another's. What leads to the
 * rest goes last, so that it may die at any point and be called again, any number of times: what it left at its former
 * addresses, files and uploads, then the names, the uses and at the very end the revisions. What is left of an upload
 * that is still being read is not lost sight of either: it is to be called again then.
 */
export async function eraseDocument(
  deletion: Deletion,
  deps: EraseDeps,
): Promise<Erasure & { former?: Former }> {
  const { slug, order } = deletion;
  const former = await formerOf(deletion, deps);
  await deleteMarkers(deletion, former?.slugs ?? [], deps);
  const before = former ? await formerStays(slug, former, order, deps) : [];
  const last = { slug, order, since: await deps.documents.begunBefore(slug, order) };
  const done: Erasure[] = [];
  for (const stay of [...before, last]) done.push(await eraseStay(stay, deps));
  return { ...allOf(done), former };
}

/** From the tombstone; once another document has begun there, from the message. */
async function formerOf(
  { slug, order, former }: Deletion,
  { content }: EraseDeps,
): Promise<Former | undefined> {
  const head = (await content.lookUp({ slugs: [slug], filenames: [] })).heads.get(slug);
  const isOwn = head && (head.since ?? '') < order;
  return isOwn ? { id: idOf(head), slugs: head.former ?? [] } : former;
}

/** What was erased. */
interface Erasure {
  /** As they were uploaded. */
  files: UploadedFile[];
  /** Nothing is left. */
  isComplete: boolean;
}

const allOf = (done: Erasure[]): Erasure => ({
  files: done.flatMap(({ files }) => files),
  isComplete: done.every(({ isComplete }) => isComplete),
});

/** What a document stored at one of its slugs. */
async function eraseStay(stay: Stay, deps: EraseDeps): Promise<Erasure> {
  const { slug, order, since } = stay;
  const uses = (await deps.fileUses.by(slug)).filter((use) => isOfStay(use, stay));
  const revisions = await deps.documents.revisionsUpTo(slug, order, since);
  const files = [...new Set([...uses.map(({ file }) => file), ...revisions.flatMap(filesIn)])];
  const erased = new Set<string>();
  await mapConcurrently(files, { concurrency }, async (file) => {
    if (await eraseFile(file, deps, stay)) erased.add(file);
  });
  const ids = new Set([
    ...uses.flatMap(({ upload, uploadedWith = upload }) => [upload, uploadedWith]),
    ...revisions.map((one) => one.order),
  ]);
  const done = { slug, files: new Set(files), erased };
  const uploads = allOf(
    await mapConcurrently([...ids], { concurrency }, (id) => eraseUpload(id, done, deps)),
  );
  if (!uploads.isComplete) return uploads;
  await eraseFilenames(slug, revisions, deps);
  await deps.fileUses.remove(uses);
  // The marker at its end tells whose stay it was.
  const end = markerIn(revisions);
  const rows = (some: StoredRevision[]) => some.map(({ row }) => row);
  await deps.documents.removeRevisions(slug, rows(revisions.filter((one) => one !== end)));
  if (end) await deps.documents.removeRevisions(slug, rows([end]));
  return uploads;
}

/** The last marker among the revisions of one stay. */
const markerIn = (revisions: StoredRevision[]): StoredRevision | undefined =>
  revisions
    .filter(({ status }) => status === 'moved')
    .sort((a, b) => a.revision - b.revision)
    .at(-1);

const filesIn = ({ body, manuscript, originals }: Revision): string[] =>
  [body, manuscript, ...Object.values(originals)].filter(Boolean);

interface Erased {
  slug: string;
  /** Every file that the document used. */
  files: ReadonlySet<string>;
  /** Those that nobody else uses. */
  erased: ReadonlySet<string>;
}

/** Blanks what an upload holds of the document. Its lines on others stay, and so does a picture that others use, or may:
 *  a manuscript that is still to be read shows it from there. Pictures that came within it go with it. */
async function eraseUpload(id: string, document: Erased, deps: EraseDeps): Promise<Erasure> {
  const found = await deps.uploads.find(id);
  if (!found) return { files: [], isComplete: true };
  const { upload, results } = found;
  const manuscripts = filesOf(upload, 'manuscripts').filter(
    ({ number, name, type }) =>
      results.get(number)?.document?.slug === document.slug ||
      document.files.has(`manuscripts/${name}`) ||
      (type === historyType && name === `${document.slug}.json`),
  );
  const pictures = filesOf(upload, 'pictures').filter(
    ({ number, within }) =>
      document.erased.has(results.get(number)?.original ?? '') ||
      manuscripts.some((manuscript) => manuscript.number === within),
  );
  const isComplete = !pictures.length || !hasUnread(upload, results);
  const erased = [...manuscripts, ...(isComplete ? pictures : [])];
  const files = erased.map(({ role, number }) => ({ role, upload: id, number }));
  if (files.length) await deps.erasableUploads.removeFiles(files);
  await mapConcurrently(files, { concurrency }, ({ number }) => deps.erasableUploads.blank(id, number));
  return { files, isComplete };
}

/**
 * The markers that lead to it become tombstones, which are announced and erased like this one. Those that came to lead
 * to another document stay: it is known by its id, whatever slug they name. The nearest goes last, for it leads to
 * those before it.
 */
async function deleteMarkers({ slug, order }: Deletion, former: string[], deps: EraseDeps): Promise<void> {
  const slugs = [...new Set([...former, ...(await deps.documents.markersTo(slug)).reverse()])];
  if (!slugs.length) return;
  const { heads } = await deps.content.lookUp({ slugs, filenames: [] });
  const moves = await readMoves(heads.values(), (keys) => deps.content.lookUp({ ...keys, filenames: [] }));
  for (const marker of slugs.flatMap((one) => heads.get(one) ?? [])) {
    if (!isLive(presentHead(marker, moves))) await deleteMarker(marker, order, deps);
  }
}

/** Its time at those former addresses where another document began since. */
async function formerStays(
  slug: string,
  former: Former,
  order: string,
  { documents }: EraseDeps,
): Promise<Stay[]> {
  const stays: Stay[] = [];
  for (const at of former.slugs) {
    let end = await documents.begunBefore(at, order);
    while (end !== undefined) {
      const since = await documents.begunBefore(at, end);
      const marker = markerIn(await documents.revisionsUpTo(at, end, since));
      if (marker && leadsTo(marker, slug, former)) stays.push({ slug: at, order: end, since });
      end = since;
    }
  }
  return stays;
}

/** Markers from before they kept ids are judged by the slug they name. */
const leadsTo = ({ id, to = '' }: StoredRevision, slug: string, former: Former): boolean =>
  id === undefined ? [slug, ...former.slugs].includes(to) : id === former.id;

async function deleteMarker(seen: StoredHead, order: string, { content, clock }: EraseDeps): Promise<void> {
  if (seen.status !== 'moved' || seen.order > order) return;
  const command = { order, by: seen.by, byName: seen.byName, at: clock.now().toISOString() };
  const outcome = await content.write({ seen, head: tombstone(seen, command) });
  if (outcome !== 'written') throw new MarkerChanged(seen.slug);
}

/** It is looked at again with the next try. */
class MarkerChanged extends Error {
  override readonly name = 'MarkerChanged';

  constructor(slug: string) {
    super(`The marker at ${slug} was changed meanwhile`);
  }
}

/** A name that stands for a later document at the same slug stays. */
async function eraseFilenames(
  slug: string,
  revisions: Revision[],
  { content, documents }: EraseDeps,
): Promise<void> {
  const head = (await content.lookUp({ slugs: [slug], filenames: [] })).heads.get(slug);
  const currentName = isLive(head) ? head.name : undefined;
  const filenames = revisions
    .filter(({ name }) => name && name !== currentName)
    .map((revision) => ({ name: revision.name, title: titleSlugOf(revision) }));
  const distinct = new Map(filenames.map((filename) => [`${filename.name}\n${filename.title}`, filename]));
  await documents.removeFilenames(slug, [...distinct.values()]);
}
