import type { ChangedBy, Status } from '../contract/document.ts';
import type { AttachedFile, Notice, Picture } from '../contract/values.ts';

/** What an upload may hold. Sizes in bytes. */
export const limits = {
  files: 50,
  manuscript: 20_000_000,
  picture: 25_000_000,
  /** All manuscripts of one upload together: they are read side by side. */
  manuscripts: 60_000_000,
  name: 300,
  /** How long a form may be used, in minutes. */
  minutes: 15,
  /** For how long after it was opened an upload gets new forms. */
  openHours: 24,
  /** How long a receipt is kept, in days. */
  days: 30,
} as const;

/** A file as its sender announced it. The name is data, never a path. */
export interface DeclaredFile {
  name: string;
  type: string;
  bytes: number;
  /** Of a picture that came within a document: the document's number. */
  within?: number;
  /** Of a manuscript: id of the revision that it began from (`SLUG/NUMBER`). */
  basedOn?: string;
}

/** Several files handed in together by one person. */
export interface Upload extends ChangedBy {
  /** ULID; documents made from it carry it as their order. */
  id: string;
  files: DeclaredFile[];
  /** A writer's documents stay drafts. */
  editor: boolean;
  /** ISO instants. */
  opened: string;
  expires: string;
  /** Numbers of the files that can be ingested: manuscripts that have arrived, pictures that have been read. */
  ready: number[];
  /** How many times a file became ready: events are delivered more than once, and a form can be used again. */
  arrivalCount?: number;
  /** Numbers of the documents whose pictures are among the files: each is looked into when it has arrived. */
  unpacked?: number[];
  /** Numbers of the files that had not arrived when the upload was closed, at least one: nothing of it is taken. */
  missing?: number[];
}

export interface ReceiptDocument {
  slug: string;
  /** Lasting identity; results from before there were ids have none. */
  id?: string;
  kind: string;
  title: string;
  revision: number;
  status: Status;
  url: string;
  /** It waits beside something newer than what it began from. */
  overtaken?: boolean;
}

/** What became of one file. Each file gets one result, once, whatever is posted later with its form. */
export interface FileResult {
  notices: Notice[];
  /** The document that the manuscript became a state of. */
  document?: ReceiptDocument;
  /** A picture that was read, and the key of the file as handed in. */
  picture?: Picture;
  original?: string;
  /** A PDF that was read, and its text, gzipped. */
  file?: AttachedFile;
  text?: Uint8Array;
  /** Of a manuscript: the name of the PDF that it brings. */
  brings?: string;
}

/** The results of an upload's files, by their number. */
export type Results = ReadonlyMap<number, FileResult>;

/** `pictures` are what manuscripts show, PDFs too: they are read before any manuscript of their upload. */
export type FileRole = 'manuscripts' | 'pictures';

/** A document's past, as a backup keeps it: what an editor hands in to restore the document. */
export const historyType = 'application/vnd.broadside.history+json';

export const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export const openDocumentType = 'application/vnd.oasis.opendocument.text';

/** Types of documents that have their pictures within. */
const documentTypes: readonly string[] = [wordType, openDocumentType];

export const pdfType = 'application/pdf';

const manuscriptTypes = [
  'text/markdown',
  'text/x-markdown',
  'text/plain',
  'text/html',
  'application/xhtml+xml',
  ...documentTypes,
  historyType,
];

/** By the declared type; what a file really is its content decides later. */
export function roleOf(type: string): FileRole | undefined {
  if (manuscriptTypes.includes(type)) return 'manuscripts';
  return type === pdfType || /^image\/[\w.+-]+$/.test(type) ? 'pictures' : undefined;
}

/** Where a file of an upload lies in the uploads bucket. */
export interface UploadedFile {
  upload: string;
  /** Its place among the declared files, from 0. */
  number: number;
  role: FileRole;
}

export const keyOf = ({ role, upload, number }: UploadedFile): string => `${role}/${upload}/${number}`;

/** The opposite of `keyOf`; undefined for a key that no form of ours names. */
export function fileAt(key: string): UploadedFile | undefined {
  const [, role, upload, number] = /^(manuscripts|pictures)\/([0-9A-Z]{26})\/(\d{1,3})$/.exec(key) ?? [];
  if (!upload || !number || (role !== 'manuscripts' && role !== 'pictures')) return undefined;
  return { role, upload, number: Number(number) };
}

/** Every file is ready, and no document is still to be looked into. An upload that was closed before is never complete. */
export const isComplete = (upload: Upload): boolean =>
  !upload.missing &&
  upload.ready.length === upload.files.length &&
  upload.files.every((_, number) => !isToUnpack(upload, number));

/** Whether pictures of this document are still to become files of the upload. A backup has them as files already. */
export function isToUnpack(upload: Upload, number: number): boolean {
  const file = upload.files[number];
  if (!file || !documentTypes.includes(file.type) || isRestoring(upload)) return false;
  return !upload.unpacked?.includes(number);
}

/** The document of an upload whose pictures have such names as this, if there is one. */
export const documentHolding = (name: string, files: readonly DeclaredFile[]): DeclaredFile | undefined =>
  files.find((file) => documentTypes.includes(file.type) && name.startsWith(`${file.name}/`));

/** Bytes a millisecond of the slowest line that a file is sent over: 20 KB a second. */
const slowestLine = 20;

/**
 * When a file that has not arrived is given up, in milliseconds since the epoch. S3 takes a form until it expires, and
 * the file may be on its way then for as long as its size needs.
 */
export const closesAt = ({ files, expires }: Upload): number =>
  Date.parse(expires) + 60_000 + Math.max(...files.map(({ bytes }) => bytes)) / slowestLine;

/** Brings documents back from a backup, past and all. */
export const isRestoring = ({ files }: Pick<Upload, 'files'>): boolean =>
  files.some(({ type }) => type === historyType);

/** The upload's files of one role. */
export const filesOf = (upload: Upload, role: FileRole): (DeclaredFile & UploadedFile)[] =>
  upload.files
    .map((file, number) => ({ ...file, number, upload: upload.id, role }))
    .filter((file) => roleOf(file.type) === role);

/** Whether a manuscript of the upload is still to be read: it may show any picture of the upload. Of a closed one none is. */
export const hasUnread = (upload: Upload, results: Results): boolean =>
  !upload.missing && filesOf(upload, 'manuscripts').some(({ number }) => !results.has(number));
