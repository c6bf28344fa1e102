import { createHash } from 'node:crypto';
import type { StoredHead } from '../contract/document.ts';
import type { Body, Picture } from '../contract/values.ts';
import { sha256 } from '../documents/archive-keys.ts';
import type { Claim } from '../documents/identity.ts';
import { commonFields, type Fields } from '../kinds/kinds.ts';
import type { ReadManuscript } from '../manuscripts/read-manuscript.ts';
import type { SettledFile } from '../ports.ts';
import type { Results } from './receipt.ts';
import type { DeclaredFile, FileResult, Upload, UploadedFile } from './upload.ts';

/** A manuscript of an upload that was read and is on its way to becoming a document. */
export interface ManuscriptDraft {
  upload: Upload;
  file: DeclaredFile & UploadedFile;
  bytes: Uint8Array;
  read: ReadManuscript;
  /** Of the result that this file has already, for what came before under the same form. */
  replaces?: string;
}

/** What is to be said of a manuscript from now on. */
export const settled = (
  { upload, file, bytes, replaces }: Omit<ManuscriptDraft, 'read'>,
  result: FileResult,
): SettledFile => ({ upload, number: file.number, result: { ...result, etag: etagOf(bytes) }, replaces });

/** As S3 names what is put in one part. */
export const etagOf = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** What it says of itself that tells which document it is. */
export function claimOf({ upload, file, read }: ManuscriptDraft): Claim {
  const { fields, slug, aliases } = read;
  const { written, published, language } = commonFields(fields);
  const draft = !upload.editor || read.draft;
  return {
    name: file.name,
    kind: fields.kind,
    title: fields.title,
    slug,
    aliases,
    draft,
    language,
    written,
    published,
  };
}

/** Every picture of a document, by the name it was handed in under. */
export const picturesIn = (fields: Fields, body: Body): Map<string, Picture> =>
  new Map(allPictures(fields, body).map((picture) => [picture.name, picture]));

function allPictures(fields: Fields, body: Body): Picture[] {
  const { picture } = commonFields(fields);
  return [...(picture ? [picture] : []), ...body.pictures];
}

/** The hash of the manuscript and its pictures: a picture's address carries the hash of what it shows. */
export function sourceOf({ bytes, read }: Pick<ManuscriptDraft, 'bytes' | 'read'>): string {
  const pictures = allPictures(read.fields, read.body).map(({ src }) => src);
  return sha256([sha256(bytes), ...pictures.sort()].join('\n'));
}

/** The pictures of an upload that could be read. */
export const shelfOf = (results: Results): Map<string, Picture> =>
  new Map(
    [...results.values()].flatMap(({ picture }) => (picture ? [[picture.name, picture] as const] : [])),
  );

/** Where the originals of the used pictures lie: those handed in now, else those of the revision before. */
export function originalsOf(
  { read }: ManuscriptDraft,
  results: Results,
  before: StoredHead | undefined,
): Record<string, string> {
  const uploadedFiles = new Map(
    [...results.values()].map(({ picture, original }) => [picture?.name, original]),
  );
  const found = read.uses.map((name) => [name, uploadedFiles.get(name) ?? before?.originals[name]] as const);
  return Object.fromEntries(found.flatMap(([name, key]) => (key ? [[name, key]] : [])));
}
