import { picturesIn } from '../contract/shown-pictures.ts';
import type { AttachedFile, Body, Picture } from '../contract/values.ts';
import { sha256 } from '../documents/archive-keys.ts';
import type { Claim } from '../documents/claim.ts';
import type { SettledFile } from '../documents/document-write.ts';
import { commonFields, type Fields } from '../kinds/kinds.ts';
import type { ReadManuscript } from '../manuscripts/read-manuscript.ts';
import { type ShownFile, shownIn, shownPdf } from '../removal/file-uses.ts';
import type { DocumentTimes } from './said-times.ts';
import {
  type DeclaredFile,
  type FileResult,
  filesOf,
  type Results,
  type Upload,
  type UploadedFile,
} from './upload.ts';

/** A manuscript of an upload that was read and is on its way to becoming a document. */
export interface ManuscriptDraft {
  upload: Upload;
  file: DeclaredFile & UploadedFile;
  bytes: Uint8Array;
  read: ReadManuscript;
  claim: Claim;
  times: DocumentTimes;
  /** Something newer than what it began from stands. */
  overtaken?: boolean;
  /** An edition to come lists it: it is a draft until then, though it does not say so. */
  isHeld?: boolean;
  /** Site paths to which its links to other manuscripts lead, by the path as written. */
  pages?: Record<string, string>;
}

/** The file with its result. */
export const settledFile = (
  { upload, file }: Pick<ManuscriptDraft, 'upload' | 'file'>,
  result: FileResult,
): SettledFile => ({ upload, number: file.number, result });

/** Every picture a document shows. */
export const picturesOf = (fields: Fields, body: Body): Picture[] => [
  ...picturesIn(fields),
  ...body.pictures,
];

/** These, and the PDF that it brings. */
export function shownFilesOf(fields: Fields, body: Body): ShownFile[] {
  const { file } = commonFields(fields);
  return [...picturesOf(fields, body), ...(file ? [shownPdf(file)] : [])];
}

/** The hash of the manuscript and its pictures: a picture's address carries the hash of what it shows. */
export function sourceOf({ bytes, read }: Pick<ManuscriptDraft, 'bytes' | 'read'>): string {
  const sources = shownFilesOf(read.fields, read.body).map(({ src }) => src);
  return sha256([sha256(bytes), ...sources.sort()].join('\n'));
}

/** The pictures of an upload that could be read, by name. */
export const uploadedPictures = (results: Results): Map<string, Picture> =>
  new Map(
    [...results.values()].flatMap(({ picture }) => (picture ? [[picture.name, picture] as const] : [])),
  );

/** Its PDFs. */
export const uploadedFiles = (results: Results): Map<string, AttachedFile> =>
  new Map([...results.values()].flatMap(({ file }) => (file ? [[file.name, file] as const] : [])));

/** Its pictures and PDFs that could not be read. */
export const unreadFiles = (upload: Upload, results: Results): Map<string, string> =>
  new Map(
    filesOf(upload, 'pictures')
      .filter(({ number }) => !shownIn(results.get(number) ?? {}))
      .map(({ name }) => [name, name]),
  );

/** The keys of the originals of what an upload shows, by name. */
export const originalsByName = (results: Results): Map<string, string> =>
  new Map(
    [...results.values()].flatMap((result) => {
      const shown = shownIn(result);
      return shown && result.original ? [[shown.name, result.original] as const] : [];
    }),
  );

/** The numbers of an upload's pictures, by the keys of their originals. */
export const uploadedOriginals = (results: Results): Map<string, { number: number }> =>
  new Map(
    [...results].flatMap(([number, { original }]) => (original ? [[original, { number }] as const] : [])),
  );
