import { embeddedPictures } from '../manuscripts/embedded-pictures.ts';
import type { OfficePicture } from '../manuscripts/office/open-archive.ts';
import { mediaTypeOf } from '../pictures/picture-types.ts';
import type { UploadedFiles, UploadStore } from '../ports.ts';
import { type DeclaredFile, isToUnpack, type Upload, type UploadedFile } from './upload.ts';

interface Deps {
  uploads: Pick<UploadStore, 'find' | 'addPictures'>;
  uploadedFiles: Pick<UploadedFiles, 'read' | 'put'>;
}

/** The most files of an upload, its documents' pictures among them: their numbers have three digits. */
const mostFiles = 500;
/** Of its list of files, in bytes: a table item has 400 KB. Pictures beyond count as missing when the text is read. */
const mostListed = 200_000;
const mostAttempts = 10;

/**
 * The pictures that a document of a word processor shows become files of its upload, named by the document (`essay.docx/image1.png`), and
 * are read as any. Called again after it died it goes on: first the upload lists them, then they are put where their
 * forms would have. Returns the upload with them; undefined if it is closed.
 */
export async function unpackPictures(
  document: UploadedFile,
  upload: Upload,
  deps: Deps,
): Promise<Upload | undefined> {
  const isUnpacked = upload.unpacked?.includes(document.number) && !areAllReady(upload, document);
  if (!isToUnpack(upload, document.number) && !isUnpacked) return upload;
  const bytes = await deps.uploadedFiles.read(document);
  const { name = '' } = upload.files[document.number] ?? {};
  const pictures = bytes ? await embeddedPictures({ name, bytes }) : [];
  const listed = await list(pictures, document, upload, deps);
  if (listed) await putAll(pictures, document, listed, deps);
  return listed;
}

const areAllReady = ({ files, ready }: Upload, { number }: UploadedFile): boolean =>
  files.every(({ within }, at) => within !== number || ready.includes(at));

/** Another document of the upload may be looked into meanwhile. */
async function list(
  pictures: OfficePicture[],
  { number }: UploadedFile,
  seen: Upload,
  { uploads }: Deps,
): Promise<Upload | undefined> {
  let upload: Upload | undefined = seen;
  for (let attempt = 0; attempt < mostAttempts && upload && !upload.missing; attempt++) {
    if (!isToUnpack(upload, number)) return upload;
    const { files } = upload;
    const added = fitting(
      files,
      pictures.map(({ name, size }) => ({
        name: `${files[number]?.name ?? ''}/${name}`,
        type: mediaTypeOf(name),
        bytes: size,
        within: number,
      })),
    );
    const changed: Upload | undefined = await uploads.addPictures(upload, number, added);
    if (changed) return changed;
    upload = (await uploads.find(upload.id))?.upload;
  }
  if (upload && !upload.missing) throw new Error(`Overtaken ${mostAttempts} times`);
  return undefined;
}

/** The first of the pictures, as many as have room beside the files. */
function fitting(files: DeclaredFile[], pictures: DeclaredFile[]): DeclaredFile[] {
  const taken: DeclaredFile[] = [];
  let size = listedSize(files);
  for (const picture of pictures.slice(0, Math.max(0, mostFiles - files.length))) {
    size += listedSize([picture]);
    if (size > mostListed) break;
    taken.push(picture);
  }
  return taken;
}

const listedSize = (files: DeclaredFile[]): number => Buffer.byteLength(JSON.stringify(files));

/** One after the other: each may have some megabytes. */
async function putAll(
  pictures: OfficePicture[],
  { number, upload }: UploadedFile,
  { files, ready }: Upload,
  { uploadedFiles }: Deps,
): Promise<void> {
  const own = [...files.entries()].filter(([, { within }]) => within === number);
  for (const [place, [at, { type }]] of own.entries()) {
    const picture = pictures[place];
    if (picture && !ready.includes(at))
      await uploadedFiles.put({ upload, number: at, role: 'pictures' }, await picture.read(), type);
  }
}
