import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { isLive, type Revision, type StoredHead } from '../contract/document.ts';
import { tombstone } from '../documents/delete-document.ts';
import { titleSlugOf } from '../documents/identity.ts';
import type { ContentStore, UploadStore } from '../ports.ts';
import { filesOf, type Results, type Upload, type UploadedFile } from '../uploads/upload.ts';
import { type EraseFileDeps, eraseFile } from './erase-file.ts';
import type { ErasableDocuments, ErasableUploads, FileUses } from './ports.ts';

export interface EraseDeps extends EraseFileDeps {
  fileUses: Pick<FileUses, 'of' | 'by' | 'remove'>;
  content: Pick<ContentStore, 'lookUp' | 'write'>;
  documents: ErasableDocuments;
  uploads: Pick<UploadStore, 'find'>;
  erasableUploads: ErasableUploads;
}

/** A deletion: the slug and the order of its tombstone. */
interface Deletion {
  slug: string;
  order: string;
}

const concurrency = 4;

/**
 * Erases what a deletion leaves, up to its tombstone's order: what was handed in later is another's. What leads to the
 * rest goes last, so that it may die at any point and be called again, any number of times: files and uploads, then the
 * names, the revisions and at the very end the uses. Returns the uploaded files it erased.
 */
export async function eraseDocument(deletion: Deletion, deps: EraseDeps): Promise<UploadedFile[]> {
  const { slug, order } = deletion;
  const head = (await deps.content.lookUp({ slugs: [slug], filenames: [] })).heads.get(slug);
  const uploaded = await erasePast({ ...deletion, since: sinceOf(head, deletion) }, deps);
  return [...uploaded, ...(await eraseFormer({ slug, order }, head?.former ?? [], deps))];
}

/** The document that was deleted began there after another one: with this order of that one's marker or tombstone. */
function sinceOf(head: StoredHead | undefined, { order }: Deletion): string | undefined {
  const isItsOwn = head?.since === undefined || head.since < order;
  return isItsOwn ? head?.since : undefined;
}

/** What was stored at one slug of a document. */
async function erasePast(
  { slug, order, since }: Deletion & { since?: string },
  deps: EraseDeps,
): Promise<UploadedFile[]> {
  const all = await deps.fileUses.by(slug);
  const uses = all.filter((use) => use.order <= order && (since === undefined || use.order > since));
  const revisions = await deps.documents.revisionsUpTo(slug, order, since);
  const files = [...new Set([...uses.map(({ file }) => file), ...revisions.flatMap(filesIn)])];
  const erased = new Set<string>();
  await mapConcurrently(files, { concurrency }, async (file) => {
    if (await eraseFile(file, deps)) erased.add(file);
  });
  const ids = new Set([...uses.map(({ upload }) => upload), ...revisions.map((one) => one.order)]);
  const done = { slug, files: new Set(files), erased };
  const uploaded = await mapConcurrently([...ids], { concurrency }, (id) => eraseUpload(id, done, deps));
  await eraseFilenames(slug, revisions, deps);
  await deps.documents.removeRevisions(
    slug,
    revisions.map(({ row }) => row),
  );
  await deps.fileUses.remove(uses);
  return uploaded.flat();
}

const filesIn = ({ body, manuscript, originals }: Revision): string[] =>
  [body, manuscript, ...Object.values(originals)].filter(Boolean);

interface Erased {
  slug: string;
  /** Every file that the document used. */
  files: ReadonlySet<string>;
  /** Those that nobody else uses. */
  erased: ReadonlySet<string>;
}

/** Blanks what an upload holds of the document. Its lines on others stay, and so does a picture that others use. */
async function eraseUpload(id: string, document: Erased, deps: EraseDeps): Promise<UploadedFile[]> {
  const found = await deps.uploads.find(id);
  if (!found) return [];
  const { upload, results } = found;
  const manuscripts = filesOf(upload, 'manuscripts').filter(
    ({ number, name }) =>
      results.get(number)?.document?.slug === document.slug || document.files.has(`manuscripts/${name}`),
  );
  const pictures = filesOf(upload, 'pictures').filter(({ number }) =>
    document.erased.has(results.get(number)?.original ?? ''),
  );
  if (pictures.length && mayBeRead(upload, results, deps.clock.now())) throw new UploadUnsettled(id);
  const files = [...manuscripts, ...pictures].map(({ role, number }) => ({ role, upload: id, number }));
  if (files.length) await deps.erasableUploads.removeFiles(files);
  await mapConcurrently(files, { concurrency }, ({ number }) => deps.erasableUploads.blank(id, number));
  return files;
}

/** How long after it was opened a manuscript may still be read, in milliseconds. */
const readFor = 20 * 60_000;

/** Another manuscript of the upload is still to be read, and may show the picture. */
const mayBeRead = (upload: Upload, results: Results, now: Date): boolean =>
  now.getTime() - Date.parse(upload.opened) < readFor &&
  filesOf(upload, 'manuscripts').some(({ number }) => !results.has(number));

/** It is looked at again with the next try. */
class UploadUnsettled extends Error {
  override readonly name = 'UploadUnsettled';

  constructor(id: string) {
    super(`The upload ${id} is still being read`);
  }
}

/**
 * The markers at its former addresses become tombstones, which are announced and erased like this one. Where another
 * document began since, what it found there is erased.
 */
async function eraseFormer(
  { slug, order }: Deletion,
  former: string[],
  deps: EraseDeps,
): Promise<UploadedFile[]> {
  const slugs = [...new Set([...(await deps.documents.markersTo(slug)), ...former])];
  if (!slugs.length) return [];
  const { heads } = await deps.content.lookUp({ slugs, filenames: [] });
  const uploaded: UploadedFile[] = [];
  for (const head of heads.values()) {
    if (head.status === 'moved') await deleteMarker(head, order, deps);
    else if (former.includes(head.slug) && head.since !== undefined && head.since <= order) {
      uploaded.push(...(await erasePast({ slug: head.slug, order: head.since }, deps)));
    }
  }
  return uploaded;
}

async function deleteMarker(seen: StoredHead, order: string, { content, clock }: EraseDeps): Promise<void> {
  if (seen.status !== 'moved' || seen.order > order) return;
  const command = { order, by: seen.by, at: clock.now().toISOString() };
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
  const kept = isLive(head) ? head.name : undefined;
  const filenames = revisions
    .filter(({ name }) => name && name !== kept)
    .map((revision) => ({ name: revision.name, title: titleSlugOf(revision) }));
  const distinct = new Map(filenames.map((filename) => [`${filename.name}\n${filename.title}`, filename]));
  await documents.removeFilenames(slug, [...distinct.values()]);
}
