import { isLive, isPublic, type Revision, type StoredHead } from '../contract/document.ts';
import type { AttachedFile, Picture } from '../contract/values.ts';

/**
 * That a revision of a document uses a file of the archive. It is noted before the file is put and before the
 * revision is written: whoever finds no use of a file after hiding it may erase it, for a hand-in that notes its use
 * later also puts or checks the file later.
 */
export interface FileUse {
  /** Key of the file in the archive: `bodies/…`, `manuscripts/…` or `originals/…`. */
  file: string;
  /** The document's slug. */
  slug: string;
  /** ULID of the revision. */
  order: string;
  /** ULID of the upload that brought it. */
  upload: string;
  /** Of a picture that came with another upload: that one's ULID. */
  uploadedWith?: string;
  /** When it was noted last (ISO instant). */
  at: string;
  /** Of a picture: how all its addresses begin (`/media/<hash>-`). */
  media?: string;
  /** Readers will not see that revision when it is written: it shows them no picture. */
  unseen?: boolean;
}

/** A document's time at a slug, which its deletion ended or its leaving. */
export interface Stay {
  slug: string;
  /** Order of the tombstone or marker that ended it. */
  order: string;
  /** Order of the marker or tombstone of the document before; absent: there was none. */
  since?: string;
}

/** Whether the use is of that time: nothing of it can be written any more. */
export const isOfStay = (use: FileUse, { slug, order, since }: Stay): boolean =>
  use.slug === slug && use.order <= order && (since === undefined || use.order > since);

/** A picture by the key of its original and by how its addresses begin. */
export interface PictureFile {
  file: string;
  media: string;
}

/** What readers get under addresses that begin alike: a picture in its sizes, or a PDF with its cover. */
export interface ShownFile {
  /** The file's name as handed in. */
  name: string;
  src: string;
  variants: readonly { path: string }[];
}

export const shownPdf = ({ name, path, cover }: AttachedFile): ShownFile => ({
  name,
  src: path,
  variants: cover ? [{ path: cover.src }, ...cover.variants] : [],
});

/** What a file of an upload became, for readers. */
export const shownIn = ({
  picture,
  file,
}: {
  picture?: Picture;
  file?: AttachedFile;
}): ShownFile | undefined => picture ?? (file && shownPdf(file));

/** The files that one revision uses. */
export interface UsedFiles extends Pick<Revision, 'slug' | 'order' | 'body' | 'manuscript' | 'originals'> {
  pictures: ShownFile[];
}

/** How every address of a picture begins; what follows is its width, or its pages, and its type. */
export const mediaOf = ({ src }: Pick<ShownFile, 'src'>): string => src.replace(/\d+\.\w+$/, '');

/** Every address at which readers get a picture. */
export const addressesOf = ({ src, variants }: ShownFile): string[] => [
  ...new Set([src, ...variants.map(({ path }) => path)]),
];

/** The uses of one revision, each file once. `uploaded`: where pictures were uploaded, by the key of their original. */
export function usesOf(
  { slug, order, body, manuscript, originals, pictures }: UsedFiles,
  { upload, at, unseen }: Pick<FileUse, 'upload' | 'at' | 'unseen'>,
  uploaded?: ReadonlyMap<string, { upload?: string }>,
): FileUse[] {
  const media = new Map(pictures.map((picture) => [originals[picture.name], mediaOf(picture)]));
  const files = new Set([body, manuscript, ...Object.values(originals)].filter(Boolean));
  return [...files].map((file) => {
    const uploadedWith = uploaded?.get(file)?.upload;
    return { file, slug, order, upload, uploadedWith, at, media: media.get(file), unseen };
  });
}

/** The pictures among the uses, each once. One original has several addresses when it was made in several ways. */
export function picturesIn(uses: readonly FileUse[]): PictureFile[] {
  const pictures = uses.flatMap(({ file, media }) => (media ? [{ file, media }] : []));
  return [...new Map(pictures.map((picture) => [picture.media, picture])).values()];
}

/** How long after noting its uses a hand-in may still write, in milliseconds: a function runs for five minutes at most,
 *  and clocks differ. */
const mayWriteFor = 10 * 60_000;

/** What the documents at the uses' slugs are now. */
type Heads = ReadonlyMap<string, StoredHead>;

/** What looking at the uses of a file shows. */
export interface FileState {
  /** Readers see it in a published document. */
  shown: boolean;
  /** A hand-in has noted it a moment ago and may still write a revision that shows it. */
  inFlight: boolean;
  /** A document that is not deleted uses it in one of its revisions, or is about to. */
  used: boolean;
}

/** @param settled Ids of uploads that write nothing any more. */
export function fileStateOf(
  uses: readonly FileUse[],
  heads: Heads,
  now: Date,
  settled: ReadonlySet<string> = new Set(),
): FileState {
  const inFlight = usesInFlight(uses, heads, now).some(({ upload }) => !settled.has(upload));
  return {
    inFlight,
    shown: uses.some(({ file, slug }) => shows(heads.get(slug), file)),
    used: inFlight || uses.some((use) => isHeld(use, heads.get(use.slug))),
  };
}

/** The uses of hand-ins that may still be on their way, by the clock and by what stands. */
export const usesInFlight = (uses: readonly FileUse[], heads: Heads, now: Date): FileUse[] =>
  uses.filter((use) => isInFlight(use, heads.get(use.slug), now));

const shows = (head: StoredHead | undefined, file: string): boolean =>
  head?.status === 'published' && Object.values(head.originals).includes(file);

/** Whether the revision is still to be written. One with the order of the head, or a lower one, changes nothing for
 *  readers, but where they do not have the document yet: what is published comes before every draft. */
function isInFlight({ order, at, unseen }: FileUse, head: StoredHead | undefined, now: Date): boolean {
  // A document that is there holds the files of what waits beside it.
  if (unseen && isLive(head)) return false;
  const isWritten = head !== undefined && head.order >= order && (!isLive(head) || isPublic(head));
  return !isWritten && now.getTime() - Date.parse(at) < mayWriteFor;
}

/** What a deletion covers is erased, whoever comes first: of two documents that share a file and are deleted at once
 *  neither keeps it for the other. */
const isHeld = ({ order }: FileUse, head: StoredHead | undefined): boolean =>
  head !== undefined && !(head.status === 'deleted' && head.order >= order);
